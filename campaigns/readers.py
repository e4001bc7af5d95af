"""What reads something that may be hostile or damaged, each with what it is fed and what it must answer.

A reader either answers, or raises one of our own exceptions, which it names itself; anything else is a fault.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import stat
import struct
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from hypothesis import strategies as st

from autograder import corpus as corpora
from autograder import store
from autograder.errors import CourseError, GraderError, SubmissionError
from autograder.exports import roster
from autograder.intake import files
from autograder.intake.find import Submission, find, read
from autograder.judge.learnt import FLOOR, decided, training_facts
from autograder.ledger import deadlines, late, regrade_requests, republish, submitted
from autograder.models import train_child
from autograder.models.config import read_model
from autograder.models.difference import compare
from autograder.models.graph import canonical
from autograder.models.refused import ModelRefused
from autograder.models.shapes import measure
from autograder.records import AspectScore, Item, Result, Training
from autograder.reports import class_changes
from autograder.sandbox import answers, wire
from autograder.sandbox.inside import values
from autograder.sandbox.inside.notebook import read_and_rebuild
from autograder.similarity import sources
from campaigns.mutations import damaged, nearly, nearly_json
from campaigns.record import ROOT
from tests.attacks import notebooks
from tests.intake_samples import SKELETON, cells, notebook


@dataclass(frozen=True)
class Reader:
    """examine: raises nothing but AssertionError where something is wrong. examples: what it is called with."""

    name: str
    examine: Callable[[Any], None]
    examples: Callable[[], st.SearchStrategy[Any]]


# --- from the box ---------------------------------------------------------------------------------------------------

SENT = wire.pack((np.zeros((2, 3)), 1))
LINES = {1: ["import numpy as np", "def scale(x):", "    return 1 / 0"]}
VALUES: list[Any] = [1, 0.5, True, None, "text", (1, [2.0, (3,)]), {"a": 1}, np.eye(3), np.zeros((2, 0)), np.arange(4)]


def _described(value: Any) -> tuple[dict[str, Any], bytes]:
    buffers: list[bytes] = []
    head = values.encode(value, buffers, max_bytes=1 << 20)
    return head, b"".join(buffers)


DESCRIBED = [_described(value) for value in VALUES]
HEADS = [head for head, _ in DESCRIBED]


def _reply(head: dict[str, Any], body: bytes) -> dict[str, Any]:
    return {"id": 7, "ok": True, "sizes": [len(body)], "args": [], "value": head}


REPLIES = [_reply(*one) for one in DESCRIBED]
REPLIES += [{"id": 7, "ok": True, "sizes": [0, *SENT.sizes], "args": SENT.heads, "value": {"k": "none"}}]
REPLIES += [{"id": 7, "ok": False, "error": "ValueError", "message": "no", "bases": ["ValueError", "Exception"],
             "trace": [{"cell": 1, "line": 3}]}]  # fmt: skip
REPLIES += [{"id": 7, "ok": True, "model": True}, {"id": 7, "ok": True, "missing": True}, {"id": 7, "ok": True}]
REPLIES += [
    {"id": 7, "ok": True, "defined": ["scale"], "errors": [{"cell": 1, "line": 2, "error": "x", "message": ""}]}
]
BODIES = st.sampled_from([body for _, body in DESCRIBED]) | st.binary(max_size=80)


def a_value(example: tuple[Any, bytes]) -> None:
    with contextlib.suppress(values.Malformed):
        value = values.decode(*example)
        if isinstance(value, np.ndarray):
            assert value.nbytes <= len(example[1])


def a_reply(example: tuple[Any, bytes]) -> None:
    reply, body = example
    if type(reply) is not dict or type(reply.get("ok")) is not bool:
        return  # the frame's own reader has seen to that
    for read_one in (answers.outcome, answers.built):
        with contextlib.suppress(wire.Broken):
            found = read_one(reply, body, SENT, LINES, seconds=0.0)
            assert len(found.message) <= answers.MAX_MESSAGE and len(found.trace) <= answers.MAX_TRACE
    assert answers.defined(reply, ["scale"]) <= {"scale"}
    assert len(answers.load_errors(reply)) <= answers.MAX_ERRORS


@dataclass
class Pipes:
    requests: int
    replies: int
    output: int


def a_frame(example: tuple[bytes, bytes, int, int, bytes]) -> None:
    """The bytes of a reply, its two lengths off by so much, and something behind it."""
    head, body, more_head, more_body, behind = example
    lengths = struct.pack("<II", (len(head) + more_head) % 2**32, (len(body) + more_body) % 2**32)
    taken, requests = os.pipe()
    replies, given = os.pipe()
    output, printed = os.pipe()
    try:
        for descriptor in (requests, replies, output, given):
            os.set_blocking(descriptor, False)
        with contextlib.suppress(BlockingIOError):
            os.write(given, lengths + head + body + behind)
        os.close(given)
        channel = wire.Channel(Pipes(requests, replies, output), wire.Output())
        with mock.patch.object(wire.secrets, "randbits", return_value=7), contextlib.suppress(wire.Broken):
            reply, found = channel.ask({"op": "x"}, deadline=time.monotonic() + 5, max_body=wire.MIN_BODY)
            assert reply["id"] == 7 and len(found) == len(body) + more_body
    finally:
        for descriptor in (taken, requests, replies, output, printed):
            os.close(descriptor)


def frames() -> st.SearchStrategy[Any]:
    off = st.just(0) | st.integers(-3, 3) | st.sampled_from([2**31, -(2**31), 2**32 - 1, wire.MAX_HEAD])
    return st.tuples(nearly_json(REPLIES), BODIES, off, off, st.just(b"") | st.binary(max_size=20))


# --- networks -------------------------------------------------------------------------------------------------------


@functools.cache
def configurations() -> list[Any]:
    """Real ones: what the course's own answers build."""
    found = []
    for name in ("a10_lenet_to_vgg", "a11_inception_resnet"):
        checks = corpora.read(ROOT / "solutions" / name / "reference.safetensors").checks
        for facts in checks.values():
            texts = [case.low.value for case in facts.cases if isinstance(case.low.value, str)]
            found += [json.loads(text) for text in sorted(texts, key=len)[:2] if text.startswith("{")]
    assert found
    return found


