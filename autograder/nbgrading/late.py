"""nbgrader's door to ledger/late.py: the plugin that its AssignLatePenalties asks, and due dates for its gradebook.

In nbgrader_config.py:

    c.AssignLatePenalties.plugin_class = "autograder.nbgrading.late.LatePolicy"
    c.LatePolicy.deadlines = "deadlines.toml"

or, without such a file, c.LatePolicy.penalty_method = "percent" with percent_a_day, grace_minutes and floor_percent.
"""

from __future__ import annotations

from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import BasePlugin
from traitlets import Enum, Float, Unicode

from autograder.ledger import deadlines
from autograder.ledger.late import METHODS, Policy


class LatePolicy(BasePlugin):
    """Deducts what the policy says. nbgrader itself counts the seconds, with its due dates and extensions."""

    penalty_method = Enum(METHODS, "none", help="none, zero, or percent for each day begun").tag(config=True)
    percent_a_day = Float(0.0, help="percent of the student's score for each day begun").tag(config=True)
    grace_minutes = Float(0.0, help="so much lateness costs nothing").tag(config=True)
    floor_percent = Float(0.0, help="so many percent of the score stay however late it is").tag(config=True)
    deadlines = Unicode("", help="a deadlines.toml whose [late] is used instead of the options above").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """The points to deduct; None where there is nothing to deduct, as nbgrader wants it."""
        try:
            return self.policy().penalty(score, total_seconds_late) or None
        except ValueError as error:  # raised here, it would cost the student the whole grade
            self.log.error("Nothing is deducted, because the late policy cannot be: %s", error)
            return None

    def policy(self) -> Policy:
        """The policy for the assignment at hand, which only nbgrader's preprocessor knows."""
        if not self.deadlines:
            return Policy(self.penalty_method, self.percent_a_day, self.grace_minutes, self.floor_percent)
        assignment = getattr(self.parent, "assignment_id", "")
        said = deadlines.read(Path(self.deadlines), [assignment] if assignment else [])
        for problem in said.problems:  # not the strangers: the file has the assignments of the whole course
            self.log.warning("%s: %s", self.deadlines, problem)
        return said.policy(assignment)


def fill_gradebook(gradebook: Gradebook, said: deadlines.Deadlines) -> list[str]:
    """Write due dates and extensions into nbgrader's gradebook.

    Returns: a line for each thing that the gradebook does not know yet; it can be filled again later.
    """
    unknown = []
    for assignment, due in sorted(said.due.items()):
        gradebook.update_or_create_assignment(assignment, duedate=due)  # it keeps UTC without a zone
    for (student, assignment), extension in sorted(said.extensions.items()):
        try:
            gradebook.grant_extension(assignment, student, minutes=extension.total_seconds() / 60)
        except MissingEntry:
            unknown.append(f"{student} has handed in no {assignment} yet; fill the gradebook again then")
    return unknown
