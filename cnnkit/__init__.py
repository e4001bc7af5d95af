"""What a student's notebook imports: instant checks and hints. It holds no answers.

>>> from cnnkit import check, hint
"""

from cnnkit.checking import check, counterexample, hint

__all__ = ["check", "counterexample", "hint"]
