"""What the server sends in answer to a command, packet by packet."""

from asyncio import IncompleteReadError, StreamReader

from pymysql.constants import CR
from pymysql.err import OperationalError

_READ = 1 << 16
_LONGEST = 0xFFFFFF
_HEAD = 4


class Answers:
    """Takes packets off a stream, as many as there are at a time: aiomysql awaits each of them twice.

    Between two answers nothing is left here, so that aiomysql may read from the same stream.
    """

    __slots__ = ("_data", "_position", "_stream")

    def __init__(self, stream: StreamReader) -> None:
        self._stream = stream
        self._data = b""
        self._position = 0

    async def packet(self) -> bytes:
        """The content of the next packet.

        Raises:
            OperationalError: the connection has ended.
            OSError: it is broken.
        """
        content = self._take()
        while content is None:
            await self._read()
            content = self._take()
        if len(content) < _LONGEST:
            return content
        parts = [content]
        while len(parts[-1]) == _LONGEST:  # there is more of it in the next packet
            following = self._take()
            if following is None:
                await self._read()
            else:
                parts.append(following)
        return b"".join(parts)

    def _take(self) -> bytes | None:
        """A packet that has arrived, None if there is none."""
        data, start = self._data, self._position + _HEAD
        if len(data) < start:
            return None
        end = start + int.from_bytes(data[start - _HEAD : start - 1], "little")
        if len(data) < end:
            return None
        self._position = end
        return data[start:end]

    async def _read(self) -> None:
        """Reads on, to the end of the packet at least if its length is known."""
        rest = self._data[self._position :]
        missing = int.from_bytes(rest[: _HEAD - 1], "little") + _HEAD - len(rest) if len(rest) >= _HEAD else 0
        try:
            data = await (self._stream.readexactly(missing) if missing > _READ else self._stream.read(_READ))
        except IncompleteReadError:
            data = b""
        if not data:
            raise OperationalError(CR.CR_SERVER_LOST, "Lost connection to MySQL server during query")
        self._data = rest + data
        self._position = 0
