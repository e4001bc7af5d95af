"""One module a command; cli.py registers each with one line. Imports what is heavy only when it runs."""
