#!/usr/bin/env python3
"""
Makes the small datasets of test/fixtures-datasets with the libraries that people use, and what each of them holds as pyarrow reads it.

    pip install -r tools/dataset-fixtures/requirements.txt
    python3 tools/dataset-fixtures/make.py [--out FOLDER]

The text in them is made up and harmless. Words of the form `needle-0042` stand in for what a scanner looks for; expected.tsv
says in which rows of which column they are. A file above 10 kB, or one that carries a name of this machine, is refused.
"""
import argparse
import getpass
import hashlib
import os
import random
import re
import socket
import sys

sys.dont_write_bytecode = True
import datasets
import duckdb
import fastparquet
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.ipc as ipc
import pyarrow.parquet as pq

HERE = os.path.dirname(os.path.abspath(__file__))
MOST_BYTES = 10_000
ROWS = 36
NEEDLE = re.compile(r"needle-\d{4}")
CHANCE = random.Random(20261122)
WORDS = "sea wind über naïve 日本 lamp stone river quiet \"so\" he\\said tab\tbed line\nend one,two; three".split(" ")


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--out", default=os.path.join(HERE, "..", "..", "test", "fixtures-datasets"))
    out = words.parse_args().out
    os.makedirs(out, exist_ok=True)
    table, expected, manifest = sample(), {}, []
    for name, made_by, write in files(table):
        path = os.path.join(out, name)
        read = write(path)
        check(path)
        expected[name] = (read.num_rows, needles(read))
        with open(path, "rb") as file:
            data = file.read()
        manifest.append([name, hashlib.sha256(data).hexdigest(), str(len(data)), made_by])
    with open(os.path.join(out, "expected.tsv"), "w") as file:
        file.write("file\trows\tcolumn\tneedles\n")
        for name, (rows, columns) in expected.items():
            for column, found in columns.items():
                file.write("\t".join([name, str(rows), column, " ".join("%d:%s" % pair for pair in found)]) + "\n")
    with open(os.path.join(out, "manifest.tsv"), "w") as file:
        file.write("file\tsha256\tsize\tmade by\n")
        for row in manifest:
            file.write("\t".join(row) + "\n")
    print("%d files, %d bytes" % (len(manifest), sum(int(row[2]) for row in manifest)))


def text(chance=0.3):
    chosen = [CHANCE.choice(WORDS) for _ in range(CHANCE.randrange(0, 6))]
    if CHANCE.random() < chance:
        chosen.insert(CHANCE.randrange(0, len(chosen) + 1), "needle-%04d" % CHANCE.randrange(10000))
    return " ".join(chosen)


def maybe(make, chance=0.2):
    return None if CHANCE.random() < chance else make()


def sample():
    kinds = ["red", "green", "blue needle-0007", "grey"]
    each = range(ROWS)
    message = pa.struct([("role", pa.string()), ("content", pa.string())])
    return pa.table(
        {
            "id": pa.array(each, pa.int64()),
            "text": [text() for _ in each],
            "gap": [maybe(text) for _ in each],
            "kind": [CHANCE.choice(kinds) for _ in each],
            "bytes": pa.array([maybe(lambda: text().encode()) for _ in each], pa.binary()),
            "tags": pa.array([maybe(lambda: [maybe(text) for _ in range(CHANCE.randrange(0, 3))]) for _ in each], pa.list_(pa.string())),
            "messages": pa.array([maybe(lambda: [{"role": "user", "content": maybe(text)} for _ in range(CHANCE.randrange(0, 3))]) for _ in each], pa.list_(message)),
            "meta": pa.array([maybe(lambda: {"deep": {"note": maybe(text)}}) for _ in each], pa.struct([("deep", pa.struct([("note", pa.string())]))])),
            "pairs": pa.array([maybe(lambda: [("k", maybe(text))]) for _ in each], pa.map_(pa.string(), pa.string())),
        }
    )


def files(table):
    """Name, maker, and a function that writes the file and reads it back with pyarrow."""
    flat = table.select(["id", "text", "gap", "kind"])
    plain = table.drop_columns(["pairs"])
    version = {module.__name__: "%s==%s" % (module.__name__, module.__version__) for module in (pa, pl, duckdb, fastparquet, datasets, pd)}
    yield from parquet_files(table, flat, plain, version)
    yield from arrow_files(table, plain, version)