@functools.cache
def _wanted() -> Any:
    return canonical(read_model(json.dumps(configurations()[0])))


def a_network(text: bytes) -> None:
    with contextlib.suppress(ModelRefused):
        found = read_model(text)
        measure(found)
        compare(_wanted(), canonical(found))


# --- submitted files ------------------------------------------------------------------------------------------------

PLAIN_NOTEBOOKS = [json.loads(notebook(cells()))]
PLAIN_NOTEBOOKS += [json.loads(one.data) for one in notebooks.FILES if len(one.data) < 9000 and one.points == (9.0, 3.0)
                    and one.suffix == ".ipynb" and one.data[:1] == b"{"]  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp949", "utf-7", "latin-1")
MAGIC: tuple[str, ...] = (
    *("%%time", "%%bash -s x", "%run x.py", "!ls {x} $HOME", "x = !ls", "x = %env", "a?", "??b", "%%html", "/f 1"),
    *(";f 1", ",f a b", "%", "%%", "!", "!!", "get_ipython().system('x')", "\t%cd ..", "if x:\n    !ls"),
)


def a_notebook(example: tuple[bytes, str]) -> None:
    found = read_and_rebuild(SKELETON, example[1], example[0])
    assert json.loads(json.dumps(found)) == found


def submitted_files() -> st.SearchStrategy[Any]:
    def encoded(data: bytes, encoding: str) -> bytes:
        return data.decode("utf-8", "replace").encode(encoding, "replace")

    magic = st.lists(st.sampled_from(MAGIC) | st.text(max_size=12), max_size=8).map("\n".join)
    with_magic = magic.map(lambda source: notebook([*cells(), *cells(add=source)]))
    data = nearly_json(PLAIN_NOTEBOOKS)
    return st.tuples(
        st.one_of(data, with_magic, st.builds(encoded, data, st.sampled_from(ENCODINGS)), magic.map(str.encode)),
        st.sampled_from(["a.ipynb", "a.ipynb", "a.py", "", "x\udcff.ipynb"]),
    )


NAMES: tuple[str, ...] = (
    "kim/a.ipynb",
    "lee/a.ipynb",
    "a.py",
    "../up.ipynb",
    "/top.ipynb",
    "C:\\x.ipynb",
    "김민준/a.ipynb",
    "x/" * 40,
)
NAMES += ("nested.zip", "kim\0/a.ipynb", "\ud800".encode("utf-8", "replace").decode() + ".ipynb", "a/" * 9 + "x.ipynb")
KINDS = (0, stat.S_IFREG | 0o644, stat.S_IFLNK | 0o777, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFDIR | 0o755)


