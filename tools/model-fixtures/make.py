#!/usr/bin/env python3
"""
Makes the benign model files of test/fixtures-models with the real libraries, old and new.

    python3 tools/model-fixtures/make.py --venvs FOLDER [--out FOLDER] [--only NAME ...] [--install-only]

Each environment of environments.py gets a virtual environment under --venvs (kept for the next run) with pinned versions from the
configured package index. What cannot be installed is skipped and said at the end. A file that would carry a name of this
machine is refused. The manifest, manifest.tsv, is rewritten from what was made; rows of environments that did not run stay.
"""
import argparse
import getpass
import glob
import hashlib
import io
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import zipfile
import zlib

sys.dont_write_bytecode = True
from environments import ENVIRONMENTS  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = ["file", "sha256", "size", "environment", "made by", "python", "platform", "what", "expected", "because"]


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--venvs", required=True)
    words.add_argument("--out", default=os.path.join(HERE, "..", "..", "test", "fixtures-models"))
    words.add_argument("--only", nargs="*")
    words.add_argument("--install-only", action="store_true")
    asked = words.parse_args()
    os.makedirs(asked.out, exist_ok=True)
    rows, said = read_manifest(asked.out), []
    for name in asked.only or list(ENVIRONMENTS) + ["r"]:
        if name == "r":
            rows = [row for row in rows if row["environment"] != name]
            made, problem = run_r(asked.out, {row["sha256"] for row in rows})
            rows += made
            said += ["r: " + problem] if problem else []
            write_manifest(asked.out, rows)
            continue
        python, requirements, scripts = ENVIRONMENTS[name]
        venv = os.path.abspath(os.path.join(asked.venvs, name))
        problem = prepare(venv, python, requirements)
        if problem is None and not asked.install_only:
            rows = [row for row in rows if row["environment"] != name]
            shutil.rmtree(os.path.join(asked.out, name), ignore_errors=True)
            for script in scripts:
                made, problem = run(venv, name, script, asked.out, {row["sha256"] for row in rows})
                rows += made
                if problem:
                    said.append("%s %s: %s" % (name, script, problem))
            write_manifest(asked.out, rows)
        elif problem is not None:
            said.append("%s: %s" % (name, problem))
    print("%d files, %d bytes" % (len(rows), sum(int(row["size"]) for row in rows)))
    for line in said:
        print("skipped:", line)


def prepare(venv, python, requirements):
    """The environment, made when it is not there. None, or why it cannot be had."""
    mark = os.path.join(venv, "installed.json")
    if os.path.exists(mark) and json.load(open(mark)) == requirements:
        return None
    interpreter = find_python(python)
    if interpreter is None:
        return "no Python %s on this machine" % python
    shutil.rmtree(venv, ignore_errors=True)
    # Python 2.7 has no venv; a folder for its packages does the same here.
    if python == "2.7":
        done = pip([interpreter, "-m", "pip", "install", "-q", "--target", os.path.join(venv, "lib/python2.7/site-packages")], requirements)
        os.makedirs(os.path.join(venv, "bin"), exist_ok=True)
        with open(os.path.join(venv, "bin/interpreter"), "w") as file:
            file.write(interpreter)
    else:
        subprocess.run([interpreter, "-m", "venv", venv], check=True)
        own = os.path.join(venv, "bin/python")
        pip([own, "-m", "pip", "install", "-q", "--upgrade", "pip", "wheel"], [])
        done = pip([own, "-m", "pip", "install", "-q", "--no-cache-dir", "--prefer-binary"], requirements)
        if done is not None:
            # One library that has no wheel must not cost the others.
            missing = [one for one in requirements if pip([own, "-m", "pip", "install", "-q", "--no-cache-dir", "--only-binary", ":all:"], [one])]
            print("%s: without %s" % (os.path.basename(venv), ", ".join(missing)))
            done = None if len(missing) < len(requirements) else done
    if done is None:
        with open(mark, "w") as file:
            json.dump(requirements, file)
    return done


