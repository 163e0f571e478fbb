"""`pack`, `packsize` and `unpack` against the reference interpreter."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st
from reference import Source, assert_same_calls, assert_same_programs, literal

from cmc.runtime.core.text import from_bytes

_OPTIONS = (
    "b", "B", "h", "H", "i", "I", "l", "L", "j", "J", "T", "f", "d", "n", "s", "z", "x", "i3", "I3", "i16", "I16", "i7",
    "I5", "i8", "I4", "s1", "s2", "s4", "c0", "c1", "c5", "X", "Xi4", "Xd", "Xz", "!", "!1", "!2", "!4", "!8", "!16",
    "!3", "<", ">", "=", " ",
)  # fmt: skip
_MISTAKES = ("", "", "", "", "c", "i17", "i0", "q", "\0", "é", "!17", "Xc1", "X<")

formats = st.tuples(st.lists(st.sampled_from(_OPTIONS), max_size=6).map("".join), st.sampled_from(_MISTAKES)).map(
    "".join
)
values = st.one_of(
    st.sampled_from(
        [0, 1, -1, 127, 128, 255, 256, -129, 65535, 2**31, 2**63 - 1, -(2**63), 1.5, 3.0, "5", "abc", "é", "a\0", None]
    ),
    st.sampled_from([1e300, -1e300, math.inf, math.nan, "x" * 300, True]),
    st.floats(),
    st.integers(-(2**63), 2**63 - 1),
)
positions = st.sampled_from([None, None, None, 1, 2, 0, -1, -3, 50, "2"])
calls = st.one_of(
    st.tuples(formats, st.lists(values, max_size=6)).map(lambda call: ("string.pack", (call[0], *call[1]))),
    st.tuples(st.just("string.packsize"), st.tuples(formats)),
    st.tuples(st.just("string.unpack"), st.tuples(formats, st.binary(max_size=40).map(from_bytes), positions)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(calls, min_size=10, max_size=30))
def test_as_the_reference(calls: list) -> None:
    assert_same_calls(calls)


_TYPED = {
    "b": st.integers(-128, 127), "B": st.integers(0, 255), "<i3": st.integers(-(2**23), 2**23 - 1),
    ">I2": st.integers(0, 65535), ">j": st.integers(-(2**63), 2**63 - 1), "<J": st.integers(-(2**63), 2**63 - 1),
    "i16": st.integers(-(2**63), 2**63 - 1), "d": st.floats(allow_nan=False), "s1": st.text(max_size=50),
    "s": st.binary(max_size=9).map(from_bytes), "z": st.text("aé", max_size=9), "!4 i4": st.integers(-9, 9),
}  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(_TYPED)).flatmap(lambda key: st.tuples(st.just(key), _TYPED[key])), max_size=8))
def test_packed_values_come_back(fields: list) -> None:
    form = literal("".join(option for option, _ in fields))
    packed = ", ".join([form, *(literal(value) for _, value in fields)])
    assert_same_programs([f"local data = string.pack({packed}) return data, string.unpack({form}, data)"])


MANY_BYTES = Source('("b"):rep(1100000)', "b" * 1_100_000)


def test_mistakes() -> None:
    assert_same_calls(
        [
            ("string.pack", ()),
            ("string.pack", ("i4",)),
            ("string.pack", ("i2 i2", 1)),
            ("string.pack", ("s",)),
            ("string.pack", ("b", 128)),
            ("string.pack", ("B", -1)),
            ("string.pack", ("i4", 1.5)),
            ("string.pack", ("b q", 300)),
            ("string.pack", ("bq", 1)),
            ("string.pack", ("!4i3", 1)),
            ("string.pack", ("c2", "abc")),
            ("string.pack", ("s1", "x" * 256)),
            ("string.pack", ("z", "a\0b")),
            ("string.packsize", ("c99999999999",)),
            ("string.packsize", ("s",)),
            ("string.packsize", ("z",)),
            ("string.packsize", ("c2147483640 i8",)),
            ("string.packsize", ("c2147483639 i8",)),
            ("string.packsize", ("c2147483639 i8 b",)),
            ("string.packsize", ("i4\0i4",)),
            ("string.unpack", ("i4", "abc")),
            ("string.unpack", ("z", "abc")),
            ("string.unpack", ("s1", "\5abc")),
            ("string.unpack", ("s", "\udcff" * 8)),
            ("string.unpack", ("i1", "a", 3)),
            ("string.unpack", ("i1", "a", 2)),
            ("string.unpack", ("i16", "\udcff" * 8 + "\0" * 8)),
            ("string.unpack", ("I16", "\udcff" * 8 + "\0" * 8)),
            ("string.unpack", ("i4",)),
            ("string.unpack", (MANY_BYTES, MANY_BYTES)),
        ]
    )


def test_positions_of_errors() -> None:
    assert_same_programs(["local x\nstring.pack('i17', 1)", "local s = 'b'  s:pack(1000)", "string.unpack('b', '')"])
