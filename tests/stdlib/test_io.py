"""The `io` library against the reference interpreter."""

import os
from pathlib import Path

from lua_process import assert_same_ending, run_here, write_script
from reference import open_globals

from cmc.runtime.core.chunks import load_text
from cmc.runtime.core.frames import native_codes

# Opening


def test_opening(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    script = write_script(
        tmp_path,
        """
        for _, name in ipairs{"file", "none", "none/x", "folder", "", "file\\0x"} do
          for _, mode in ipairs{"r", "rb", "r+", "r+b", "rbb"} do
            local f, message, code = io.open(name, mode)
            print(name, mode, io.type(f), message, code)
          end
        end
        for _, mode in ipairs{"", "rw", "z", "+r", "rb+", "r++", "b", "wx", "R"} do
          print(mode, pcall(io.open, "file", mode))
        end
        print(io.open("folder", "w"))
        print(io.open("none/x", "a"))
        print(io.type(io.open("file")), io.type(io.open("new", "w+")), io.type(io.open("newer", "a+")))
        print(pcall(io.open))
        print(pcall(io.open, {}))
        print(pcall(io.open, "file", {}))
        print(pcall(io.lines, "none"))
        print(pcall(io.input, "none"))
        print(pcall(io.output, "folder"))
        print(pcall(io.input, {}))
        """,
    )
    assert_same_ending(script)


def test_a_folder_can_be_opened_but_not_read(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    script = write_script(
        tmp_path,
        """
        local f = io.open("folder")
        print(io.type(f), f:read())
        print(f:read("a"))
        print(f:read(0))
        print(f:read("n"))
        print(pcall(f:lines()))
        print(f:write("x"))
        print(f:close())
        print(pcall(io.lines("folder")))
        """,
    )
    assert_same_ending(script)


# Writing


def test_writing(tmp_path: Path) -> None:
    script = write_script(
        tmp_path,
        """
        local f = io.open("out", "w")
        print(f:write("a", 1, " ", 1.0, " ", 2^53, " ", 1e100, " ", 0/0, " ", -1/0, " ", -0.0, " ", 3.14, "\\n") == f)
        print(f:write() == f, f:write("x"):write("y"):seek())
        print(pcall(f.write, f, "before", {}, "after"))
        print(pcall(function() f:write("z", nil) end))
        print(pcall(function() f.write("z") end))
        f:write("\\xc3"):write("\\xa9", "\\xff\\0")
        f:close()
        print(pcall(f.write, f, "x"))
        io.write(io.open("out", "rb"):read("a"), "\\n")
        f = io.open("out")
        print(f:write("x"))
        print(f:write() == f)
        f:close()
        print(pcall(io.write, true))
        print(pcall(function() io.write("one", {}) end))
        print(io.write() == io.stdout, io.stdout:write("text") == io.stdout)
        """,
    )
    assert_same_ending(script)


def test_modes_and_positions(tmp_path: Path) -> None:
    script = write_script(
        tmp_path,
        """
        local f = io.open("file", "w+")
        f:write("0123456789")
        print(f:seek("set", 2), f:read(3), f:seek(), f:seek("cur", 2), f:read("a"), f:seek("end", -1), f:read())
        print(f:seek("set", -1))
        f:seek("set", 20)
        f:write("x")
        print(f:seek("end"), f:seek("set", 0), #f:read("a"))
        f:close()
        f = io.open("file", "r+")
        print(f:read(3), f:seek("cur", 0))
        f:write("XY")
        print(f:seek("set"), f:read(12))
        f:close()
        f = io.open("file", "a+")
        print(f:seek(), f:read(2), f:seek("set", 0))
        f:write("end")
        print(f:seek(), f:seek("set", 1), f:read(2))
        f:close()
        f = io.open("file", "a")
        print(f:seek())
        f:write("!")
        print(f:seek(), f:read())
        f:close()
        f = io.open("file")
        print(#f:read("a"), f:read("a"), f:read("l"), f:read(0), f:read(5))
        print(pcall(f.seek, f, "middle"))
        print(pcall(f.seek, f, "set", "x"))
        print(pcall(f.seek, f, "set", 1.5))
        print(pcall(f.seek, f, 1))
        print(f:seek("set", 3.0), f:seek(nil, nil), f:seek("end", "-2"))
        f:close()
        print(pcall(f.seek, f))
        """,
    )
    assert_same_ending(script)


def test_buffering(tmp_path: Path) -> None:
    script = write_script(
        tmp_path,
        """
        local f, other = io.open("file", "w"), io.open("file")
        local function seen() other:seek("set") return other:read("a") end
        f:write("a\\n")
        print(#seen(), f:flush(), #seen())
        print(f:setvbuf("line"), f:write("b") == f, #seen(), f:write("c\\n") == f, #seen())
        print(f:setvbuf("no"), f:write("d") == f, #seen())
        print(f:close(), #seen())
        print(pcall(other.setvbuf, other, "some"))
        print(pcall(other.setvbuf, other))
        print(pcall(other.setvbuf, other, "no", "x"))
        print(io.stdout:setvbuf("full"), io.stdout:setvbuf("line"), io.stdout:setvbuf("no"))
        print(io.stdout:flush(), io.flush())
        """,
    )
    assert_same_ending(script)


def test_a_full_disk(tmp_path: Path) -> None:
    script = write_script(
        tmp_path,
        """
        local f = io.open("/dev/full", "w")
        print(f:write("x") == f, f:flush())
        print(f:close())
        f = io.open("/dev/full", "w")
        print(f:write("x") == f, f:close())
        f = io.open("/dev/full", "w")
        print(f:setvbuf("no"))
        print(f:write("x"))
        print(f:close())
        f = io.open("/dev/full", "w")
        print(f:write(("x"):rep(100000)))
        print(f:close())
        """,
    )
    assert_same_ending(script)


def test_files_are_flushed_when_they_are_collected_or_the_program_ends(tmp_path: Path) -> None:
    script = write_script(
        tmp_path,
        """
        do io.open("collected", "w"):write("collected") end
        collectgarbage()
        print(io.open("collected"):read("a"))
        kept = io.open("kept", "w")
        kept:write("kept")
        local cycle = {io.open("cycle", "w")}
        cycle[2] = cycle
        cycle[1]:write("cycle")
        suspended = coroutine.wrap(function()
          local f = io.open("suspended", "w")
          f:write("suspended")
          coroutine.yield()
          f:write("never")
        end)
        suspended()
        error("end")
        """,
    )
    assert_same_ending(script)
    for name in ("kept", "cycle", "suspended"):
        assert (tmp_path / name).read_text() == name


def test_pipes_in_both_directions(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    script = write_script(
        tmp_path,
        """
        local f = io.open("pipe", "r+")
        print(io.type(f), f:write("line\\n", 12, " ") == f, f:flush(), f:read("l", "n"))
        print(f:seek())
        print(f:close())
        """,
    )
    assert_same_ending(script)


# Standard streams


def test_standard_streams(tmp_path: Path) -> None:
    script = write_script(
        tmp_path,
        """
        print(io.read())
        print(io.read("n", "n", "l"))
        print(io.read(3, 0))
        print(io.stdin:read("L"))
        for l in io.lines() do io.write("<", l, ">") break end
        print(io.read("a"), io.read("a"), io.read(), io.read(0))
        print(io.stdin:write("x"))
        print(io.stdout:read())
        print(io.stdout:read("n"))
        print(io.stdin:close())
        print(io.stderr:close())
        print(io.close())
        print(pcall(io.close, io.stdout))
        print(io.type(io.stdout), io.input() == io.stdin, io.output() == io.stdout)
        print(io.stdout:seek())
        """,
    )
    assert_same_ending(script, stdin=b"first\n 12 0x10 rest\nabcdef\nloop\nall\xff\nthe rest")


def test_print_and_write_come_out_in_order(tmp_path: Path) -> None:
    script = write_script(
        tmp_path,
        """
        for i = 1, 3000 do
          print(i)
          io.write(i, " ")
          io.stdout:write("\\xc3")
          print("\\xa9")
        end
        """,
    )
    assert_same_ending(script)


def test_errors_stream(tmp_path: Path) -> None:
    script = write_script(tmp_path, "io.stderr:write('a', 1, 2.0, '\\xff\\n') io.stderr:write('b')")
    assert run_here(script).errors == b"a12\xff\nb"


def test_default_files(tmp_path: Path) -> None:
    script = write_script(
        tmp_path,
        """
        local f = io.open("file", "w")
        print(io.output(f) == f, io.output() == f)
        io.write("to file")
        print(io.flush(), io.close(), io.type(f))
        print(pcall(io.write, "x"))
        print(pcall(io.flush))
        print(pcall(io.close))
        print(pcall(io.output, f))
        io.output(io.stdout)
        f = io.input("file")
        print(io.read("a"), io.input() == f)
        f:close()
        print(pcall(io.read))
        print(pcall(io.input, f))
        print(io.type(io.input(io.stdin)))
        io.output("7")
        io.output():write("number")
        io.output():close()
        io.output(io.stdout)
        print(io.open("7"):read("a"))
        """,
    )
    assert_same_ending(script)


def test_a_reader_that_goes_away_ends_the_program(tmp_path: Path) -> None:
    script = write_script(tmp_path, "for i = 1, 1e6 do pcall(io.write, i, '\\n') end print('not reached')")
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        ending = run_here(script, output=closed)
    assert (ending.errors, ending.status) == (b"", 128 + 13)


# Processes


def test_processes(tmp_path: Path) -> None:
    script = write_script(
        tmp_path,
        """
        local function told(command, mode, text)
          local f = io.popen(command, mode)
          local result = text and f:write(text) == f or f:read("a")
          print(command, io.type(f), result, f:close())
          print(io.type(f), pcall(f.close, f))
        end
        told("echo hi; echo there")
        told("exit 3", "r")
        told("kill -15 $$")
        told("cmc-no-such-command 2>/dev/null")
        told("cat", "w", "through cat\\n")
        told("exit 4", "w", "")
        print("printed before")
        local f = io.popen("cat", "w")
        f:write("written\\n")
        f:close()
        for l in io.popen("echo a; echo b"):lines() do print(l) end
        f = io.popen("echo x")
        print(f:write("x"))
        print(f:seek())
        f:close()
        f = io.popen("cat", "w")
        print(f:read())
        print(f:seek("set"))
        f:close()
        print(pcall(io.popen, "echo", "rw"))
        print(pcall(io.popen, "echo", "rb"))
        print(pcall(io.popen))
        """,
    )
    assert_same_ending(script)


# Handles


def test_handles(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    script = write_script(
        tmp_path,
        """
        local f = io.open("file")
        local meta = getmetatable(f)
        local function names(t)
          local n = {}
          for k in pairs(t) do n[#n + 1] = k end
          table.sort(n)
          print(table.concat(n, " "))
        end
        names(io) names(meta) names(meta.__index)
        print(meta.__name, type(f), tostring(f):gsub("0x%x+", "0x"))
        print(f.nothing, f == io.open("file"), f == f)
        print(pcall(function() return #f end))
        print(pcall(function() return f .. "x" end))
        print(pcall(function() return f + 1 end))
        print(pcall(function() return f < f end))
        print(pcall(meta.__gc))
        print(pcall(meta.__gc, {}))
        print(pcall(meta.__tostring, {}))
        print(pcall(f.read, 5))
        print(pcall(f.close))
        print(pcall(io.close, 5))
        print(pcall(io.type))
        print(io.type(5), io.type({}), io.type(f), io.type(nil))
        print(select("#", meta.__gc(f)), io.type(f), tostring(f), meta.__gc(f))
        for _, name in ipairs{"read", "write", "lines", "flush", "seek", "close", "setvbuf"} do
          print(pcall(f[name], f))
        end
        local kept
        do
          local g <close> = io.open("file")
          kept = g
          print(io.type(g))
        end
        print(io.type(kept))
        print(debug.getregistry()["FILE*"] == meta)
        """,
    )
    assert_same_ending(script)


def test_temporary_files(tmp_path: Path) -> None:
    script = write_script(
        tmp_path,
        """
        local f = io.tmpfile()
        f:write("text", 5)
        print(io.type(f), f:seek("set"), f:read("a"), f:close(), io.type(f))
        """,
    )
    assert_same_ending(script)


def test_no_descriptor_is_left_open() -> None:
    table = open_globals()
    before = len(os.listdir("/proc/self/fd"))
    program = """
    for _ = 1, 20 do
      io.open("/dev/null"):read()
      io.open("/dev/null", "w"):write("x")
      io.open("/")
      for l in io.lines("/etc/passwd") do break end
      io.popen("true"):read()
    end
    """
    load_text(program, "=test", table)()
    assert len(os.listdir("/proc/self/fd")) == before


def test_all_functions_are_known_to_the_stack() -> None:
    table = open_globals()
    methods = table["io"]["stdout"].metatable["__index"]
    functions = [value for value in table["io"].values() if callable(value)] + list(methods.values())
    assert all(function.__code__ in native_codes for function in functions)
