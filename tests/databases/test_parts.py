"""Parts of the database shims by themselves: rows, limits of time, packets."""

import asyncio
from typing import Any

import pytest

from cmc.runtime.shims.mysql.answers import Answers
from cmc.runtime.shims.sql.limit import Limit
from cmc.runtime.shims.sql.rows import maker_of


@pytest.mark.parametrize(
    ("names", "rows", "expected"),
    [
        (("a", "b"), [(1, 2), (None, 3)], [{"a": 1, "b": 2}, {"b": 3}]),
        (("x", "x"), [(1, 2), (1, None)], [{"x": 2}, {}]),
        (("only",), [("v",)], [{"only": "v"}]),
        ((), [(), ()], [{}, {}]),
        (
            ("it's", 'a "b"\n\\', "class", "\udcff"),
            [(1, 2, 3, 4)],
            [{"it's": 1, 'a "b"\n\\': 2, "class": 3, "\udcff": 4}],
        ),
        (("a",), [], []),
    ],
)
def test_rows(names: tuple[str, ...], rows: list[Any], expected: list[dict[str, Any]]) -> None:
    made = maker_of(names)(rows)
    assert list(made) == list(range(1, len(rows) + 1))
    assert [dict(row) for row in made.values()] == expected
    assert [list(row) for row in made.values()] == [list(row) for row in expected]


def test_limits() -> None:
    async def main() -> None:
        limit = Limit(0.1)
        for _ in range(3):
            with limit:
                await asyncio.sleep(0.06)
        with pytest.raises(TimeoutError), limit:
            await asyncio.sleep(5)
        await asyncio.sleep(0.12)  # nothing is limited between blocks
        with limit:
            await asyncio.sleep(0)
        with Limit(None):
            await asyncio.sleep(0)

        async def cancelled() -> None:
            with Limit(5):
                await asyncio.sleep(5)

        task = asyncio.create_task(cancelled())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


@pytest.mark.parametrize("step", [1, 3, 7, 1 << 14, 1 << 30])
def test_packets_that_come_in_pieces(step: int) -> None:
    contents = [b"", b"a", b"x" * 70_000 if step < 100 else b"x" * ((1 << 24) - 1) + b"more", b"end"]

    def framed(content: bytes) -> bytes:
        parts = [content[start : start + 0xFFFFFF] for start in range(0, len(content) + 1, 0xFFFFFF)]
        return b"".join(len(part).to_bytes(3, "little") + b"\1" + part for part in parts)

    async def main() -> list[bytes]:
        stream = asyncio.StreamReader()
        answers = Answers(stream)
        data = b"".join(map(framed, contents))

        async def feed() -> None:
            for start in range(0, len(data), step):
                stream.feed_data(data[start : start + step])
                if start % (step * 64) == 0:
                    await asyncio.sleep(0)

        feeding = asyncio.create_task(feed())
        found = [await answers.packet() for _ in contents]
        await feeding
        return found

    assert asyncio.run(main()) == contents
