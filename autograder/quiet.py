"""Imports that talk: TensorFlow's libraries write to the error output before anybody can ask them not to."""

from __future__ import annotations

import importlib
import os
import sys
import tempfile


def import_quietly(name: str) -> None:
    """Import a module; what its libraries say is shown only where the import fails.

    Raises:
        ImportError: as the import itself does.
    """
    if name in sys.modules:
        return
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.stderr.flush()
    ours = os.dup(2)
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            importlib.import_module(name)
        except BaseException:
            said.seek(0)
            os.write(ours, said.read())
            raise
        finally:
            sys.stderr.flush()
            os.dup2(ours, 2)
            os.close(ours)
