from autograder.rubric import *  # noqa: F403
from autograder.rubric import Aspect, Check, Speed  # noqa: F401
