"""Stage 3, models: a Keras model is data. Keras never sees what a student's process sends.

model.to_json()  ->  text.py     JSON, within limits
                 ->  config.py   layers of an allow-list (allowed.py), typed and in range
                 ->  shapes.py   shapes, parameters, cost, within a budget
                 ->  graph.py    what is computed, whichever way it is written
                 ->  difference.py   equal, or the smallest difference in words (phrase.py), in any language
                 ->  drawn.py    both graphs, side by side, as facts of a picture

So far with the standard library only. A network that is also trained goes on, in a process of its own:

    graph        ->  rebuild.py  a Keras model, made by us from the canonical graph alone
                 ->  train.py    by a recipe (recipes.py) on images (data.py); pack.py trains several at once
                 ->  train_job.py, train_child.py   a child with limits, a checkpoint, and a record of what came of it
"""
