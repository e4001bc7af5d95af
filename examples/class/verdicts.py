"""Compares the results of the bundled class with the verdicts that it must get.

    autograder grade examples/class/submitted -o build/results --no-train
    python examples/class/verdicts.py build/results             show every difference; exit 1 if there is one
    python examples/class/verdicts.py build/results --accept    write them down, once each has been looked at

expected.json holds for each "<student>/<assignment>" what it is, its status and score, and for each function
[status, points, mistake]. Points for networks that learn wait in it: an accuracy may differ from machine to machine.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
EXPECTED = HERE / "expected.json"

Verdict = dict[str, Any]


def found(results: Path) -> dict[str, Verdict]:
    """The verdicts in a folder that `autograder grade -o` wrote."""
    verdicts = {}
    for path in sorted(results.glob("[!.]*/*.json")):
        result = json.loads(path.read_text("utf-8"))
        items = {item["name"]: [item["status"], item["points"], item["mistake"]] for item in result["items"]}
        one = {"status": result["status"], "score": result["score"], "items": items}
        verdicts[f"{result['student']}/{result['assignment']}"] = one
    return verdicts


def expected() -> dict[str, Verdict]:
    """The verdicts that the class must get."""
    return json.loads(EXPECTED.read_text("utf-8")) if EXPECTED.exists() else {}


def differences(wanted: Verdict | None, got: Verdict | None) -> list[str]:
    """What differs between two verdicts on one submission, a line each."""
    if wanted is None or got is None:
        return ["is not in expected.json" if wanted is None else "has no result"]
    lines = []
    for key in ("status", "score"):
        if wanted[key] != got[key]:
            lines.append(f"{key}: expected {wanted[key]}, found {got[key]}")
    for name in {**wanted["items"], **got["items"]}:
        one, other = wanted["items"].get(name), got["items"].get(name)
        if one != other:
            lines.append(f"{name}: expected {one}, found {other}")
    return lines


def write(verdicts: dict[str, Verdict]) -> None:
    """A line for each function, so that a change of one shows as a change of one."""
    from make import all_written

    what = {one.key: one.head["what"] for one in all_written()}
    blocks = []
    for key, verdict in sorted(verdicts.items()):
        items = [f"   {_json(name)}: {_json(item)}" for name, item in verdict["items"].items()]
        head = {"what": what.get(key, ""), "status": verdict["status"], "score": verdict["score"]}
        lines = [f"  {_json(name)}: {_json(value)}," for name, value in head.items()]
        blocks.append("\n".join([f" {_json(key)}: {{", *lines, '  "items": {', ",\n".join(items), "  }", " }"]))
    EXPECTED.write_text("{\n" + ",\n".join(blocks) + "\n}\n", "utf-8")


def _json(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_json, value))}]"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False)


def main() -> None:
    wanted, got = expected(), found(Path(sys.argv[1]))
    different = 0
    for key in sorted({**wanted, **got}):
        for line in differences(wanted.get(key), got.get(key)):
            print(f"{key}: {line}")
            different += 1
    if "--accept" in sys.argv[2:]:
        write(got)
        print(f"wrote {EXPECTED}. Now: python {Path(__file__).with_name('make.py')}")
    elif different:
        sys.exit(1)


if __name__ == "__main__":
    main()
