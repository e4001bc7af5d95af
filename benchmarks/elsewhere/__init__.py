"""The same assignment for other graders: stock nbgrader and Otter-Grader. See ../README.md."""