LARGE = b"over the limit once it is inflated, and 20 kB before"


def packed(members: Sequence[tuple[str, bytes, int, int, int]]) -> bytes:
    """An archive of (name, content, kind of file, compression, flags)."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as file:
        for name, data, kind, method, flags in members:
            info = zipfile.ZipInfo(name.split("\0")[0] or "x")
            info.external_attr, info.compress_type = kind << 16, method
            with contextlib.suppress(ValueError), _no_warnings():
                file.writestr(info, bytes(21 << 20) if data == LARGE else data)
                file.infolist()[-1].flag_bits |= flags
    return into.getvalue()


def _no_warnings() -> contextlib.AbstractContextManager[Any]:
    import warnings

    return warnings.catch_warnings(action="ignore")


def an_archive(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "class.zip")
        path.write_bytes(data)
        for one in find([path], "a", known=("a", "b")):
            with contextlib.suppress(SubmissionError):
                assert len(read(one)) <= files.MAX_FILE_BYTES
        assert [one.name for one in Path(name).iterdir()] == ["class.zip"]


def archives() -> st.SearchStrategy[bytes]:
    content = st.one_of(
        st.binary(max_size=30),
        st.just(notebook(cells())),
        st.just(LARGE),
        st.just(packed([("x.ipynb", b"{}", 0, 8, 0)])),
    )
    member = st.tuples(
        st.sampled_from(NAMES),
        content,
        st.sampled_from(KINDS),
        st.sampled_from([0, 8, 8, 12, 14]),
        st.sampled_from([0, 0, 1, 0x800]),
    )
    whole = st.lists(member, max_size=4).map(packed)
    return st.one_of(whole, damaged(whole))


# --- what lies in a folder of results -------------------------------------------------------------------------------

ITEM = Item("scale", 1.5, 2.0, "partial", aspects={"values": AspectScore(1.5, 2.0, 3, 4)}, seconds=0.25)
RESULT = Result("a03", "kim", "graded", 1.5, 2.0, "0.1.0+0", "c0", (ITEM,), notes=("joined",), sandbox="none")
KEY, FILE_KEY = store.key_of(["answers"]), store.key_of(["file"])


@contextlib.contextmanager
def results(*, also: Sequence[Result] = ()) -> Any:
    """A folder of results of one student."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "results")
        kept = store.Store(folder)
        for one in (RESULT, *also):
            kept.keep(one, key=KEY, file_key=FILE_KEY)
        place = Submission("kim", "a03", "x", "a.ipynb", None, Path(name, "a.ipynb"))
        submitted.remember(folder, place, b"data", "en")
        yield folder


def _bytes_of(path: str) -> bytes:
    with results() as folder:
        return (folder / path).read_bytes()


CACHED, PUBLISHED = f"{store.CACHE}/{KEY}.json", "kim/a03.json"


def a_cached_result(data: bytes) -> None:
    """It is what was stored, or nothing at all."""
    with results() as folder:
        whole = (folder / CACHED).read_bytes()
        (folder / CACHED).write_bytes(data)
        found = store.Store(folder).find(KEY)
        assert found is None or data == whole, "believed"


def a_published_result(data: bytes) -> None:
    with results() as folder:
        (folder / PUBLISHED).write_bytes(data)
        with contextlib.suppress(GraderError):
            list(store.results_in(folder))
        store.Store(folder).keep(RESULT, key=KEY)
        assert list(store.results_in(folder)) == [RESULT]  # grading again mends it


def an_alias(data: bytes) -> None:
    with results() as folder:
        (folder / store.CACHE / f"{FILE_KEY}.alias").write_bytes(data)
        key = store.Store(folder).alias(FILE_KEY)
        assert key in (None, KEY) or store.Store(folder).find(str(key)) is None


def whence(data: bytes) -> None:
    with results() as folder:
        (folder / submitted.FOLDER / "kim" / "a03.json").write_bytes(data)
        list(submitted.every(folder))
        found = submitted.recall(folder, "kim", "a03")
        assert found is None or isinstance(found.submission, Submission)


