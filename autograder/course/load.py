from autograder.lessons import *  # noqa: F403
from autograder.lessons import definitions, lesson, lessons, load  # noqa: F401
