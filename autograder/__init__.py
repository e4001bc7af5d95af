"""cnnkit's autograder: theory of operation.

**The way of a submission.** It flows one way, and each folder here is one stage of it:

    submission -> intake/ -> sandbox/ -> judge/ -> reports/
                  read,      student's   compare,  one module
                  repair     code        score     a format

`pipeline.py` puts the stages in order and alone imports them all. Facts pass between them as the frozen
records of `records.py`; whose fault something is, is a type of `errors.py`.

**Processes.** The grader (trusted) holds the hidden corpus, the course's code and the results. For each
submission it starts one box (bubblewrap) and speaks to the process inside over two pipes. Nothing else
connects them.

**Rights.** The process in the box sees an interpreter, NumPy and an empty /tmp. It has no network, no other
process, no home, no environment, no course. It never holds an expected value, a hidden case before its call,
a solution, a result or another student. All it can say is "my answer to call 7 is this array".

**Phases in the box.** (1) start, and say hello; a box that does not get this far is our fault. (2) read:
parse the submitted notebook, before any student code, with the standard library only. (3) harden: the second
seccomp filter, after which there is no new process, no exec and no socket. (4) load: run the student's cells.
(5) calls: one frozen case after the other. A call that hangs or dies costs that call; the box is started
anew and the next function is graded.

**Judging.** Every answer is decoded strictly (sandbox/inside/values.py) and compared in the grader. The
frozen corpus (corpus.py) knows what every named mistake answers, so that a mistake is recognised from
behaviour. The smallest wrong case is searched for with Hypothesis against the live process.

**Faults.** A `GraderError` is ours: the submission stays ungraded, the exit code is 3. A `SubmissionError`
means that nothing could be read: ungraded too, with the reason, and the class goes on.

**The course.** `lessons.py` loads an instructor's folder, `rubric.py` is what its checks.py is written in,
`course/` turns lessons into assignments and lints them. The engine names no lesson and no layer.
"""

__version__ = "0.1.0"
