"""Calls a function that builds a network and describes what it answered; promises `model.to_json()` or what it is.

Feature maps among the arguments become symbolic inputs.
"""

import keras

from . import calls, report, values
from .weightless import shapes_only

MAX_TEXT = 1 << 20  # bytes; one more is sent where there are more, so that the grader sees it

# by names that a student's patch does not reach
_Input, _Model, _Sequential, _Tensor = keras.Input, keras.Model, keras.Sequential, keras.KerasTensor
_a_map = keras.Input((1,))
_Functional = type(keras.Model(_a_map, _a_map))


def build(namespace, head, body):
    """Head and body of the reply to one `build` request."""
    function = calls.find(namespace, head["name"])
    if function is None:
        return {"ok": False, "missing": True}, b""
    args = values.decode({"k": "list", "v": head["args"]}, body)
    try:
        try:
            with shapes_only():
                answer = _answer(function, args)
        except Exception as error:
            if not _asks_for_values(error):
                raise
            answer = _answer(function, args)
    except BaseException as error:  # also sys.exit() and KeyboardInterrupt
        return report.of_call(error), b""
    if type(answer) is str:
        text = answer.encode("utf-8", "replace")[: MAX_TEXT + 1]
        return {"ok": True, "model": True}, text
    return {"ok": True, "model": False, "what": answer[0]}, b""


def _answer(function, args):
    """The text of the model that the function built, or the name of what it returned, in a list."""
    inputs: list = []
    value = function(*[_symbolic(arg, inputs) for arg in args])
    try:
        return _text(value, inputs)
    except Exception:
        return [report.type_name(value)]


def _asks_for_values(error):
    """Whether code that is right elsewhere could end so in the scope, such as a gradient of the weights."""
    return isinstance(error, AttributeError) or "stateless scope" in report.message(error, report.MAX_MESSAGE)


def _symbolic(arg, inputs):
    if type(arg) in (list, tuple):
        return type(arg)(_symbolic(item, inputs) for item in arg)
    if type(arg) is not values.FeatureMap:
        return calls.lay_out(arg, "C")
    inputs.append(_Input(arg.shape))
    return inputs[-1]


def _text(value, inputs):
    many = isinstance(value, (list, tuple))
    outputs = list(value) if many else [value]
    if outputs and inputs and all(isinstance(output, _Tensor) for output in outputs):
        try:
            value = _Model(inputs, outputs if many else value)
        except ValueError:
            return ["tensor that was not made from the input"]
    if isinstance(value, (_Functional, _Sequential)):
        try:
            return _plain(value).to_json()
        except Exception:  # a class of the student's own in it says nothing of itself, or raises whatever it likes
            return ["model with a class of its own in it"]
    if isinstance(value, _Model):
        return ["subclassed model"]
    if many and 0 < len(outputs) <= 4:
        return [f"{report.type_name(value)} of {', '.join(map(report.type_name, outputs))}"]
    return [report.type_name(value)]


def _plain(model):
    """The same layers without what compiling or a class of the student's own would add to the text."""
    if type(model) in (_Functional, _Sequential) and not model.compiled:
        return model
    try:
        return _Model(model.inputs, model.outputs)
    except (AttributeError, ValueError):  # it does not know its input yet
        return _Sequential(model.layers)