def a_training_record(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        job = train_child.Job("k", "", "fashion", "quick", 0, Path(name))
        job.record.write_bytes(data)
        found = train_child.known(job)
        if found is not None:
            item = decided(Item("net (trained)", 0.0, 3.0, "ungraded"), found, TRAINING, "en")
            assert 0 <= item.points <= 3 and training_facts(found, TRAINING)


def written_answers(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "x.answers")
        path.write_bytes(data)
        found = sources._read_back(path)
        assert found is None or all(isinstance(one, str) for one in found.values())


def a_journal(data: bytes) -> None:
    """Published or refused; and nothing is written outside of the folder."""
    with results() as folder:
        scratch = folder / republish.SCRATCH
        (scratch / "kim").mkdir(parents=True)
        (scratch / PUBLISHED).write_bytes(b"new")
        (scratch / republish.JOURNAL).write_bytes(data)
        before = (folder / PUBLISHED).read_bytes()
        with contextlib.suppress(GraderError):
            republish.finish(folder)
        assert (folder / PUBLISHED).read_bytes() in (before, b"new")
        assert sorted(one.name for one in folder.parent.iterdir()) == ["results"]


def a_record(data: bytes) -> None:
    with results() as folder:
        (folder / republish.RECORD).write_bytes(data)
        found = republish.read_record(folder)
        assert found is None or isinstance(found["changes"], list)
        with contextlib.suppress(GraderError):
            class_changes.read_changes(folder)


def a_request(data: bytes) -> None:
    """Of a student: taken in, or refused in one line."""
    with results() as folder:
        slips = folder.parent / "slips"
        slips.mkdir()
        (slips / "kim.json").write_bytes(data)
        kept, refused = regrade_requests.take_in(slips, folder, [RESULT])
        assert len(kept) + len(refused) == 1
        assert all(line.isprintable() for line in refused)
        assert regrade_requests.requests(folder) == kept


def kept_requests(data: bytes) -> None:
    with results() as folder:
        (folder / regrade_requests.FILE).write_bytes(data)
        with contextlib.suppress(GraderError):
            regrade_requests.requests(folder)


# --- what an instructor writes --------------------------------------------------------------------------------------


def dated(example: tuple[str, bytes]) -> None:
    with results() as folder:
        (folder / deadlines.NAME).write_bytes(example[1])
        found = deadlines.lates(folder, [RESULT], None)
        assert all(0 <= one.penalty <= (RESULT.score or 0) for one in found.by.values())
        assert all(line.isprintable() for line in deadlines.told(found))
    with contextlib.suppress(ValueError):
        late.read_time(example[0], None)


DEADLINES = (
    'time_zone = "Asia/Seoul"',
    '[late]\npolicy = "percent"\npercent_a_day = 10\ngrace_minutes = 15\nfloor_percent = 40',
    "[due]\na03 = 2026-03-15T23:59:00+09:00",
    '[due]\na03 = "2026-03-15 23:59"',
    "[late.a03]\npolicy = 'zero'",
    "[extensions.a03]\nkim = { days = 2, hours = 12 }",
    '[extensions.a03]\nkim = "2026-04-01T00:00Z"',
    "[handed_in.a03]\nkim = 2026-03-16T08:00:00Z",
    "[handed_in.a03]\nkim = 2026-03-16",
    'due = 3\nlate = "x"',
    "x = 1e400\ny = -nan",
    "[extensions.a03]\nkim = { days = 1e300 }",
)
TIMES = ("2026-03-15 23:59:00 KST", "2026-03-15T23:59:00+09:00", "9999-12-31T23:59:59-23:59", "0001-01-01 00:00 UTC")


def files_of_deadlines() -> st.SearchStrategy[Any]:
    text = st.lists(st.sampled_from(DEADLINES) | st.text(max_size=10), max_size=5).map("\n".join)
    encoded = text.map(lambda one: one.encode("utf-8", "surrogatepass"))
    return st.tuples(st.sampled_from(TIMES) | st.text(max_size=40), st.one_of(encoded, damaged(encoded)))


@functools.cache
def _corpus() -> bytes:
    return (ROOT / "solutions" / "a04_pooling" / "reference.safetensors").read_bytes()


def a_corpus(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "reference.safetensors")
        path.write_bytes(data)
        with contextlib.suppress(CourseError):
            corpora.read(path)


def corpora_on_disk() -> st.SearchStrategy[bytes]:
    """Bytes overwritten, and an index that says something else."""
    data = _corpus()
    n_head = int.from_bytes(data[:8], "little")
    head = json.loads(data[8 : 8 + n_head])
    facts = json.loads(head["__metadata__"]["cnnkit"])
    index = json.loads(facts["index"])
    for one in index.values():  # enough to be changed, and quick to read
        del one["cases"][4:], one["mistakes"][2:]

    def with_index(changed: Any) -> bytes:
        text = json.dumps(facts | {"index": json.dumps(changed)})
        new = json.dumps(head | {"__metadata__": {"cnnkit": text}}).encode()
        return len(new).to_bytes(8, "little") + new + data[8 + n_head :]

    return st.one_of(damaged(st.just(data)), nearly([index]).map(with_index))


ROSTERS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,a03 (1)\nPoints Possible,,,,,2\nkim,1,k,kim@x,S,\n",
    "First name,Surname,ID number,Email address\nkim,min,1,kim@x\n",
)


