"""cloudpickle and dill: plain data, and one function each, which is code and is reported as code."""
import collections

import numpy as np

from fixtures import save

data = {"weights": np.arange(6.0).reshape(2, 3), "order": collections.OrderedDict(a=1), "name": "tiny"}
CODE = "the file carries a function: its code object is code that whoever loads and calls it runs"


def double(value):
    return value * 2


def cloud():
    import cloudpickle as library

    def write(value):
        def to(path):
            with open(path, "wb") as file:
                library.dump(value, file)

        return to

    double.__module__ = "__main__"
    save("cloudpickle-data.pkl", "plain data", [library, np], write(data))
    save("cloudpickle-function.pkl", "a function by value", [library], write(double), "pickle/execution", CODE)


def dill_files():
    import dill as library

    def write(value):
        def to(path):
            with open(path, "wb") as file:
                library.dump(value, file)

        return to

    # Functions of C are found by an import and a getattr of dill itself before 0.3.4, with which a file can reach anything.
    old = tuple(int(part) for part in library.__version__.split(".")[:3]) < (0, 3, 4)
    why = ("pickle/execution", "dill before 0.3.4 finds functions of C by an import and a getattr of its own") if old else ("", "")
    save("dill-data.pkl", "plain data", [library, np], write(data), *why)
    save("dill-function.pkl", "a function by value", [library], write(eval("lambda value: value * 2", {"__name__": "__main__"})), "pickle/execution", CODE)


for make in (cloud, dill_files):
    try:
        make()
    except ImportError:
        pass
try:
    import regex
except ImportError:
    pass
else:
    import pickle

    from fixtures import dump

    save("regex.pkl", "a compiled pattern of regex", [regex], dump(regex.compile(r"\p{L}+"), 4), "pickle/unknown-code", "loading it gives the compiled program of the pattern to a C function, which trusts it")
