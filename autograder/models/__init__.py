"""Stage 3, models: a Keras model is data. Standard library only; Keras never sees what a student's process sends.

model.to_json()  ->  text.py     JSON, within limits
                 ->  config.py   layers of an allow-list (allowed.py), typed and in range
                 ->  shapes.py   shapes, parameters, cost, within a budget
                 ->  graph.py    what is computed, whichever way it is written
                 ->  difference.py   equal, or the smallest difference in words
"""