def parquet_files(table, flat, plain, version):
    def arrow(part, **options):
        return lambda path: (pq.write_table(part, path, store_schema=False, **options), pq.read_table(path))[1]

    by = version["pyarrow"]
    few = table.select(["text", "gap", "messages"])
    yield "pyarrow-v1-dictionary-snappy.parquet", by, arrow(table, compression="snappy", row_group_size=20)
    yield "pyarrow-v2-plain-zstd.parquet", by, arrow(table, compression="zstd", data_page_version="2.0", use_dictionary=False)
    yield "pyarrow-v2-dictionary-none.parquet", by, arrow(few, compression="none", data_page_version="2.0")
    yield "pyarrow-v1-plain-gzip.parquet", by, arrow(few, compression="gzip", use_dictionary=False)
    yield "pyarrow-brotli.parquet", by, arrow(few, compression="brotli")
    yield "pyarrow-lz4.parquet", by, arrow(few, compression="lz4")
    for encoding in ("DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"):
        named = {"text": encoding, "gap": encoding}
        yield "pyarrow-%s.parquet" % encoding.lower(), by, arrow(flat.select(["text", "gap"]), use_dictionary=False, column_encoding=named)
    frame = flat.to_pandas()
    for codec in ("SNAPPY", "LZ4", "UNCOMPRESSED"):
        def fast(path, codec=codec):
            fastparquet.write(path, frame, compression=codec)
            return pq.read_table(path).select(flat.column_names)
        yield "fastparquet-%s.parquet" % codec.lower(), version["fastparquet"], fast
    polars = pl.from_arrow(plain)
    yield "polars-zstd.parquet", version["polars"], lambda path: (polars.write_parquet(path, compression="zstd"), pq.read_table(path))[1]
    for style in ("V1", "V2"):
        def duck(path, style=style):
            connection = duckdb.connect()
            connection.register("sample", plain)
            connection.execute("copy sample to '%s' (format parquet, compression 'snappy', parquet_version '%s')" % (path, style))
            return pq.read_table(path)
        yield "duckdb-%s.parquet" % style.lower(), version["duckdb"], duck


def arrow_files(table, plain, version):
    by = version["pyarrow"]

    def written(part, kind, compression):
        def write(path):
            options = ipc.IpcWriteOptions(compression=compression)
            with (ipc.new_file if kind == "file" else ipc.new_stream)(path, part.schema, options=options) as writer:
                writer.write_table(part, max_chunksize=20)
            return part
        return write

    few = table.select(["text", "gap", "messages"])
    yield "pyarrow-file.arrow", by, written(few, "file", None)
    yield "pyarrow-stream.arrow", by, written(few, "stream", None)
    yield "pyarrow-lz4.arrow", by, written(few, "file", "lz4")
    yield "pyarrow-zstd.arrow", by, written(few, "stream", "zstd")
    kinds = pa.table({"kind": table["kind"].dictionary_encode(), "view": table["gap"].cast(pa.string_view()), "large": table["tags"].cast(pa.large_list(pa.string()))})
    strings = pa.table({"kind": table["kind"], "view": table["gap"], "large": table["tags"]})
    yield "pyarrow-kinds.arrow", by, lambda path: (written(kinds, "file", None)(path), strings)[1]

    def hugging(path):
        with datasets.arrow_writer.ArrowWriter(path=path) as writer:
            for row in few.to_pylist():
                writer.write(row)
            writer.finalize()
        return pa.ipc.open_stream(path).read_all()
    yield "huggingface.arrow", version["datasets"], hugging
    yield "pyarrow.feather", by, lambda path: (feather.write_feather(few, path), feather.read_table(path))[1]
    polars = pl.from_arrow(few)
    yield "polars.ipc", version["polars"], lambda path: (polars.write_ipc(path), pa.ipc.open_file(path).read_all())[1]


def needles(table):
    """For each column the rows, counted from 1, of every needle, in the names that Assay gives to nested columns."""
    found = {}
    for name in table.column_names:
        column = table.column(name)
        is_map = pa.types.is_map(column.type)
        for row, value in enumerate(column.to_pylist(), 1):
            if is_map:
                for key, inner in value or []:
                    walk(key, name + "{}.key", row, found)
                    walk(inner, name + "{}.value", row, found)
            else:
                walk(value, name, row, found)
    return {name: sorted(rows) for name, rows in found.items()}


def walk(value, name, row, found):
    if isinstance(value, bytes):
        value = value.decode("utf-8")
    if isinstance(value, str):
        for needle in NEEDLE.findall(value):
            found.setdefault(name, []).append((row, needle))
    elif isinstance(value, dict):
        for key, inner in value.items():
            walk(inner, name + "." + key, row, found)
    elif isinstance(value, list):
        for inner in value:
            walk(inner, name + "[]", row, found)


def check(path):
    with open(path, "rb") as file:
        data = file.read()
    if len(data) > MOST_BYTES:
        sys.exit("%s has %d bytes" % (path, len(data)))
    for name in (socket.gethostname(), getpass.getuser() if getpass.getuser() != "root" else "/root", os.path.expanduser("~"), HERE):
        if name.encode() in data:
            sys.exit("%s carries a name of this machine" % path)


if __name__ == "__main__":
    main()
