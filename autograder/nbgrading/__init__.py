"""nbgrader's doors to the engine: what it calls, and what it keeps in its gradebook. See nbgrader_step.py."""
