"""How fast an accelerator trains the course's networks, beside plain Keras and plain PyTorch: `make gpu-check`.

settings.py     how much is measured
run.py          each part in a process of its own, within its time: a part that fails is a row that says so
parts.py        the parts: matrix peak, our loop, Keras `fit`, several networks at once
torch_part.py   the same network as a plain PyTorch loop (torch_network.py translates it)
networks.py     the networks: the lessons' own where they are there; and their arithmetic
table.py        the records as a table for people
"""
