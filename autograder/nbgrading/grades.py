"""nbgrader, the grades: what stands in the gradebook is what was decided, and what was not is left to a person.

Both are nbgrader's own preprocessors and a little more: SaveGrades writes, ShowGrades reads for the feedback page.
"""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades, SaveAutoGrades

from autograder.nbgrading.cells import MARK, as_comment


class SaveGrades(SaveAutoGrades):
    """nbgrader's SaveAutoGrades, which also leaves to a person what nobody could grade, and says why."""

    def _add_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._add_score(cell, resources)
        mark = cell.metadata.get(MARK, {})
        where = cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        grade = self.gradebook.find_grade(*where)
        if mark.get("points") is None:
            grade.auto_score = None
        if mark.get("points") is None or mark.get("why"):
            grade.needs_manual_grade = True
        self.gradebook.db.commit()

    def _add_comment(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._add_comment(cell, resources)
        why = cell.metadata.get(MARK, {}).get("why")
        if why:
            where = cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id
            self.gradebook.find_comment(*where).auto_comment = as_comment(why)
            self.gradebook.db.commit()


class ShowGrades(GetGrades):
    """nbgrader's GetGrades, which also tells a score that is not there yet from a zero, and whose a comment is."""

    def _get_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._get_score(cell, resources)
        where = cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        grade = self.gradebook.find_grade(*where)
        cell.metadata.nbgrader["waits"] = grade.auto_score is None and grade.manual_score is None
        cell.metadata.nbgrader["open"] = bool(grade.needs_manual_grade)

    def _get_comment(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._get_comment(cell, resources)
        where = cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        comment = self.gradebook.find_comment(*where)
        cell.metadata.nbgrader["by_hand"] = comment.manual_comment or ""
        cell.metadata.nbgrader["empty"] = comment.auto_comment == "No response."
