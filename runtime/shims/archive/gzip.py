"""Compressing and decompressing with gzip."""

import gzip as _gzip
import zlib

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table
from cmc.runtime.core.text import from_bytes
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.archive.limits import IN_MEMORY, TooLargeError, check_size, limit_of
from cmc.runtime.shims.archive.work import work
from cmc.runtime.shims.buffer.buffer import Buffer
from cmc.runtime.shims.buffer.data import StrictData, bytes_of
from cmc.runtime.shims.time.units import integer_or_none

_MAGIC = b"\x1f\x8b"
_HAS_CHECKSUM, _HAS_EXTRA, _HAS_NAME, _HAS_COMMENT = 2, 4, 8, 16
END = "unexpected end of file"


class GzipError(ValueError):
    """Data that is not what gzip makes."""


@lua_function("archive.gzip.compress", suspends=True)
def compress(data: StrictData, options: Table | None = None) -> str:
    """Compresses data; the option `level` is 0 (none) to 9 (most), by default 6. No time is written.

    Raises:
        LuaError: the level is too high, or `data` is neither a string nor a Buffer.
    """
    return from_bytes(_compressed(bytes_of(data), options))


@lua_function("archive.gzip.compress_buffer", suspends=True)
def compress_buffer(data: StrictData, options: Table | None = None) -> Buffer:
    """The same as `compress`, as a Buffer."""
    return Buffer(bytearray(_compressed(bytes_of(data), options)))


def _compressed(data: bytes, options: Table | None) -> bytes:
    given = None if options is None else integer_or_none(options["level"])
    level = 6 if given is None or given < 0 else given
    if level > 9:
        raise LuaError("Gzip compress error: the level must be at most 9")
    return work(len(data), lambda: _gzip.compress(data, level, mtime=0))


@lua_function("archive.gzip.decompress", suspends=True)
def decompress(data: StrictData, options: Table | None = None) -> str:
    """What was compressed with gzip; the option `max_size` is how many bytes it may be, by default 256 MiB.

    Raises:
        LuaError: the data is damaged, there is too much in it, or it is neither a string nor a Buffer.
    """
    return from_bytes(_decompressed(bytes_of(data), options))


@lua_function("archive.gzip.decompress_buffer", suspends=True)
def decompress_buffer(data: StrictData, options: Table | None = None) -> Buffer:
    """The same as `decompress`, as a Buffer."""
    return Buffer(bytearray(_decompressed(bytes_of(data), options)))


def _decompressed(data: bytes, options: Table | None) -> bytes:
    limit = limit_of(options, IN_MEMORY)
    try:
        return work(len(data), lambda: unpack(data, limit))
    except (GzipError, TooLargeError) as error:
        raise LuaError(f"Gzip decompress error: {error}") from error


def unpack(data: bytes, limit: int) -> bytes:
    """The content of all members, at most `limit` bytes; what follows the last one is ignored.

    Raises:
        GzipError: the data is damaged.
        TooLargeError: there are more bytes.
    """
    content, rest = _unpack_member(data, limit + 1)
    contents, size = [content], len(content)
    while rest.startswith(_MAGIC) and size <= limit:
        content, rest = _unpack_member(rest, limit + 1 - size)
        contents.append(content)
        size += len(content)
    check_size(size, limit)
    return b"".join(contents)


def _unpack_member(data: bytes, limit: int) -> tuple[bytes, bytes]:
    """The content of the first member, and what follows it; of more than `limit` bytes the first ones."""
    if len(data) < 10:
        raise GzipError(END)
    if not data.startswith(_MAGIC + b"\x08"):
        raise GzipError("invalid gzip header")
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = stream.decompress(data[_header_size(data) :], limit)
    except zlib.error:
        raise GzipError("corrupt deflate stream") from None
    if len(content) == limit:
        return content, b""
    if not stream.eof:
        raise GzipError("incomplete deflate stream")
    trailer = stream.unused_data[:8]
    if len(trailer) < 8:
        raise GzipError(END)
    checksum, size = int.from_bytes(trailer[:4], "little"), int.from_bytes(trailer[4:], "little")
    if checksum != zlib.crc32(content) or size != len(content) & 0xFFFFFFFF:
        raise GzipError("corrupt gzip stream does not have a matching checksum")
    return content, stream.unused_data[8:]


def _header_size(data: bytes) -> int:
    flags, size = data[3], 10
    if flags & _HAS_EXTRA:
        size += 2 + int.from_bytes(data[size : size + 2], "little")
    for flag in (_HAS_NAME, _HAS_COMMENT):
        if flags & flag:
            end = data.find(b"\0", size)
            if end < 0:
                raise GzipError(END)
            size = end + 1
    size += 2 if flags & _HAS_CHECKSUM else 0
    if size > len(data):
        raise GzipError(END)
    return size
