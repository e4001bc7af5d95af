"""The code on a student's receipt: `cnnkit submit` prints it, the grader checks it. Standard library only.

Whoever has the notebook can compute its code again, so that a request for a regrade needs nothing else.
"""

from __future__ import annotations

import hashlib
import re

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: nothing that is read for something else
_MISREAD = str.maketrans("OIL", "011")


def receipt_code(assignment: str, sha256: str) -> str:
    """Eight letters for a notebook: the first 40 bits of the hash of its assignment and its own hash.

    >>> receipt_code("a03_convolution", hashlib.sha256(b"").hexdigest())
    'DXFV-67Q0'
    """
    bits = int.from_bytes(hashlib.sha256(f"{assignment}\n{sha256}".encode("utf-8", "replace")).digest()[:5], "big")
    letters = "".join(LETTERS[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def read_code(typed: str) -> str | None:
    """A code as a person types it, the way it is printed; None where it is none.

    >>> read_code(" dxfv67qo "), read_code("DXFV-67Q"), read_code("../../etc")
    ('DXFV-67Q0', None, None)
    """
    if len(typed) > 40:
        return None
    letters = re.sub(r"[\s-]", "", typed).upper().translate(_MISREAD)
    if len(letters) != 8 or not set(letters) <= set(LETTERS):
        return None
    return f"{letters[:4]}-{letters[4:]}"
