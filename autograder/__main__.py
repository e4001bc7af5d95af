"""The front door: `autograder`, or `python -m autograder`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, or say what to install where only the student's part is there."""
    try:
        from autograder.cli import main as run
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("autograder"):
            raise
        print(f"autograder: {missing.name} is not installed. Type: pip install 'cnnkit[grader]'", file=sys.stderr)
        sys.exit(3)
    run()


if __name__ == "__main__":
    main()
