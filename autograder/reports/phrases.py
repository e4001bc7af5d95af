"""Stage 4: the fixed sentences, one a verdict: titles and advice by the difference, words for a status.

The keys of TITLES and ADVICE are the differences that `judge.compare` names, and a few of our own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def N_(msgid: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is used."""
    return msgid


STATUS = {
    "pass": N_("pass"),
    "partial": N_("partly right"),
    "wrong": N_("not right yet"),
    "error": N_("stopped"),
    "timeout": N_("took too long"),
    "not_started": N_("not started"),
    "ungraded": N_("not graded"),
}

TITLES = {
    "": N_("{name} is not right yet"),
    "values": N_("{name} returns different values"),
    "shape": N_("{name} returns another shape"),
    "kind": N_("{name} returns another kind of number"),
    "not_finite": N_("{name} returns nan or inf"),
    "nothing": N_("{name} returns nothing"),
    "unsupported": N_("{name} returns something that is no number or array"),
    "raised": N_("{name} stopped with an error"),
    "unfinished": N_("{name} is not finished yet"),
    "no_error": N_("{name} accepts what it should refuse"),
    "other_error": N_("{name} raises another kind of error"),
    "changed": N_("{name} changes its input"),
    "timeout": N_("{name} took too long"),
    "died": N_("{name} ended the whole program"),
    "missing": N_("{name} was not found"),
    "depends": N_("{name} answers the same call in two ways"),
    "slow": N_("{name} is right, but slow"),
    "model": N_("{name} builds a different network"),
    "refused": N_("{name} builds a model that cannot be compared"),
    "not_a_model": N_("{name} returns no model"),
    "untrained": N_("{name} is not trained yet"),
    "learns": N_("{name} learns"),
    "learns_less": N_("{name} learns less than it should"),
    "no_training": N_("{name} could not be trained"),
    "no_threshold": N_("{name} is trained, its points are open"),
    "no_network": N_("{name} gives no network to train"),
    "apart": N_("Your functions are not put together yet"),
    "together": N_("Put together, your functions work"),
    "less_together": N_("Put together, not all of it is yours yet"),
    "nothing_together": N_("There is nothing to put together yet"),
    "pass": N_("{name} is right"),
    "not_started": N_("{name} is not started yet"),
    "ungraded": N_("{name} could not be graded"),
}

ADVICE = {
    "": N_("Run the instant check in your notebook to see an example."),
    "values": N_("Work out the first cell that differs by hand and compare."),
    "shape": N_("Print the shape after each line: where does it leave what you expect?"),
    "kind": N_("Look at the dtype: whole numbers and decimals are told apart here."),
    "not_finite": N_("Look for a division by zero, the log of zero, or exp of a large number."),
    "nothing": N_("Does every path through the function end with return?"),
    "unsupported": N_("Return a NumPy array, a number, or a tuple of these."),
    "raised": N_("Run this call in a cell of its own and print the values used on the marked line."),
    "unfinished": N_("Write your code in place of the marked line. What is written so far has its points."),
    "calls_unwritten": N_(
        "It calls a function that is not written yet. Write that one first, in place of the marked line."
    ),
    "no_error": N_("Check the arguments first, and raise the error that the task names."),
    "other_error": N_("Compare the error that came with the one that the task names."),
    "changed": N_("Work on a copy of the input."),
    "timeout": N_("Look for a loop that never ends, or for the same work done many times over."),
    "died": N_("Look for exit(), for endless recursion and for very large arrays."),
    "missing": N_("Keep the function's name as the notebook gives it, in a code cell."),
    "depends": N_("Look for a global variable or a default argument that remembers earlier calls."),
    "slow": N_("Replace the inner loops with one NumPy operation on the whole array."),
    "model": N_(
        "Compare the layers with the marked ones in a cell of your own: model.summary() lists those of a model, "
        "keras.Model(x, y).summary() those of a block from x to y."
    ),
    "refused": "",
    "not_a_model": N_(
        "Return keras.Model(inputs, outputs), or for a block the tensor that comes out of its last layer."
    ),
    "untrained": "",
    "learns": "",
    "learns_less": N_("Compare the curve: does it stay flat from the start, or does it only need a little more?"),
    "no_training": "",
    "no_threshold": "",
    "no_network": N_("The same function must build its network first; see its own card."),
    "apart": "",
    "together": "",
    "less_together": "",
    "nothing_together": "",
}


LAYOUT = N_(
    "The numbers of these arrays do not lie row by row in memory, as in x.T or x[..., ::2]; "
    "np.ascontiguousarray(x) lays them out so."
)  # the same call with arrays that do lie so was right
OUTSIDE = N_(
    "It stopped where your code is called, not inside it: compare its arguments and what it returns with the notebook."
)
SEVERAL = N_("One value is asked for, and several came back: look at the line with return.")
NOT_HERE = N_("While grading there is no network and there are no other processes; the notebook's own code is enough.")

NO_NETWORK_ERRORS = ("URLError", "HTTPError", "gaierror", "ConnectionError", "ConnectionRefusedError")
NO_NETWORK_SAID = re.compile(  # what a failed download says, whatever its type
    r"URL fetch failure|urlopen error|name resolution|Name or service not known|getaddrinfo|Network is unreachable"
)

MODEL = ("model", "refused", "not_a_model")  # differences of networks, which are drawn as graphs

FAILURES = {  # why a training came to nothing, where it does not bring a sentence of its own
    "nan": N_("The loss became nan in epoch {epoch}: the network does not learn."),
    "memory": N_("The training needed more memory than there is. The points stay open."),
    "time": N_("The training was stopped at its time limit. The points stay open; the next run goes on with it."),
    "error": N_("The training ended with an error. The points stay open."),
}

PROFILES = {"quick": N_("quick profile"), "full": N_("full profile")}


@dataclass(frozen=True)
class Mark:
    """How a layer that differs is marked: by a sign, a word and a colour."""

    sign: str
    plain: str  # one column of ASCII
    name: str
    colours: tuple[str, str]  # red, green, blue on the expected side and on the student's


_BLUE, _ORANGE, _VIOLET = "11,87,183", "224,123,29", "109,63,192"
MARKS = {
    "missing": Mark("−", "-", N_("missing"), (_BLUE, _BLUE)),
    "extra": Mark("+", "+", N_("one too many"), (_ORANGE, _ORANGE)),
    "changed": Mark("≠", "*", N_("different"), (_BLUE, _ORANGE)),
    "moved": Mark("↕", "~", N_("in another place"), (_VIOLET, _VIOLET)),
}

SAID_IN_WORDS = ("changed", "timeout", "died", "slow")  # numbers beside each other would tell no more
