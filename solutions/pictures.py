"""The small picture on which the feedback shows a mistake, and calls that make something of it.

Whole numbers from 0 to 9, so that every order of adding gives the same sums.
"""

import numpy as np

THREE = """
..............
..............
...3666663....
...69999985...
...6..13599...
........599...
......35994...
.....69997....
......355994..
.........599..
...2......99..
...95...3699..
...59999997...
....245542....
"""
VERTICAL_EDGES = [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]
HORIZONTAL_EDGES = [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]
OUTLINE = [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]
BLUR = [[0.0625, 0.125, 0.0625], [0.125, 0.25, 0.125], [0.0625, 0.125, 0.0625]]


def three():
    """A handwritten 3, (1, 1, 14, 14), from 0 (dark) to 9 (bright)."""
    rows = [[int(letter) for letter in row.replace(".", "0")] for row in THREE.split()]
    return np.array(rows, float)[None, None]


def filtered(kernel, stride=1, pad=1):
    """Arguments of a convolution of the 3 with one filter."""
    return three(), np.array(kernel, float)[None, None], np.zeros(1), stride, pad


def edge_map():
    """How much brighter the 3 gets from left to right, (1, 1, 14, 14): bright and dark, so both signs."""
    x = np.pad(three(), ((0, 0), (0, 0), (0, 0), (1, 1)))
    return x[..., 2:] - x[..., :-2]
