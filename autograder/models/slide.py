"""Stage 3, models: which of several equal layers are the ones too many? Those that make a block, where there is one.

Where a block is missing from a row of equal ones, the alignment may as well leave out the end of one and the beginning
of the next. It is moved to where the layers left out read from one place, and begin with a convolution.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.models.view import Pair, View

STARTERS = frozenset(("conv", "conv_transpose", "dense", "max_pool", "average_pool", "pad"))


def slide(pairs: list[Pair], side: int, graph: View) -> list[Pair]:
    """Move runs of left-out nodes within equal ones, to where a run is a block: it reads from one place, and starts
    with a convolution rather than in the middle."""
    k = 0
    while k < len(pairs):
        stop = k
        while stop < len(pairs) and pairs[stop][1 - side] is None:
            stop += 1
        if stop > k + 1:
            pairs = _best_slide(pairs, k, stop, side, graph)
        k = stop + 1
    return pairs


def _best_slide(pairs: list[Pair], start: int, stop: int, side: int, graph: View) -> list[Pair]:
    candidates = [(pairs, start)]
    for step in (-1, 1):
        now, first = pairs, start
        for _ in range(stop - start):
            moved = _slid(now, first, first + stop - start, step, side, graph)
            if moved is None:
                break
            now, first = moved, first + step
            candidates.append((now, first))
    length = stop - start
    best, _ = min(candidates, key=lambda one: _broken([p[side] for p in one[0][one[1] : one[1] + length]], graph))
    return best


def _slid(pairs: list[Pair], start: int, stop: int, step: int, side: int, graph: View) -> list[Pair] | None:
    """The run at start:stop one place further left or right; None where the nodes there are not alike."""
    beside, far = (start - 1, stop - 1) if step < 0 else (stop, start)
    if not 0 <= beside < len(pairs) or None in pairs[beside]:
        return None
    freed, taken, partner = pairs[beside][side], pairs[far][side], pairs[beside][1 - side]
    if freed is None or taken is None or graph.roles[freed] != graph.roles[taken]:
        return None
    lonely: Pair = (freed, None) if side == 0 else (None, freed)
    paired: Pair = (taken, partner) if side == 0 else (partner, taken)
    if step < 0:
        return [*pairs[:beside], lonely, *pairs[start : stop - 1], paired, *pairs[stop:]]
    return [*pairs[:start], paired, *pairs[start + 1 : stop], lonely, *pairs[beside + 1 :]]


def _broken(run: Sequence[int | None], graph: View) -> tuple[int, bool]:
    """How far some left-out nodes are from being a block: from how many places they read, and where they start."""
    inside = set(run)
    read = {x for i in run if i is not None for x in graph.nodes[i].inputs if x not in inside}
    return len(read), run[0] is None or graph.nodes[run[0]].op not in STARTERS