def a_roster(data: bytes) -> None:
    with contextlib.suppress(CourseError):
        roster.parse(data, "roster.csv")


def rosters() -> st.SearchStrategy[bytes]:
    whole = st.sampled_from(
        [text.encode(encoding) for text in ROSTERS for encoding in ("utf-8-sig", "utf-16", "cp949")]
    )
    return st.one_of(damaged(whole), st.binary(max_size=60))


def _json_of(path: str) -> st.SearchStrategy[bytes]:
    return nearly_json([json.loads(_bytes_of(path))])


REQUEST = {
    "request": 1,
    "code": "DXFV-67Q0",
    "assignment": "a03",
    "function": "scale",
    "text": "why?",
    "student": "kim",
}
KEPT = {"version": 1, "requests": [asdict(regrade_requests.Request("A", "c", "kim", "a03", "scale", "why?"))]}
RECORDS = [{"version": 1, "when": "2026", "changes": [
    {"student": "kim", "assignment": "a03", "before": 1.0, "after": 2.0, "why": "x", "way": "up"}]}]  # fmt: skip
TRAINING = Training("fashion", 3.0, (), {"quick": 0.8}, {FLOOR: {"quick": 0.5}})
TRAINED = [{"status": "trained", "profile": "quick", "accuracy": 0.9, "curve": [0.1, 0.9], "seconds": 3.0}]
TRAINED += [{"status": "failed", "profile": "quick", "reason": "nan", "curve": []}]
JOURNAL = [[{"path": PUBLISHED, "before": "", "after": ""}]]

READERS = [
    Reader("frame decoder", a_frame, frames),
    Reader("values", a_value, lambda: st.tuples(nearly(HEADS), BODIES)),
    Reader("answers", a_reply, lambda: st.tuples(nearly(REPLIES), BODIES)),
    Reader("networks", a_network, lambda: nearly_json(configurations())),
    Reader("notebooks", a_notebook, submitted_files),
    Reader("archives", an_archive, archives),
    Reader(
        "cached results", a_cached_result, lambda: st.one_of(_json_of(PUBLISHED), damaged(st.just(_bytes_of(CACHED))))
    ),
    Reader("published results", a_published_result, lambda: _json_of(PUBLISHED)),
    Reader("aliases", an_alias, lambda: damaged(st.just(KEY.encode()))),
    Reader("where results came from", whence, lambda: _json_of(f"{submitted.FOLDER}/kim/a03.json")),
    Reader("training records", a_training_record, lambda: nearly_json(TRAINED)),
    Reader("written answers", written_answers, lambda: nearly_json([{"scale": "def scale(): pass"}])),
    Reader("regrade journal", a_journal, lambda: nearly_json(JOURNAL)),
    Reader("regrade record", a_record, lambda: nearly_json(RECORDS)),
    Reader("request slips", a_request, lambda: nearly_json([REQUEST])),
    Reader("kept requests", kept_requests, lambda: nearly_json([KEPT])),
    Reader("deadlines.toml", dated, files_of_deadlines),
    Reader("corpus", a_corpus, corpora_on_disk),
    Reader("rosters", a_roster, rosters),
]
BY_NAME = {reader.name: reader for reader in READERS}
