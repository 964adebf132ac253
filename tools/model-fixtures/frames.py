"""Frames, series and indexes of pandas as to_pickle writes them."""
import sys
import warnings

warnings.simplefilter("ignore")
import numpy as np
import pandas as pd

from fixtures import dump, freeze, save, within

freeze()
frame = pd.DataFrame({"number": [1, 2, 3], "real": [0.5, None, 2.5], "word": ["x", "y", None], "flag": [True, False, True]})
moments = pd.DataFrame({"naive": pd.to_datetime(["2026-01-01", "2026-01-02"]), "length": pd.to_timedelta([1, 2], unit="D")}, index=pd.date_range("2026-01-01", periods=2, freq="D"))
zoned = pd.Series(pd.date_range("2026-01-01", periods=3, freq="D", tz="Europe/Berlin"), name="when")
kinds = pd.Series(pd.Categorical(["a", "b", "a"], categories=["b", "a"], ordered=True))
indexed = pd.DataFrame({"v": [1.0, 2.0]}, index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["k", "n"]))

save("frame.pkl", "frame of numbers, words and flags", [pd, np], lambda path: frame.to_pickle(path))
save("frame.pkl.gz", "frame, gzip", [pd, np], lambda path: frame.to_pickle(path, compression="gzip"))
save("moments.pkl", "dates and lengths with a date index", [pd, np], lambda path: moments.to_pickle(path))
save("zoned.pkl", "series with a time zone", [pd, np], lambda path: zoned.to_pickle(path))
save("kinds.pkl", "categories", [pd, np], lambda path: kinds.to_pickle(path))
save("indexed.pkl", "several levels of index", [pd, np], lambda path: indexed.to_pickle(path))
if sys.version_info[0] > 2:
    save("frame-2.pkl", "frame, protocol 2", [pd, np], lambda path: frame.to_pickle(path, protocol=2))
    save("frame.pkl.bz2", "frame, bzip2", [pd, np], lambda path: frame.to_pickle(path, compression="bz2"))
    save("frame.pkl.xz", "frame, xz", [pd, np], lambda path: frame.to_pickle(path, compression="xz"))
    save("frame.pkl.zip", "frame, zip", [pd, np], within(lambda name: frame.to_pickle(name, compression="zip")))
    save("scalars.pkl", "timestamps, periods, intervals, nothing", [pd, np], dump([pd.Timestamp("2026-01-01", tz="UTC"), pd.Timedelta("1D"), pd.Period("2026-01", "M"), pd.Interval(0, 1), pd.NaT, getattr(pd, "NA", None)], 4))
    save("extension.pkl", "nullable, sparse and string columns", [pd, np], lambda path: pd.DataFrame({"i": pd.array([1, None], dtype="Int64"), "b": pd.array([True, None], dtype="boolean"), "s": pd.array(["a", None], dtype="string"), "p": pd.arrays.SparseArray([0, 1])}).to_pickle(path))
    save("intervals.pkl", "interval and period indexes", [pd, np], dump([pd.interval_range(0, 3), pd.period_range("2026-01", periods=3, freq="M"), pd.RangeIndex(3), pd.timedelta_range("1D", periods=2)], 4))
