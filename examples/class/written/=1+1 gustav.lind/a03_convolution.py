# kind: hostile
# what: floods the output; exceptions with HTML, ANSI and spreadsheet formulas in name and text
# language: en
# %% conv2d
import sys

def conv2d(x, W, b=None, stride=1, pad=0):
    while True:
        sys.stdout.write("=HYPERLINK(0) \x1b[2J" * 100_000)
# %% relu
class Formula(Exception):
    def __str__(self):
        return "=cmd|' /C calc'!A0 <img src=x onerror=alert(1)> \x1b]0;owned\x07\x1b[31m \u202e ]]> </script>"

Formula.__name__ = Formula.__qualname__ = "=SUM(1+1)<b>"

def relu(x):
    raise Formula()
# %% conv_relu
class Unprintable(BaseException):
    def __str__(self): raise self
    def __repr__(self): sys.exit(0)
    __getattribute__ = None

def conv_relu(x, W, b=None, stride=1, pad=0):
    raise Unprintable
