"""All that runs in the child: standard library and NumPy only. Its source is no secret; students' code can read it."""
