"""What a student may try from a box with Keras: against the template, against the next student, against the grader.

Each source defines `net`, which the grader asks for a network, and does its harm while the cells are loaded or
while it is asked. Whatever it does, the next student's box and the next network must be as if it had never been.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.attacks.attack import code

HONEST = code("""
import keras
def net():
    image = keras.Input((8, 8, 1))
    return keras.Model(image, keras.layers.Conv2D(4, 3)(image))
""")


@dataclass(frozen=True)
class Attack:
    name: str
    source: str  # put behind HONEST
    kinds: tuple[str, ...] = ("value",)  # what asking for `net` may come to


def on_call(name: str, body: str, *kinds: str) -> Attack:
    """It waits until the network is asked for."""
    lines = "\n".join(f"    {line}" for line in code(body).splitlines())
    return Attack(name, f"import os, sys, time, threading, ctypes\nhonest = net\ndef net():\n{lines}", kinds)


AGAINST_THE_TEMPLATE = [
    on_call("signals-everybody", """
        for number in (-1, 0, 1, 2, 3, os.getppid(), os.getpgrp()):
            for signal in (9, 15, 19):
                try: os.kill(number, signal)
                except OSError: continue
                else: os._exit(7)
        return honest()
        """, "value"),
    on_call("traces-the-template", """
        libc = ctypes.CDLL(None, use_errno=True)
        for number in range(64):
            if libc.ptrace(16, number, 0, 0) == 0: os._exit(7)
            address = ctypes.create_string_buffer(64)
            if libc.process_vm_readv(number, address, 1, address, 1, 0) > 0: os._exit(7)
        return honest()
        """, "value"),
    on_call("asks-the-template", """
        import socket
        for number in range(3, 256):
            try: socket.socket(fileno=os.dup(number)).send(b"{}")
            except OSError: pass
        return honest()
        """, "value"),
    on_call("gets-its-rights-back", """
        libc = ctypes.CDLL(None, use_errno=True)
        calls = [libc.unshare(flag) for flag in (0x20000, 0x10000000, 0x20000000, 0x40000000)]
        calls += [libc.setns(0, 0), libc.umount2(b"/tmp", 2), libc.mount(None, b"/", None, 4128, None)]
        calls += [libc.prctl(option, 1, 1, 1, 1) for option in (4, 8, 28)]
        calls += [libc.setuid(0), libc.capset(b"", b"")]
        if 0 in calls: os._exit(7)
        return honest()
        """, "value"),
    on_call("forks", "os.fork()", "raised"),
    on_call("forks-past-libc", """
        if ctypes.CDLL(None).syscall(56, 17, 0, 0, 0, 0) >= 0: os._exit(7)
        return honest()
        """, "value"),
    on_call("closes-everything", "os.closerange(0, 256)\nreturn honest()", "died"),
    on_call("crashes", "ctypes.string_at(0)", "died"),
    on_call("leaves", "os._exit(0)", "died"),
]  # fmt: skip
AGAINST_THE_NEXT = [
    Attack("patches-keras", code("""
        import builtins, json
        for module in (keras, keras.layers, keras.Model, keras.KerasTensor, json):
            for name in list(vars(module)):
                if not name.startswith("__"):
                    try: setattr(module, name, lambda *args, **kwargs: None)
                    except BaseException: pass
        """), ("value", "raised", "died")),
    Attack("changes-keras-settings", code("""
        keras.config.set_floatx("float64"); keras.config.set_image_data_format("channels_first")
        keras.utils.get_custom_objects()["Conv2D"] = keras.layers.Dense
        """), ("value", "raised")),
    Attack("leaves-files", code("""
        import os
        for folder in ("/tmp", "/dev/shm", "/", "/sp", "/sp/keras", "/w/inside"):
            for name in ("left", "keras.py", "sitecustomize.py", "keras.json"):
                try: open(f"{folder}/{name}", "w").write("raise SystemExit")
                except OSError: pass
        """)),
    Attack("fills-tmp", code("""
        import os
        try:
            for number in range(100): open(f"/tmp/{number}", "wb").write(bytes(4 << 20))
        except OSError: pass
        try:
            for number in range(10**5): os.mkdir(f"/tmp/d{number}")
        except OSError: pass
        """)),
    Attack("leaves-threads", code("""
        import threading, time
        for _ in range(200):
            try: threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
            except RuntimeError: break
        """), ("value", "died", "raised")),
    Attack("takes-all-memory", code("""
        kept = []
        try:
            while True: kept.append(bytearray(64 << 20))
        except MemoryError: pass
        """), ("value", "died", "raised")),
    on_call("never-answers", "time.sleep(600)", "timeout"),
    on_call("never-ends", "while True: pass", "timeout"),
    on_call("floods", "while True: os.write(1, bytes(1 << 20))", "died", "timeout"),
]  # fmt: skip
AGAINST_THE_GRADER = [
    on_call("forges-a-network", r"""
        import struct
        body = b'{"class_name": "Functional"}'
        head = b'{"id":1,"ok":true,"model":true}'
        os.write(4, struct.pack("<II", len(head), len(body)) + head + body)
        return honest()
        """, "died"),
    on_call("a-megabyte-of-names", """
        x = image = keras.Input((8, 8, 1))
        for number in range(60): x = keras.layers.Activation("relu", name="x" * 20_000 + str(number))(x)
        return keras.Model(image, x)
        """, "value", "raised"),
    on_call("a-model-that-describes-itself", """
        class Net(keras.Sequential):
            def to_json(self): return "[" * 10**6
            inputs = property(lambda self: os._exit(1))
        return Net()
        """, "value", "died"),
    on_call("lies-about-its-class", """
        class Liar:
            __class__ = property(lambda self: keras.KerasTensor)
            __getattr__ = lambda self, name: self
            __call__ = lambda self, *args: self
        return Liar()
        """, "value", "raised"),
    on_call("a-name-of-a-megabyte", "return type('x\\x1b[2J' * 10**5, (), {})()", "value"),
]  # fmt: skip
ATTACKS = [*AGAINST_THE_TEMPLATE, *AGAINST_THE_NEXT, *AGAINST_THE_GRADER]
