"""Made-up grading that kills its process: in a module of its own, because each new worker imports it."""

import os
import signal

from autograder.records import Result


def grade_or_die(job):
    """Leave a note for every try; a killer never comes back, an unlucky one not from its first try."""
    student = job.submission.student
    tries = len(list(job.results.glob(f"{student} *"))) + 1
    (job.results / f"{student} {tries}").touch()
    if student.startswith("killer") or (student.startswith("unlucky") and tries == 1):
        os.kill(os.getpid(), signal.SIGKILL)
    return Result("b01_scale", student, "ungraded", None, 1, "", "", ())
