"""Validates SPDX documents with the libraries of the SPDX project. Arguments: files; the name says the version (`…spdx-2.3…`, `…spdx-3.0…`).

Writes one JSON object to stdout: for each file the list of what is wrong with it. Runs in a virtual environment with `spdx-tools` and
`spdx-python-model`; both bring what they need, so nothing is fetched.
"""

import io
import json
import sys
from pathlib import Path

from spdx_python_model import v3_0_1 as spdx
from spdx_tools.spdx.parser.error import SPDXParsingError
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document


def problems_of_2_3(path):
    try:
        document = parse_file(path)
    except SPDXParsingError as error:
        return error.get_messages()
    return [found.validation_message for found in validate_full_spdx_document(document)]


def problems_of_3_0(path):
    objects = spdx.SHACLObjectSet()
    try:
        spdx.JSONLDDeserializer().read(io.BytesIO(Path(path).read_bytes()), objects)
        # Reading checks names and types of properties, writing that the required ones are there.
        spdx.JSONLDSerializer().write(objects, io.BytesIO())
    except (KeyError, TypeError, ValueError) as error:
        return [f"{type(error).__name__}: {error}"]
    return [f"nothing is called {name}" for name in objects.link()]


def problems_of(path):
    return problems_of_2_3(path) if "spdx-2.3" in Path(path).name else problems_of_3_0(path)


json.dump({path: problems_of(path) for path in sys.argv[1:]}, sys.stdout)
