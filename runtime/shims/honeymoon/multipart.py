"""Bodies of forms with files: `multipart/form-data` (RFC 7578)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aiohttp import content_disposition_filename, parse_content_disposition

from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes
from cmc.runtime.shims.honeymoon.forms import MAX_PAIRS, insert

MAX_HEAD = 8192
"""Bytes of the headers of a part; a part with more of them is left out."""

_BOUNDARY = re.compile(r'boundary="?([^\s";]{1,70})"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A field, or a file if it has a file name."""

    name: str
    filename: str | None
    content_type: str
    content: bytes


def parse_multipart(data: bytes, content_type: str) -> tuple[Table, Table]:
    """The fields and the files of a body, by their names, with names in brackets as in other forms.

    A file is a table with `filename` (without any path), `type`, `size` and `data`. What is malformed is left out.
    """
    fields, files = Table(), Table()
    for part in _parts(data, content_type):
        if part.filename is None:
            insert(fields, part.name, from_bytes(part.content))
        else:
            file = {"filename": part.filename, "type": part.content_type, "size": len(part.content)}
            insert(files, part.name, Table({**file, "data": from_bytes(part.content)}))
    return fields, files


def _parts(data: bytes, content_type: str) -> Iterator[Part]:
    found = _BOUNDARY.search(content_type)
    if found is None:
        return
    # Every delimiter begins a line; the first may begin the body. What stands before it, and behind the one with two
    # dashes, is none of the parts.
    pieces = (b"\r\n" + data).split(b"\r\n--" + found[1].encode())
    for piece in pieces[1 : MAX_PAIRS + 1]:
        if piece.startswith(b"--"):
            return
        head, blank, content = piece.lstrip(b" \t").partition(b"\r\n\r\n")
        if blank and head.startswith(b"\r\n") and len(head) <= MAX_HEAD:
            part = _part(_headers(head), content)
            if part is not None:
                yield part


def _headers(head: bytes) -> dict[str, str]:
    """The headers of a part; browsers send names as UTF-8."""
    lines = head.decode("utf-8", "replace").split("\r\n")
    return {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _part(headers: dict[str, str], content: bytes) -> Part | None:
    kind, parameters = parse_content_disposition(headers.get("content-disposition"))
    name = parameters.get("name")
    if kind != "form-data" or not name:
        return None
    filename = content_disposition_filename(parameters)
    if filename is not None:
        filename = re.split(r"[/\\]", filename)[-1]
    default = "text/plain" if filename is None else "application/octet-stream"
    return Part(name, filename, headers.get("content-type", default), content)
