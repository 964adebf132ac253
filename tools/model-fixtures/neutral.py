"""
Runs one script so that what it writes says nothing of this machine. make.py runs this text under the name neutral.py, with a script and
a folder as arguments, in the folder that holds `site-packages`. Paths of libraries and in code objects are relative, the clock stands
still, the host has no name. Scripts import this as `fixtures`. For Python 2.7 and every Python 3.
"""
from __future__ import print_function

import json
import os
import random
import socket
import sys
import time

MADE = []
OUT = sys.argv[2]
# 22 November 2026, 12:00 UTC.
NOON = 1795348800.0


def save(name, what, libraries, write, expected="", because=""):
    """Has `write(path)` make the file `name`, and remembers it. `expected` are the observations it deserves, `because` says why."""
    try:
        write(os.path.join(OUT, name))
    except Exception as error:
        print("skipped %s: %s %s" % (name, type(error).__name__, str(error).replace("\n", " ")[:120]), file=sys.stderr)
        return
    MADE.append(
        {
            "file": name,
            "made by": " ".join("%s==%s" % (library.__name__, library.__version__) for library in libraries) or "standard library",
            "python": "%d.%d.%d" % sys.version_info[:3],
            "platform": "linux-x86_64",
            "what": what,
            "expected": expected,
            "because": because,
        }
    )


def also(name, what, libraries, expected="", because=""):
    """A file that a library wrote beside another one."""
    if os.path.exists(os.path.join(OUT, name)):
        save(name, what, libraries, lambda path: None, expected, because)
        # Kept even when another environment wrote the same: the file beside it asks for it.
        MADE[-1]["beside"] = True


def dump(value, protocol):
    """A writer of `value` as a pickle of that protocol."""
    import pickle

    def write(path):
        with open(path, "wb") as file:
            pickle.dump(value, file, protocol=protocol)

    return write


def within(write):
    """A writer that is given a bare name: some libraries keep the whole path in what they write."""

    def to(path):
        here = os.getcwd()
        os.chdir(os.path.dirname(path))
        try:
            write(os.path.basename(path))
        finally:
            os.chdir(here)

    return to


def relative(path):
    """`site-packages/torch/nn/modules/linear.py`, wherever that is."""
    at = path.replace(os.sep, "/").find("site-packages")
    return path if at < 0 else path[at:]


def hide_code_paths():
    """TorchScript and cloudpickle keep the file names of code objects."""
    if sys.version_info[0] < 3:
        return
    import _imp
    from importlib.machinery import SourceFileLoader

    known = SourceFileLoader.get_code

    def get_code(self, name):
        code = known(self, name)
        _imp._fix_co_filename(code, relative(code.co_filename))
        return code

    SourceFileLoader.get_code = get_code


def main():
    script = sys.argv[1]
    sys.path[:] = [relative(path) for path in sys.path]
    if "site-packages" not in sys.path:
        sys.path.insert(0, "site-packages")
    hide_code_paths()
    sys.modules["fixtures"] = sys.modules["__main__"]
    random.seed(0)
    socket.gethostname = lambda: "machine"
    # time.time is frozen by the scripts after their imports: some libraries wait for it to pass while they start.
    name = os.path.basename(script)
    with open(script) as file:
        source = file.read()
    try:
        exec(compile(source, name, "exec"), {"__name__": "fixture", "__file__": name})
    finally:
        with open(os.path.join(OUT, "made.json"), "w") as file:
            json.dump(MADE, file)


def freeze():
    time.time = lambda: NOON


if __name__ == "__main__":
    main()