def pip(command, requirements):
    if command[-1] == "wheel":
        requirements = []
    ended = subprocess.run(command + requirements, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = ended.stdout.decode(errors="replace").strip().splitlines()
    return None if ended.returncode == 0 else (lines[-1][:160] if lines else "pip failed")


def find_python(version):
    """From PATH, then from pyenv; a shim that points nowhere does not count."""
    root = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    candidates = [shutil.which("python" + version)] + sorted(glob.glob(os.path.join(root, "versions", version + ".*", "bin", "python")))
    for candidate in candidates:
        if candidate and subprocess.run([candidate, "-c", "import ctypes"], stderr=subprocess.DEVNULL).returncode == 0:
            return os.path.realpath(candidate) if "shims" not in candidate else candidate
    return None


# Not as a file: its path would stand in the code objects.
START = "exec(compile(open(%r).read(), 'neutral.py', 'exec'))"


def run(venv, name, script, out, known):
    """One script in its environment, in a folder of its own; its files, and what went wrong."""
    marker = os.path.join(venv, "bin/interpreter")
    interpreter = open(marker).read() if os.path.exists(marker) else os.path.join(venv, "bin/python")
    library = glob.glob(os.path.join(venv, "lib", "python*"))[0]
    fresh = tempfile.mkdtemp()
    environment = {"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0", "HOME": "/nonexistent", "CUDA_VISIBLE_DEVICES": "", "TF_CPP_MIN_LOG_LEVEL": "3"}
    try:
        ended = subprocess.run(
            [interpreter, "-c", START % os.path.join(HERE, "neutral.py"), os.path.join(HERE, script + ".py"), fresh],
            cwd=library, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        list_file = os.path.join(fresh, "made.json")
        made = json.load(open(list_file)) if os.path.exists(list_file) else []
        errors = ended.stderr.decode(errors="replace").strip().splitlines()
        problem = errors[-1][:200] if ended.returncode != 0 and errors else None
        skipped = [line for line in errors if line.startswith("skipped ")]
        rows = [row for row in (keep(fresh, one, name, out, known) for one in made) if row]
        return rows, "; ".join(skipped + ([problem] if problem else [])) or None
    finally:
        shutil.rmtree(fresh)


def run_r(out, known):
    """R has one version on a machine: whichever is there."""
    program = shutil.which("Rscript") or shutil.which("R")
    if program is None:
        return [], "no R on this machine"
    fresh = tempfile.mkdtemp()
    words = [program] if program.endswith("Rscript") else [program, "--vanilla", "--slave", "-f"]
    end = [fresh] if program.endswith("Rscript") else ["--args", fresh]
    try:
        ended = subprocess.run(words + [os.path.join(HERE, "r_data.R")] + end, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        version = subprocess.run([program, "--version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.decode()
        number = next((word for word in version.split() if word[0].isdigit()), "unknown")
        made = [
            {"file": file, "made by": "R==" + number, "python": "", "platform": "linux-x86_64", "what": "data of R, " + file, "expected": "", "because": ""}
            for file in sorted(os.listdir(fresh))
        ]
        rows = [row for row in (keep(fresh, one, "r", out, known) for one in made) if row]
        return rows, None if ended.returncode == 0 else ended.stderr.decode(errors="replace").strip()[-160:]
    finally:
        shutil.rmtree(fresh)


LARGEST = 36_000


def keep(fresh, one, name, out, known):
    """The row of a file that is worth keeping: new, small, and silent about this machine."""
    source = os.path.join(fresh, one["file"])
    if not os.path.isfile(source):
        return None
    data = open(source, "rb").read()
    digest = hashlib.sha256(data).hexdigest()
    if digest in known and not one.get("beside"):
        return None
    if len(data) > LARGEST:
        print("too large: %s %s, %d bytes" % (name, one["file"], len(data)))
        return None
    known.add(digest)
    betrayed = [word for word in machine_names() if any(word in text for text in layers(data))]
    if betrayed:
        print("refused: %s %s holds %s" % (name, one["file"], betrayed))
        return None
    target = os.path.join(name, one["file"])
    os.makedirs(os.path.dirname(os.path.join(out, target)), exist_ok=True)
    shutil.copyfile(source, os.path.join(out, target))
    return dict(one, file=target, sha256=digest, size=str(len(data)), environment=name)


def machine_names():
    names = [socket.gethostname(), tempfile.gettempdir() + "/", os.path.expanduser("~") + "/", os.path.abspath(HERE).split("/tools/")[0] + "/", "/nonexistent", "pyenv"]
    user = getpass.getuser()
    # A user called root is no secret, and trees have roots.
    return [name.encode() for name in names + ([user] if user != "root" else []) if len(name) > 2]


def layers(data):
    """The bytes, and what is packed in them one level deep."""
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                yield archive.read(member)
    for bits in (15 + 32, -15):
        try:
            yield zlib.decompress(data, bits)
        except zlib.error:
            pass


def read_manifest(out):
    path = os.path.join(out, "manifest.tsv")
    if not os.path.exists(path):
        return []
    lines = open(path, encoding="utf8").read().splitlines()
    return [dict(zip(COLUMNS, line.split("\t"))) for line in lines[1:]]


def write_manifest(out, rows):
    rows = sorted(rows, key=lambda row: row["file"])
    with open(os.path.join(out, "manifest.tsv"), "w", encoding="utf8", newline="\n") as file:
        file.write("\t".join(COLUMNS) + "\n")
        for row in rows:
            file.write("\t".join(str(row.get(column, "")) for column in COLUMNS) + "\n")


if __name__ == "__main__":
    sys.exit(main())
