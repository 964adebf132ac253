"""Arrays of numpy as .npy, .npz and pickles, and what joblib makes of them with each of its compressors."""
import collections
import sys

import joblib
import numpy as np

from fixtures import dump, freeze, save

freeze()
state = np.random.RandomState(0)
small = state.rand(8, 3)
structured = np.array([(1, 2.5, b"a"), (2, 3.5, b"b")], dtype=[("id", "<i4"), ("value", "<f8"), ("tag", "S4")])
ARRAYS = [
    ("float64", "float64, C order", small),
    ("fortran", "float64, Fortran order", np.asfortranarray(small)),
    ("structured", "structured type", structured),
    ("moments", "datetime64 and no time", np.array(["2026-11-22", "NaT"], dtype="datetime64[D]")),
    ("scalar", "0-d", np.array(3.5)),
    ("empty", "no elements", np.zeros((0, 4), dtype=np.float32)),
    ("unicode", "unicode strings", np.array([u"alpha", u"beta"])),
    ("big-endian", "big-endian int32", np.arange(4, dtype=">i4")),
    ("half", "float16", small.astype(np.float16)),
    ("objects", "Python objects: a pickle", np.array([{"a": 1}, None, (1, 2)], dtype=object)),
]
for name, what, array in ARRAYS:
    save(name + ".npy", "array: " + what, [np], lambda path, array=array: np.save(path, array))
save("arrays.npz", "three arrays, stored", [np], lambda path: np.savez(path, X=small, y=np.arange(8), s=structured))
save("packed.npz", "two arrays, deflated", [np], lambda path: np.savez_compressed(path, X=small, y=np.arange(8)))
save("objects.npz", "an array of objects in an archive", [np], lambda path: np.savez(path, labels=np.array(["a", None], dtype=object)))

masked = np.ma.masked_array([1.0, 2.0, 3.0], mask=[0, 1, 0])
mixed = {"array": small, "masked": masked, "matrix": np.matrix([[1, 2]]), "type": np.dtype("f4"), "number": np.float64(2.5), "flag": np.bool_(True), "record": structured[0], "kind": np.float32}
for protocol in (0, 2, 4, 5):
    if protocol <= (5 if sys.version_info >= (3, 8) else 4 if sys.version_info[0] > 2 else 2):
        save("mixed-%d.pkl" % protocol, "arrays, masked array, matrix, numbers, types, protocol %d" % protocol, [np], dump(mixed, protocol))
save("random.pkl", "state of RandomState", [np], dump(np.random.RandomState(1), 2))
if hasattr(np.random, "default_rng"):
    save("generators.pkl", "generators of numpy.random", [np], dump([np.random.Generator(bits(1)) for bits in (np.random.PCG64, np.random.Philox, np.random.SFC64)] + [np.random.SeedSequence(1)], 4))

bundle = collections.OrderedDict([("weights", small), ("bias", np.zeros(3)), ("labels", np.array(["a", None], dtype=object)), ("order", np.asfortranarray(small)), ("note", "tiny")])
save("raw.joblib", "arrays between the opcodes", [joblib, np], lambda path: joblib.dump(bundle, path))
for method in ("zlib", "gzip", "bz2", "lzma", "xz", "lz4"):
    save("packed-%s.joblib" % method, "arrays, packed with " + method, [joblib, np], lambda path, method=method: joblib.dump(bundle, path, compress=(method, 3)))
