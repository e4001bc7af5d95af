"""Long runs that look for a lost grade: `make soak kill full-disk repeat fuzz`.

Each module is a script with --seconds, --times and --seed that tells a line a phase and a total, writes
benchmarks/results/<name>.json and .md, and exits with 1 where something is not as it must be. tests/test_campaigns.py
runs each of them in short.
"""
