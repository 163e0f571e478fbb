"""Reading files, against the reference interpreter: the formats of `read` and `lines`."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lua_process import assert_same_ending, write_script
from reference import assert_same_programs, literal


def read_program(path: Path, formats: str) -> str:
    """A program that reads a file by the same formats until nothing comes any more."""
    return f"""
    local f, found = io.open({literal(str(path))}), {{}}
    for _ = 1, 12 do
      local r = table.pack(f:read({formats}))
      for i = 1, r.n do found[#found + 1] = r[i] == nil and "nil" or r[i] end
      if r[1] == nil then break end
    end
    f:close()
    return table.unpack(found)
    """


FORMATS = ["", "'l'", "'L'", "'a'", "'n'", "0", "1", "3", "100", "'*l'", "'n', 'l'", "2, 0, 'L'", "'n', 'n', 1", "5.0"]
contents = st.lists(
    st.sampled_from(
        [b"a", b"line", b"\n", b"\r\n", b"\0", b"\xc3\xa9", b"\xff", b" ", b"12", b"-7", b"3.5", b"0x1F", b"1e5", b"."]
    ),
    max_size=10,
).map(b"".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents)
def test_reading(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "content"
    path.write_bytes(content)
    assert_same_programs([read_program(path, formats) for formats in FORMATS])


pieces = st.sampled_from(
    [*"0123456789abcdefxXpPeE+-.. \n", "0x", "1e", "99999999999999999999", "inf", "nan", "1.5", ","]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(pieces, max_size=12).map("".join))
def test_reading_numbers(tmp_path: Path, content: str) -> None:
    path = tmp_path / "content"
    path.write_text(content)
    assert_same_programs([read_program(path, "'n'"), read_program(path, "'n', 1"), read_program(path, "'n', 'l'")])


def test_numbers_at_the_limits(tmp_path: Path) -> None:
    path = tmp_path / "content"
    for content in [
        "1" * 200 + " 2", "1" * 201 + " 2", " " * 300 + "5", "0x" + "f" * 16, "0x" + "f" * 17, "0x.8p1", "9" * 19,
        "9223372036854775807 9223372036854775808 -9223372036854775808", "1e400 -1e400 1e-400", "5", "-", "+5x", "0x",
        "1" * 4090 + " 3", " " * 4095 + "12345", "\n" * 8191 + "678 9", "00012 0.50 1.", "8e+ 9", "0x1p-2 0xp1",
    ]:  # fmt: skip
        path.write_text(content)
        assert_same_programs([read_program(path, "'n'"), read_program(path, "'n', 'l'")])


def test_long_lines_and_large_counts(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(b"x" * 100_000 + b"\n" + b"\xe2\x82" * 9000 + b"\xac\n\nend")
    count = "local n = 0 for l in io.lines({}) do n = n + 1 + #l end return n"
    assert_same_programs(
        [
            count.format(literal(str(path))),
            read_program(path, "'L', 'l'"),
            read_program(path, "8191, 8193"),
            read_program(path, "1 << 20"),
        ]
    )


@pytest.mark.parametrize("formats", ["'x'", "''", "'*'", "'l', 'x'", "{}", "true", "1.5", "'5'", "-1", "nil"])
def test_invalid_formats(formats: str, tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_text("some\nlines\n")
    opened = f"local f = io.open({literal(str(path))})"
    assert_same_programs(
        [
            f"{opened} return f:read({formats})",
            f"{opened} return pcall(f.read, f, {formats})",
            f"io.input({literal(str(path))}) local r = {{pcall(io.read, {formats})}} io.input():close()"
            " io.input(io.stdin) return table.unpack(r)",
            f"return pcall(io.lines({literal(str(path))}, {formats}))",
        ]
    )


# Lines


def test_lines(tmp_path: Path) -> None:
    (tmp_path / "content").write_bytes(b"one\r\ntwo\n\nfour\xff\nlast")
    script = write_script(
        tmp_path,
        """
        for l in io.lines("content") do print(#l, l) end
        for l in io.lines("content", "L") do io.write("[", l, "]") end
        for a, b in io.lines("content", 1, 2) do print(a, b) end
        for a, b, c in io.lines("content", "l", 0, "n") do print(a, b, c) end
        local it, s, c, f = io.lines("content")
        print(s, c, io.type(f), it())
        for _ in it do end
        print(io.type(f), pcall(it))
        local opened
        for l in io.lines("content") do opened = l break end
        f = io.open("content")
        for l in f:lines() do print(l) break end
        print(f:read("a"), io.type(f))
        for l in f:lines() do print("never") end
        print(io.type(f))
        it = f:lines()
        f:close()
        print(pcall(it))
        print(pcall(f.lines, f))
        io.input("content")
        for l in io.lines() do io.write(l, ";") end
        print(io.type(io.input()))
        io.close(io.input())
        print(pcall(io.lines))
        print(pcall(io.lines, nil, "L"))
        print(pcall(io.lines, "content", table.unpack({}, 1, 251)))
        print(select("#", io.lines("content", table.unpack({}, 1, 250))))
        """,
    )
    assert_same_ending(script)


def test_a_loop_closes_the_file_it_opened(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("a\nb\n")
    script = write_script(
        tmp_path,
        """
        local function watched(name)
          local it, s, c, f = io.lines(name)
          return f, it, s, c, f
        end
        local file
        local function start(f, ...) file = f return ... end
        for l in start(watched("content")) do break end
        print(io.type(file))
        print(pcall(function() for l in start(watched("content")) do error("x", 0) end end), io.type(file))
        """,
    )
    assert_same_ending(script)
