"""Whose fault it is, is a type."""


class GraderError(Exception):
    """Our fault, or our environment's: the submission stays ungraded and the exit code is 3."""


class CourseError(Exception):
    """The course's fault: a lesson or rubric that cannot be read. Names the file and the mend."""


class SubmissionError(Exception):
    """The submission cannot be read at all: it stays ungraded, with this reason, and the class goes on."""
