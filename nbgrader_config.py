# nbgrader for this course: `nbgrader generate_assignment`, `autograde`, `generate_feedback`, `export` and formgrader.
# Students' folders lie in submitted/<student>/<assignment>/ beside this file. See docs/nbgrader.md.
# In a folder of your own, copy this file there and name the lessons: configure(c, __file__, course="../cnn/solutions").
# (`c` and `__file__` come from nbgrader.)
from autograder.nbgrader_step import configure

c = get_config()  # noqa: F821
configure(c, __file__, course="solutions")
c.CourseDirectory.course_id = "cnn"
