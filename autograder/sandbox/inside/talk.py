"""Talks with an object step by step: makes it, calls its methods, reads what it holds; promises the last step's answer.

Runs on both sides of the wire, and in the student's own kernel: standard library only.
"""


def talk(make, args, steps):
    """Make an object, and take one step after the other with it.

    Args:
        make: the class, or whatever makes the object.
        args: what all the steps take, one after the other.
        steps: (name, how many arguments) each; None of them for an attribute that is read. The first step makes the
            object, by whatever name.

    Returns:
        what the last step answered.

    >>> talk(list, ([3, 1, 2],), [("list", 1), ("sort", 0), ("copy", 0)])
    [1, 2, 3]
    >>> talk(complex, (3, 4), [("complex", 2), ("imag", None)])
    4.0
    """
    (_, n_args), *rest = steps
    answer = thing = make(*args[:n_args])
    at = n_args
    for name, n_args in rest:
        answer = getattr(thing, name)
        if n_args is not None:
            answer = answer(*args[at : at + n_args])
            at += n_args
    return answer
