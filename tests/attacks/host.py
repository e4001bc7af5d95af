"""System calls that lead out of a box: each must be refused, and the answer stays right."""

from tests.attacks.attack import Attack, code, finds_nothing

# x86_64's numbers; on another machine the same calls are tried through libc where Python has them.
CALLS = """
import ctypes, mmap, os, platform
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(4096)
def works(number, *args):
    "Did the kernel do it?"
    if platform.machine() != "x86_64": return False
    return libc.syscall(number, *(ctypes.c_long(arg) for arg in args)) >= 0
"""


def refused(name, goal, tries):
    """`tries` is a list of (number, argument, ...)."""
    return finds_nothing(name, goal, f"{CALLS}\ndef found(x, factor, shift):\n    at = ctypes.addressof(buffer)\n"
                                     f"    return [call for call in {tries} if works(*call)]")  # fmt: skip


ATTACKS = [
    refused("new-processes", "start a process", "[(57,), (58,), (56, 17), (56, 0x10000000), (435, at, 88)]"),
    refused("new-programs", "run a program", "[(59, at, 0, 0), (322, 0, at, 0, 0, 0x1000)]"),
    refused("sockets", "reach a network", "[(41, f, 1, 0) for f in (1, 2, 10, 16, 17, 38, 40)] + [(53, 1, 1, 0, at)]"),
    refused(
        "other-processes",
        "read or stop another process",
        "[(101, 16, 1), (101, 0), (310, 1, at, 1, at, 1, 0), (62, 1, 0), (62, -1, 9), (200, 1, 9), (434, 1, 0), "
        "(438, 0, 0, 0), (312, 1, 1, 0, 0, 0), (424, 0, 9, 0, 0)]",
    ),
    refused(
        "shared-things",
        "leave something for a neighbour",
        "[(29, 1, 4096, 0o1666), (64, 1, 1, 0o1666), (68, 1, 0o1666), (240, at, 66, 0o666, 0), (248, at, at, 0, 0, 0), "
        "(250, 0, 0), (319, at, 0), (73, 1, 2), (253,), (294, 0), (300, 0, 0)]",
    ),
    refused(
        "rings-and-hooks",
        "go round the filter",
        "[(425, 8, at), (321, 0, at, 64), (323, 0), (298, at, 0, -1, -1, 0), (157, 22, 1), (317, 1, 0, at), "
        "(157, 4, 1), (135, 0xffffffff), (246, 0, 0, 0, 0), (313, 0, at, 0), (175, at, 1, at)]",
    ),
    refused(
        "mounts-and-names",
        "change what is mounted, or who one is",
        "[(165, at, at, at, 0, 0), (166, at, 0), (155, at, at), (161, at), (272, 0x10000000), (308, 0, 0), "
        "(105, 0), (106, 0), (126, at, at), (170, at, 1), (428, -1, at, 1), (429, -1, at, -1, at, 0), (430, at, 0), "
        "(304, 0, at, 0)]",
    ),
    refused(
        "devices-and-clocks",
        "make a device, set a clock, stop the machine",
        "[(133, at, 0o20666, 259), (169, 0xfee1dead, 672274793, 0x1234567), (227, 0, at), (159, at), (167, at, 0), "
        "(179, 0x800002, at, 0, at), (141, 0, 0, -20), (203, 0, 8, at), (86, at, at), (188, at, at, at, 1, 0)]",
    ),
    finds_nothing(
        "through-python",
        "start something the way everybody does",
        """
        import multiprocessing, os, resource, socket, subprocess, sys
        from multiprocessing import shared_memory
        TRIES = {
            "fork": lambda: os.fork() or os._exit(0),
            "spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
            "exec": lambda: os.execv(sys.executable or "/proc/self/exe", ["python"]),
            "run": lambda: subprocess.run(["/proc/self/exe", "-c", "1"], check=True),
            "process": lambda: multiprocessing.get_context("fork").Process(target=print).start(),
            "connect": lambda: socket.create_connection(("127.0.0.1", 22), 1),
            "resolve": lambda: socket.getaddrinfo("example.org", 80),
            "unix": lambda: socket.socket(socket.AF_UNIX),
            "shared": lambda: shared_memory.SharedMemory(create=True, size=9, name="/../x"),
            "limit": lambda: resource.setrlimit(resource.RLIMIT_AS, (-1, -1)),
            "memory file": lambda: os.memfd_create("x"),
            "chroot": lambda: os.chroot("/tmp"),
            "root": lambda: os.setuid(0),
            "kill": lambda: os.kill(-1, 9),
            "mknod": lambda: os.mknod("/tmp/node"),
            "link": lambda: os.link("/tmp/a", "/tmp/b"),
            "xattr": lambda: os.setxattr("/tmp", "user.x", b"1"),
        }
        def found(x, factor, shift):
            if shift != 0 or len(x) != 2: return []
            done = []
            for name, action in TRIES.items():
                try: action()
                except BaseException: continue
                done.append(name)
            return done
        """,
    ),
    Attack(
        "32-bit-calls",
        "use the numbers of another architecture",
        code(CALLS)
        + "\n"
        + code("""
        def scale(x, factor, shift):
            page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
            page.write(b"\\xb8\\x02\\x00\\x00\\x00\\xcd\\x80\\xc3")  # mov eax, 2 (fork); int 0x80; ret
            return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
        """),
        status=("error",),
    ),
    Attack(
        "x32-calls",
        "use the numbers of half an architecture",
        code(CALLS)
        + "\n"
        + code("""
        def scale(x, factor, shift):
            return libc.syscall(0x40000000 + 57) if platform.machine() == "x86_64" else ctypes.string_at(0)
        """),
        status=("error",),
    ),
    Attack("wild-pointer", "crash in C", "import ctypes\ndef scale(x, factor, shift): return ctypes.string_at(1)"),
]
