"""What a student's notebook imports: instant checks and hints, images, and a training loop. It holds no answers.

>>> from cnnkit import check, fit, hint, load
"""

from cnnkit.checking import check, counterexample, hint
from cnnkit.fit import fit
from cnnkit.load import load

__all__ = ["check", "counterexample", "fit", "hint", "load"]
