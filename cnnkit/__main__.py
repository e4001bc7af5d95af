"""The student's front door: `cnnkit`, or `python -m cnnkit`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from cnnkit import cli

    sys.exit(cli.run(sys.argv[1:]))


if __name__ == "__main__":
    main()
