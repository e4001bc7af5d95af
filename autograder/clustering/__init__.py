"""A class graded on many machines: behind autograder/cluster.py."""
