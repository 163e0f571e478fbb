"""`buffer` (CopperMoon specification, section 18)."""

import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmc.runtime.core.errors import LuaError
from cmc.runtime.shims.buffer import Buffer, alloc, concat, from_base64_text, from_data, from_hex_text, is_buffer, new

LAYOUTS = {
    "uint8": "B", "int8": "b", "uint16_le": "<H", "uint16_be": ">H", "int16_le": "<h", "int16_be": ">h",
    "uint32_le": "<I", "uint32_be": ">I", "int32_le": "<i", "int32_be": ">i", "int64_le": "<q", "int64_be": ">q",
    "float_le": "<f", "float_be": ">f", "double_le": "<d", "double_be": ">d",
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_reading_numbers(name: str) -> None:
    data = bytes(range(0x81, 0x91))
    buffer = from_data(data)
    size = struct.calcsize(LAYOUTS[name])
    for number in range(len(data) // size):
        assert getattr(buffer, f"read_{name}")() == struct.unpack_from(LAYOUTS[name], data, number * size)[0]
    with pytest.raises(LuaError, match=f"Buffer underflow: need {size} bytes at position 17, but only 0 available"):
        getattr(buffer, f"read_{name}")()


@given(st.integers(-(2**63), 2**63 - 1), st.sampled_from([name for name in LAYOUTS if "int" in name]))
def test_integers_wrap(value: int, name: str) -> None:
    buffer = new(0)
    getattr(buffer, f"write_{name}")(value)
    assert buffer.length() == struct.calcsize(LAYOUTS[name])
    buffer.reset()
    assert (getattr(buffer, f"read_{name}")() - value) % (1 << 8 * buffer.length()) == 0


@given(st.floats(width=32, allow_nan=False))
def test_floats_come_back(value: float) -> None:
    buffer = new(0)
    for name in ("float_le", "float_be", "double_le", "double_be"):
        getattr(buffer, f"write_{name}")(value)
    buffer.reset()
    assert [buffer.read_float_le(), buffer.read_float_be(), buffer.read_double_le(), buffer.read_double_be()] == [
        value
    ] * 4


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3.4028235677973362e38, "7f7fffff"),
        (3.4028235677973366e38, "7f800000"),
        (-1e300, "ff800000"),
        (1e-50, "00000000"),
    ],
)
def test_floats_of_32_bits_at_their_limits(value: float, expected: str) -> None:
    buffer = new(0)
    buffer.write_float_be(value)
    assert buffer.to_hex() == expected


def test_a_buffer_may_be_copied_onto_itself() -> None:
    buffer = from_data(b"abcdef")
    assert buffer.copy(buffer, 3, 1, 4) == 4
    assert buffer.to_string() == "ababcd"
    assert buffer.copy(buffer, 5, 1, 4) == 4
    assert buffer.to_string() == "ababab" + "ab"


def test_copies_beyond_the_end_fill_with_zeros() -> None:
    target = from_data(b"x")
    assert from_data(b"ab").copy(target, 4) == 2
    assert target.to_hex() == "7800006162"
    assert from_data(b"ab").copy(target, 100, 2, 1) == 0
    assert target.length() == 5


def test_writing_over_the_end() -> None:
    buffer = from_data(b"abc")
    buffer.seek(3)
    assert buffer.write_string("xyz") == 3
    assert (buffer.to_string(), buffer.tell()) == ("abxyz", 6)
    assert buffer.capacity() >= buffer.length()


@pytest.mark.parametrize(("start", "end"), [(5, None), (1, 4), (3, 1)])
def test_slices_outside(start: int, end: int | None) -> None:
    with pytest.raises(LuaError, match=r"Buffer slice out of range: \[\d, \d\] for buffer of length 3"):
        from_data(b"abc").part(start, end)


def test_constructors() -> None:
    assert alloc(3, 257).to_hex() == "010101"
    assert alloc(2, -1).to_hex() == "ffff"
    assert from_hex_text("00fF").all_bytes() == "\0\udcff"
    assert from_base64_text("_-8").to_base64() == "/+8="
    assert concat(from_data(b"a"), from_data(b"b")).to_string() == "ab"
    assert is_buffer(Buffer(bytearray())) and not is_buffer("")
    source = from_data(b"a")
    from_data(bytes(source.content)).set(1, 66)
    assert source.to_string() == "a"


def test_objects(output: Callable[..., list[str]]) -> None:
    assert (
        output("""
        local b = buffer.from("abc")
        print(b, #b, type(b), b == b, b == buffer.from("abc"), buffer.from(b):toString())
        print(pcall(b.copy, b, 1))
        print(select(2, pcall(b.copy, b, time.utc(0))))
        print(select(2, pcall(buffer.concat, b, "x")))
        print(pcall(function() b.x = 1 end))
        print(pcall(b.readString, b, -1))
        print(select("#", b:writeUInt8(1)), b.readUInt64LE, require("buffer") == buffer)
        """)
        == [
            "Buffer(3 bytes)\t3\tuserdata\ttrue\tfalse\tabc",
            "false\tbad argument #2 to 'copy' (Buffer expected, got number)",
            "userdata is not expected type",
            "buffer.concat: all arguments must be Buffers",
            "false\tmain.lua:7: attempt to index a Buffer value (upvalue 'b')",
            "false\tbad argument #2 to 'readString' (out of range)",
            "0\tnil\ttrue",
        ]
    )
