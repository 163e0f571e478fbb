"""The same work as in the Lua files, as a Python developer writes it.

Groups are made when the benchmark starts, in its scratch folder; a function repeats its work `count` times.
"""

import base64
import hashlib
import hmac
import os
import re
import sqlite3
import stat
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from bench.shims.documents import TEXTS

Work = Callable[[int], Any]


def repeated(operation: Callable[[], Any], result: Callable[[Any], Any] = lambda value: value) -> Work:
    """Work that repeats an operation; `result` is what the last one is compared by."""

    def work(count: int) -> Any:
        value = None
        for _ in range(count):
            value = operation()
        return result(value)

    return work


def decoding(name: str) -> Work:
    """orjson alone."""

    def work(count: int) -> int:
        text, value = TEXTS[name], None
        for _ in range(count):
            value = orjson.loads(text)
        return len(value or ())

    return work


def encoding(name: str) -> Work:
    """orjson alone, with sorted keys."""

    def work(count: int) -> int:
        value, text = orjson.loads(TEXTS[name]), ""
        for _ in range(count):
            text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        return len(text)

    return work


# SQLite


def database() -> dict[str, Work]:
    """A database like that of the Lua side, with rows as dictionaries."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, score REAL, n INTEGER)")
    db.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, name TEXT, n INTEGER)")
    db.executemany(
        "INSERT INTO t (name, score, n) VALUES (?, ?, ?)", [(f"name {i}", i * 1.5, i) for i in range(1, 1001)]
    )

    def rows(sql: str, *values: Any) -> list[dict[str, Any]]:
        cursor = db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor]  # noqa: B905

    def point(count: int) -> Any:
        row = {}
        for i in range(1, count + 1):
            row = rows("SELECT id, name, score, n FROM t WHERE id = ?", i % 1000 + 1)[0]
        return row["name"]

    def many(count: int) -> int:
        total = 0
        for _ in range(count):
            total = 0
            for row in rows("SELECT id, name, score, n FROM t"):
                total += row["n"]
        return total

    def insert(count: int) -> int:
        db.execute("BEGIN")
        rowcount = 0
        for i in range(1, count + 1):
            rowcount = db.execute("INSERT INTO log (name, n) VALUES (?, ?)", ("entry", i)).rowcount
        db.execute("COMMIT")
        return rowcount

    return {"point": point, "many": many, "insert": insert}


# Patterns

LINE = '127.0.0.1 - ann [10/Oct/2024:13:55:36 +0000] "GET /users/42?full=1 HTTP/1.1" 200 2326'
TEXT = "The quick brown fox jumps over the lazy dog, 42 times; " * 20
PAIRS = "name = value; " * 30

_DATE = re.compile(r"[0-9]+/[A-Za-z]+/[0-9]+")
_ENTRY = re.compile(r'(\S+) - (\S+) \[[^\]]*\] "([A-Z]+) (\S+) [^"]*" ([0-9]+)')
_WORD = re.compile("[A-Za-z]+")
_FIELD = re.compile(r"([A-Za-z0-9]+)\s*=\s*([A-Za-z0-9]+)")
_PAIR = re.compile("([A-Za-z0-9]+) = ([A-Za-z0-9]+)")
_TRIM = re.compile(r"^\s*(.*?)\s*$")


def _found() -> int:
    match = _DATE.search(LINE)
    assert match is not None
    return match.start() + 1


def _entry() -> str:
    match = _ENTRY.match(LINE)
    assert match is not None
    host, user, method, target, status = match.groups()
    return host + user + method + target + status


def _words() -> int:
    words = 0
    for match in _WORD.finditer(TEXT):
        words += len(match[0])
    return words


def _fields() -> int:
    fields = 0
    for match in _FIELD.finditer(PAIRS):
        key, value = match.groups()
        fields += len(key) + len(value)
    return fields


def _trimmed() -> str:
    match = _TRIM.match("  some text with blanks around   ")
    assert match is not None
    return match[1]


PATTERNS = {
    "find": repeated(_found),
    "match": repeated(_entry),
    "words": repeated(_words),
    "fields": repeated(_fields),
    "replace": repeated(lambda: _PAIR.sub(r"\2=\1", PAIRS)),
    "replace_by_function": repeated(lambda: _WORD.sub(lambda match: match[0].upper(), TEXT)),
    "trim": repeated(_trimmed),
}

# Digests and encodings

SHORT, LONG = b"x" * 64, b"0123456789abcdef" * 640
_ENCODED, _DIGITS = base64.b64encode(LONG).decode(), LONG.hex()

CRYPTO = {
    "sha256": repeated(lambda: hashlib.sha256(SHORT).hexdigest()),
    "sha256_long": repeated(lambda: hashlib.sha256(LONG).hexdigest()),
    "hmac": repeated(lambda: hmac.new(b"key", SHORT, "sha256").hexdigest()),
    "base64_encode": repeated(lambda: base64.b64encode(LONG).decode()),
    "base64_decode": repeated(lambda: base64.b64decode(_ENCODED, validate=True).decode()),
    "hex_decode": repeated(lambda: bytes.fromhex(_DIGITS).decode()),
    "uuid": repeated(lambda: str(uuid.uuid4()), len),
}

# Files; those of the Lua side lie in the same folder

CONTENT = "A line of text in a file.\n" * 400


def _append() -> None:
    with open("hand.log", "a", encoding="utf-8") as file:
        file.write("A line of text.\n")


def _append_all(count: int) -> int:
    Path("hand.log").write_text("", "utf-8")
    for _ in range(count):
        _append()
    return os.path.getsize("hand.log")


def _facts(path: str) -> dict[str, Any]:
    found = os.lstat(path)
    is_symlink = stat.S_ISLNK(found.st_mode)
    if is_symlink:
        found = os.stat(path)
    return {
        "size": found.st_size,
        "is_file": stat.S_ISREG(found.st_mode),
        "is_dir": stat.S_ISDIR(found.st_mode),
        "is_symlink": is_symlink,
        "readonly": found.st_mode & 0o222 == 0,
        "modified": int(found.st_mtime),
        "accessed": int(found.st_atime),
    }


FILES = {
    "read": repeated(lambda: Path("bench.txt").read_text("utf-8"), len),
    "write": repeated(lambda: Path("hand.out").write_text(CONTENT, "utf-8")),
    "append": _append_all,
    "exists": repeated(lambda: os.path.exists("bench.txt") and os.path.isdir("folder")),
    "stat": repeated(lambda: _facts("bench.txt")["size"]),
    "readdir": repeated(lambda: os.listdir("folder"), len),
}

# Dates

_MOMENT = datetime(2024, 6, 15, 14, 30, 45, 123000, UTC)


def _format(count: int) -> str:
    text = ""
    for i in range(1, count + 1):
        text = datetime.fromtimestamp(1718461845 + i, UTC).strftime("%Y-%m-%d %H:%M:%S")
    return text


def _parsed() -> float:
    return datetime.strptime("2024-06-15 14:30:45", "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC).timestamp()


DATES = {
    "format": _format,
    "iso": repeated(lambda: _MOMENT.isoformat(timespec="milliseconds")),
    "parse": repeated(_parsed),
    "parse_iso": repeated(lambda: datetime.fromisoformat("2024-06-15T14:30:45.123+02:00").timestamp()),
    "strftime": _format,
    "strptime": repeated(_parsed),
}
