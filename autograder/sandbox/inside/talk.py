"""Talks with an object line by line, as a rubric says; promises what the last line answers.

A line is Python of a few kinds: `layer = Affine(W, b)`, `layer.forward(x)`, `layer.dW`, `net.gradient(x, t)["W1"]`,
and `net.params[...] = params`, which fills the arrays that are there. A name with a capital that is called is the
class; any other name that no line gave a meaning to is an argument, `W` like `b`. Runs on both sides of the wire and
in the student's kernel: standard library only.
"""

import ast
from functools import cache


def talk(make, args, steps):
    """Say one line after the other.

    Args:
        make: the class, or whatever makes the object; where the lines call several classes, a dict of them.
        args: the values of `parameters(steps)`.
        steps: the lines.

    Returns:
        what the last line answers.

    >>> talk(list, ([3, 1, 2],), ["row = List(numbers)", "row.sort()", "row[0]"])
    1
    >>> talk(complex, (3, 4), ["z = Complex(re, im)", "z.imag"])
    4.0
    """
    names = dict(zip(parameters(steps), args, strict=True))
    answer = None
    for line in steps:
        node = _parsed(line)
        if type(node) is ast.Expr:
            answer = _value(node.value, names, make)
        elif type(node.targets[0]) is ast.Name:
            answer = names[node.targets[0].id] = _value(node.value, names, make)
        else:
            _fill(_value(node.targets[0].value, names, make), _value(node.value, names, make))
    return answer


def parameters(steps):
    """The arguments of a talk, in the order in which they are first named.

    >>> parameters(["net = Net(size)", "net.params[...] = params", "net.loss(x, size)"])
    ['size', 'params', 'x']
    >>> parameters(["affine = Affine(W, b)", "affine.W"])
    ['W', 'b']
    """
    found: dict = {}
    given: set = set()
    for line in steps:
        node = _parsed(line)
        called = _classes(node)
        said = [part for part in ast.walk(node) if type(part) is ast.Name]
        for name in sorted(said, key=lambda part: part.col_offset):
            if name.id not in given and type(name.ctx) is ast.Load and name not in called:
                found[name.id] = None
        given |= {name.id for name in said if type(name.ctx) is ast.Store}
    return list(found)


def classes(steps):
    """The classes that a talk calls, in order.

    >>> classes(["net = Net(size)", "optimizer = Adam(0.1)", "optimizer.update(net.params, net.gradient())"])
    ['Net', 'Adam']
    """
    return list(dict.fromkeys(part.id for line in steps for part in _classes(_parsed(line))))


def _class(make, name):
    if type(make) is not dict:
        return make
    if make.get(name) is None:
        raise NameError(f"name '{name}' is not defined")
    return make[name]


@cache
def _parsed(line):
    (node,) = ast.parse(line).body
    return node


def _classes(node):
    """The names of classes that are called in a line."""
    called = [part.func for part in ast.walk(node) if isinstance(part, ast.Call)]
    return [function for function in called if _is_class(function)]


def _is_class(node):
    return isinstance(node, ast.Name) and node.id[0].isupper()


def _value(node, names, make):
    kind = type(node)
    if kind is ast.Name:
        return names[node.id]
    if kind is ast.Constant:
        return node.value
    if kind is ast.Attribute:
        return getattr(_value(node.value, names, make), node.attr)
    if kind is ast.Subscript:
        return _value(node.value, names, make)[_value(node.slice, names, make)]
    if kind is ast.Call:
        function = _class(make, node.func.id) if _is_class(node.func) else _value(node.func, names, make)
        args = [_value(arg, names, make) for arg in node.args]
        return function(*args, **{word.arg: _value(word.value, names, make) for word in node.keywords})
    raise SyntaxError(f"no line of a talk holds a {kind.__name__}")


def _fill(held, given):
    """Put numbers into the arrays that an object holds: whoever else holds these arrays sees them, too."""
    if type(given) is not dict:
        held[...] = given
        return
    for key in given:
        _fill(held[key], given[key])


def check_line(line):
    """Whether a line is one that `talk` can say; raises SyntaxError where it is none."""
    (node,) = ast.parse(line).body
    if type(node) is ast.Assign and len(node.targets) == 1:
        target = node.targets[0]
        fills = type(target) is ast.Subscript and type(target.slice) is ast.Constant and target.slice.value is ...
        if type(target) is not ast.Name and not fills:
            raise SyntaxError("a line of a talk gives a name to something, or fills it: thing[...] = numbers")
        parts = [node.value, *([target.value] if isinstance(target, ast.Subscript) else [])]
    elif type(node) is ast.Expr:
        parts = [node.value]
    else:
        raise SyntaxError(f"a line of a talk is no {type(node).__name__}")
    allowed = (ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.Call, ast.keyword, ast.Load)
    for part in parts:
        for inner in ast.walk(part):
            if not isinstance(inner, allowed):
                raise SyntaxError(f"no line of a talk holds a {type(inner).__name__}")
