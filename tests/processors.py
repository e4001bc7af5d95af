"""This processor without some of its extensions: NumPy sorts equal numbers otherwise there."""

import json
import os
import subprocess
import sys

import numpy as np

FOUND = np.show_config(mode="dicts").get("SIMD Extensions", {}).get("found", [])
# the names of what each has not; NumPy lists them from old to new
PROCESSORS = {"this one": [], "its oldest extension only": FOUND[1:], "none of its extensions": FOUND}


def said_on(processor, code, *args):
    """What a program prints, as JSON, that runs on one of them."""
    said = subprocess.run(
        [sys.executable, "-c", code, *args],
        env={**os.environ, "NPY_DISABLE_CPU_FEATURES": " ".join(PROCESSORS[processor])},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(said.stdout)
