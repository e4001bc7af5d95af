"""cnnkit's autograder: theory of operation.

**The way of a submission.** It flows one way, and each folder here is one stage of it:

    submission -> intake/ -> sandbox/ -> judge/  -> reports/
                  read,      student's   compare,   one module
                  repair     code        score      a format
                                         models/
                                         networks as graphs

`pipeline.py` puts the stages in order and alone imports them all. Facts pass between them as the frozen
records of `records.py`; whose fault something is, is a type of `errors.py`.

**Processes.** The grader (trusted) holds the hidden corpus, the course's code and the results. For each
submission it starts one box (bubblewrap) and speaks to the process inside over two pipes. Nothing else
connects them.

**Rights.** The process in the box sees an interpreter, NumPy (or Keras with what it needs) and an empty
/tmp. It has no network, no other process, no home, no environment, no course. It never holds an expected
value, a solution, a result or another student, and of the hidden cases only the arguments, a few calls ahead.
All it can say is "my answer to call 7 is this array".

**Phases in the box.** (1) start, and say hello; a box that does not get this far is our fault. (2) read:
parse the submitted notebook, before any student code, with the standard library only. (3) harden: the second
seccomp filter, after which there is no new process, no exec and no socket. (4) load: run the student's cells.
(5) calls: one frozen case after the other. A call that hangs or dies costs that call; the box is started
anew and the next function is graded.

**Forked boxes.** Most of what a box costs is importing NumPy, and importing Keras takes seconds. So a grader process
keeps, for each, one box that has done so and runs our own code only: the template. It forks a process for each
submission, which goes into namespaces, a /tmp and limits of its own, gives up every right, and is then a box like any
other. It sees no template and no other fork. The first box with NumPy is started, for a lone `grade` needs no other.
Where namespaces are forbidden, every box is started.

**Boxes without namespaces.** Where a machine forbids them, the process shuts itself in before it says hello: Landlock
for files, the same filters and limits, another user where the grader is root (sandbox/levels.py). Every result names
the level that it was graded at.

**Judging.** Every answer is decoded strictly (sandbox/inside/values.py) and compared in the grader. The
frozen corpus (corpus.py) knows what every named mistake answers, so that a mistake is recognised from
behaviour. The smallest wrong case is searched for with Hypothesis against the live process.

**Networks.** A student's function that builds one answers with the text of `model.to_json()`, no more. models/
reads that text by an allow-list, without Keras, and compares graphs. Where a network is also trained, the grader
rebuilds it from its canonical graph, in a child process, after the whole class is graded: `training.py` trains
each different network once and shares what came of it. Until then its points wait; they are never a zero.

**Classes, and learning by one's own code.** A class is graded by talks: lines that make an object and speak with it,
said in the box (sandbox/inside/talk.py). Where its objects also learn, the student's own code trains in a box of its
own (judge/taught.py). A project is put together from a student's functions by course code (assembling.py): a trusted
child asks the functions, each in the box, and one that is not right is replaced by the course's.

**Many at once.** fleet.py grades a class with local processes, cluster.py with those of a Dask cluster; nobody else
knows the difference. Machines get one submission at a time and answer with the text of a result; the grader alone
writes.

**What becomes of grades.** ledger/ keeps what was handed in when, deadlines, regrades and requests; exports/ writes
for other systems; nbgrading/ stands behind nbgrader's doors; similarity/ is for a person to read.

**Faults.** A `GraderError` is ours: the submission stays ungraded, the exit code is 3. A `SubmissionError`
means that nothing could be read: ungraded too, with the reason, and the class goes on.

**The course.** `lessons.py` loads an instructor's folder, `rubric.py` is what its checks.py is written in,
`course/` turns lessons into assignments and lints them. The engine names no lesson and no layer.
"""

__version__ = "0.1.0"
