"""Objects of the language and of the standard library, in every protocol of this Python."""
import array
import collections
import datetime
import decimal
import fractions
import pickle
import sys
import uuid

from fixtures import dump, freeze, save

freeze()
PYTHON3 = sys.version_info[0] > 2
text = {"name": u"tiny", "layers": [1, 2, (3, 4.5)], "on": True, "none": None, "big": 2 ** 70, "z": 1 + 2j}
several = {
    "ordered": collections.OrderedDict([("b", 1), ("a", 2)]),
    "lists": collections.defaultdict(list, {"k": [1]}),
    "count": collections.Counter("banana"),
    "queue": collections.deque([1, 2, 3], maxlen=5),
    "set": {1, 2, 3},
    "frozen": frozenset([4, 5]),
    "bytes": bytearray(b"\x00\xff"),
    "range": range(3),
    "slice": slice(1, 2),
}
moments = {
    "day": datetime.date(2026, 11, 22),
    "moment": datetime.datetime(2026, 11, 22, 12, 0, 0),
    "time": datetime.time(12, 30),
    "length": datetime.timedelta(days=1, seconds=2),
    "money": decimal.Decimal("12.50"),
    "half": fractions.Fraction(1, 2),
    "id": uuid.UUID(int=7),
    "array": array.array("d", [1.0, 2.0]),
}
if PYTHON3:
    moments["utc"] = datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc)

for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    save("values-%d.pkl" % protocol, "dict of plain values, protocol %d" % protocol, [], dump(text, protocol))
for protocol in (0, pickle.HIGHEST_PROTOCOL):
    save("collections-%d.pkl" % protocol, "collections, protocol %d" % protocol, [], dump(several, protocol))
    save("moments-%d.pkl" % protocol, "dates, Decimal, Fraction, UUID, array, protocol %d" % protocol, [], dump(moments, protocol))

if PYTHON3:
    import argparse
    import http
    import ipaddress
    import pathlib
    import re
    import types

    paths = {"posix": pathlib.PurePosixPath("data/train.csv"), "windows": pathlib.PureWindowsPath("data\\train.csv")}
    save("paths.pkl", "pure paths", [], dump(paths, 4))
    save("path.pkl", "a PosixPath", [], dump(pathlib.PosixPath("data/train.csv"), 4))
    save("namespace.pkl", "argparse and types namespaces", [], dump([argparse.Namespace(lr=0.1, epochs=3), types.SimpleNamespace(a=1)], 3))
    save("pattern.pkl", "a compiled regular expression", [], dump(re.compile(r"\w+", re.I), 4))
    save("enum.pkl", "a member of an enum of the standard library", [], dump(http.HTTPStatus.OK, 4))
    save("address.pkl", "an IP address", [], dump(ipaddress.ip_address("192.0.2.1"), 4))
    try:
        import zoneinfo

        save("zone.pkl", "a time zone by its key", [], dump(zoneinfo.ZoneInfo("UTC"), 5))
    except ImportError:
        pass
    shared = [1, 2]
    loop = [shared, shared]
    loop.append(loop)
    save("loop.pkl", "a list that holds itself", [], dump(loop, 4))

    def stacked(path):
        with open(path, "wb") as file:
            for value in ({"epoch": 1}, {"epoch": 2}, [3.5, None]):
                pickle.dump(value, file, protocol=4)

    save("stacked.pkl", "three pickles in a row", [], stacked)
    save("vocabulary.pkl", "a vocabulary of 800 words", [], dump(dict(("word%d" % index, index) for index in range(800)), 4))
else:
    old = {u"key\u00e9": "bytes\xe9", "long": 10 ** 30, "unicode": u"\u00e9"}
    for protocol in range(3):
        save("old-%d.pkl" % protocol, "str, unicode and long of Python 2, protocol %d" % protocol, [], dump(old, protocol))
