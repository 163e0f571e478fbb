"""`cmc build`: packages that run, and output that is put in place carefully."""

import os
import re
import sys
import threading
from pathlib import Path

import pytest

from cmc.transpiler.project.package import FILES_KEY
from cmc.transpiler.project.writer import write_package
from tests.cli.command import build, cmc, cmc_here, contents, execute, run_package, write_files

PROJECT = {
    "main.lua": 'local greet = require("lib.greet")\nprint(greet(...))\n',
    "lib/greet.lua": 'local w = require("lib/words")\nreturn function(name) return w.hello .. " " .. name end\n',
    "lib/words.lua": 'return { hello = "Hello" }\n',
}


def _stamps(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()
    }


def test_file(tmp_path: Path) -> None:
    """A program and what it requires become a package below `build`, with its own commands."""
    write_files(tmp_path, {**PROJECT, "unused.lua": "print(1)"})
    assert build(tmp_path, "main.lua").startswith("build/main: 3 modules, ")
    package = tmp_path / "build" / "main"
    assert {path.relative_to(package).as_posix() for path in package.rglob("*.py")} == {
        "__init__.py",
        "__main__.py",
        "main.py",
        "lib/__init__.py",
        "lib/greet.py",
        "lib/words.py",
    }
    assert run_package(tmp_path / "build", "main", "Ada") == "Hello Ada\n"
    # By the path of its folder, and from elsewhere.
    done = execute((sys.executable, str(package), "Bob"), tmp_path)
    assert (done.stdout, done.stderr, done.returncode) == ("Hello Bob\n", "", 0)


def test_folder(tmp_path: Path) -> None:
    """A folder is built with all its Lua files; output, packages and hidden folders are left out."""
    write_files(tmp_path / "shop", PROJECT)
    skipped = ("build", "dist", "node_modules", ".hidden")
    write_files(tmp_path / "shop", {"jobs/clean up.lua": "print(1)", **{f"{name}/x.lua": "?" for name in skipped}})
    assert build(tmp_path, "shop", "-o", "out").startswith("out: 4 modules, ")
    assert (tmp_path / "out" / "jobs" / "clean_up.py").is_file()
    assert run_package(tmp_path, "out", "Ada") == "Hello Ada\n"


def test_file_that_computes_names(tmp_path: Path) -> None:
    """What names that are computed may mean belongs to the program, but for files with errors."""
    files = {
        "main.lua": "for _, name in ipairs(arg) do print(pcall(function() return require(name:lower()).name end)) end",
        "one.lua": 'return { name = "first" }',
        "parts/two.lua": 'return { name = "second" }',
        "broken.lua": "return {",
        "build/old.lua": 'return { name = "output" }',
    }
    write_files(tmp_path / "app", files)
    build(tmp_path / "app", "main.lua", "-o", str(tmp_path / "out" / "program"))
    made = contents(tmp_path / "out" / "program")
    assert "one.py" in made and "parts/two.py" in made
    assert "broken.py" not in made and "build/old.py" not in made
    shown = run_package(tmp_path / "out", "program", "One", "Parts.Two", "Broken").splitlines()
    assert shown[:2] == ["true\tfirst", "true\tsecond"]
    assert shown[2].startswith("false\t")


@pytest.mark.parametrize("entry", ["app.lua", "main.lua", "init.lua"])
def test_entry_of_a_folder(tmp_path: Path, entry: str) -> None:
    """Without configuration a folder starts with the first of `app.lua`, `main.lua` and `init.lua`."""
    order = ["app.lua", "main.lua", "init.lua"]
    write_files(tmp_path / "p", {name: f'print("{name}")' for name in order[order.index(entry) :]})
    build(tmp_path, "p", "-o", "out")
    assert run_package(tmp_path, "out") == f"{entry}\n"


@pytest.mark.parametrize(
    ("files", "name", "entry"),
    [
        ({"Shipyard.toml": 'name = "web-shop"\nversion = "2.1"\n[lua]\nentry = "start.lua"\n'}, "web_shop", "start"),
        ({"Shipyard.toml": '[project]\nname = "shop"\nentry = "src/go.lua"\n'}, "shop", "src/go"),
        ({"harbor.toml": '[package]\nname = "lib"\nmain = "start.lua"\n'}, "lib", "start"),
        (
            {"cmc.toml": '[project]\nname = "own"\nentry = "start.lua"\n', "Shipyard.toml": 'name = "x"\n'},
            "own",
            "start",
        ),
        ({"Shipyard.toml": 'name = "a"\n', "harbor.toml": '[package]\nname = "b"\nmain = "start.lua"\n'}, "a", "start"),
        ({"Shipyard.toml": ""}, "p", "main"),
    ],
)
def test_configuration(tmp_path: Path, files: dict[str, str], name: str, entry: str) -> None:
    """Name and entry come from `cmc.toml`, `Shipyard.toml` and `harbor.toml`, in this order."""
    sources = {path: f'print("{path[:-4]}")' for path in ("main.lua", "start.lua", "src/go.lua")}
    write_files(tmp_path / "p", {**sources, **files})
    build(tmp_path, "p")
    assert run_package(tmp_path / "build", name) == f"{entry}\n"


def test_version_of_a_project(tmp_path: Path) -> None:
    """It is that of the package."""
    write_files(tmp_path / "p", {"main.lua": "print(1)", "Shipyard.toml": 'name = "p"\nversion = "2.1.3"\n'})
    build(tmp_path, "p")
    assert 'version = "2.1.3"' in (tmp_path / "build" / "p" / "pyproject.toml").read_text()


NAMES = ("abc", "asyncio", "collections", "dataclasses", "email", "json", "os", "string", "sys", "types", "typing")


@pytest.mark.parametrize("start", ["module", "folder"])
def test_names_of_the_standard_library(tmp_path: Path, start: str) -> None:
    """Modules may have the names of Python's own, and hide none of them."""
    requires = "".join(f'print((require("{name}")))\n' for name in NAMES)
    write_files(tmp_path / "p", {"main.lua": requires, **{f"{name}.lua": f'return "{name}!"' for name in NAMES}})
    # `string`, `os` and the like are loaded as libraries of Lua already.
    expected = execute(("lua5.4", "main.lua"), tmp_path / "p", LUA_PATH="./?.lua").stdout.splitlines()
    build(tmp_path, "--dialect", "lua54", "p", "-o", "out")
    command = ("-m", "out") if start == "module" else (str(tmp_path / "out"),)
    done = execute((sys.executable, *command), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    found = done.stdout.splitlines()
    assert len(found) == len(NAMES)
    for here, there in zip(found, expected, strict=True):
        assert here == there or (here.startswith("table: ") and there.startswith("table: "))


def test_names_that_are_no_identifiers(tmp_path: Path) -> None:
    """Files and folders may have any name; `require` takes it as it is."""
    names = ("2fast", "class", "my-module", "with space", "__init__", "__main__")
    requires = "".join(f'print((require("{name}")))\n' for name in names)
    write_files(tmp_path / "p", {"main.lua": requires, **{f"{name}.lua": f'return "{name}!"' for name in names}})
    build(tmp_path, "p", "-o", "out")
    assert run_package(tmp_path, "out").splitlines() == [f"{name}!" for name in names]


def test_module_and_folder_of_one_name(tmp_path: Path) -> None:
    """`a.lua` beside `a/b.lua`, and `a/init.lua` as `a`."""
    write_files(
        tmp_path / "p",
        {
            "main.lua": 'print(require("a"), require("a.b"), require("c"), (require("c.init")))\n',
            "a.lua": 'return "a"',
            "a/b.lua": 'return "a.b"',
            "c/init.lua": 'return "c"',
        },
    )
    build(tmp_path, "p", "-o", "out")
    assert run_package(tmp_path, "out") == "a\ta.b\tc\tc\n"


def test_names_that_generated_modules_use(tmp_path: Path) -> None:
    """What a module returns does not depend on what its variables are called."""
    write_files(
        tmp_path / "p",
        {
            "main.lua": 'print(require("a"), require("b"), (require("c")))\n',
            "a.lua": 'local exports = "not returned"\nprint(exports)\n',
            "b.lua": 'local chunk = 1\nreturn "b" .. chunk\n',
            "c.lua": "local exports, chunk = 1, 2\nreturn exports + chunk\n",
        },
    )
    build(tmp_path, "p", "-o", "out")
    assert run_package(tmp_path, "out") == "not returned\ntrue\tb1\t3\n"


def test_two_files_for_one_module(tmp_path: Path) -> None:
    """Names that become one in Python are an error."""
    write_files(tmp_path / "p", {"main.lua": "", "a-b.lua": "", "a_b.lua": ""})
    done = cmc_here(tmp_path, "build", "p")
    assert done.returncode == 2
    assert done.stderr.startswith("error[P004]: a-b.lua and a_b.lua would become the same Python module\n")
    assert not (tmp_path / "build").exists()


def test_output_is_the_same_everywhere(tmp_path: Path) -> None:
    """Two builds differ in nothing, wherever they are made, and name no folder of the machine."""
    for number in ("1", "2"):
        write_files(tmp_path / number / "p", PROJECT)
        done = cmc(tmp_path / number, "build", "p", PYTHONHASHSEED=number)
        assert (done.returncode, done.stderr) == (0, "")
    first, second = (contents(tmp_path / number / "build" / "p") for number in ("1", "2"))
    assert first == second
    assert not [name for name, data in first.items() if os.fsencode(tmp_path) in data]


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """Other files keep their time stamps, and files that are not of cmc stay."""
    write_files(tmp_path / "p", PROJECT)
    build(tmp_path, "p", "-o", "out")
    out = tmp_path / "out"
    (out / "data").mkdir()
    (out / "data" / "mine.txt").write_text("mine")
    before = _stamps(out)
    assert build(tmp_path, "p", "-o", "out") == "out: up to date\n"
    assert _stamps(out) == before

    (tmp_path / "p" / "lib" / "words.lua").write_text('return { hello = "Good morning" }\n')
    assert build(tmp_path, "p", "-o", "out").startswith("out: 3 modules, ")
    after = _stamps(out)
    changed = {name for name in before if after[name] != before[name]}
    assert "lib/words.py" in changed
    assert changed <= {"lib/words.py", "_cmc/lib/words.py.json"}
    assert run_package(tmp_path, "out", "Ada") == "Good morning Ada\n"

    (tmp_path / "p" / "lib" / "words.lua").unlink()
    (tmp_path / "p" / "lib" / "greet.lua").write_text('return function(name) return "Bye " .. name end\n')
    build(tmp_path, "p", "-o", "out")
    assert not list(out.rglob("words*"))
    assert (out / "data" / "mine.txt").read_text() == "mine"
    assert run_package(tmp_path, "out", "Ada") == "Bye Ada\n"


def test_replaced_functions_of_the_library(tmp_path: Path) -> None:
    """Every module finds what the program puts in place of `print`; variables that held the old one keep it."""
    show = (
        "local print_first = print\nlocal M = {}\nfunction M.show(x)\n  print(tostring(x), type(x))\n"
        "  for k, v in pairs({ x }) do print(k, v) end\n  print_first(string.format('%d', x))\nend\nreturn M\n"
    )
    main = (
        'local M = require("show")\nlocal old, pairs_before = print, pairs\n'
        'print = function(...) old("P", ...) end\nM.show(1)\n'
        'tostring = function() return "T" end\ntype = function() return "my" end\n'
        'pairs = function(t) old("pairs") return pairs_before(t) end\n'
        'package.loaded.show = nil\nlocal again = require("show")\nprint = old\n'
        'string.format = function() return "F" end\nM.show(2)\nagain.show(3)\nprint(select("#", 1, 2))\n'
    )
    write_files(tmp_path, {"p/main.lua": main, "p/show.lua": show})
    build(tmp_path, "p", "-o", "out")
    assert run_package(tmp_path, "out").splitlines() == [
        *("P\t1\tnumber", "P\t1\t1", "1"),
        *("T\tmy", "pairs", "1\t2", "F"),
        *("T\tmy", "pairs", "1\t3", "P\tF"),
        "2",
    ]


def test_upvalues_seen_from_another_chunk(tmp_path: Path) -> None:
    """A module's variables are upvalues with names, values and identities, though only another chunk uses `debug`."""
    files = {
        "main.lua": """local look = require("look")
local count, other = 1, 2
local function step() count = count + 1 return count, print end
local function both() return other + count end
for _ = 1, 3 do step() end
look.upvalues(step)
print(true, look.same(step, 1, both, 2), look.same(step, 1, both, 1))
print(look.set(step, 1, 100), count, (step()))
print(look.environment() == _G)
""",
        "look.lua": """local look = {}
function look.upvalues(f)
  for i = 1, 3 do
    local name, value = debug.getupvalue(f, i)
    print(i, name, name == "_ENV" and value == _G or value)
  end
end
function look.set(f, i, value) return debug.setupvalue(f, i, value) end
function look.same(f, i, g, j) return debug.upvalueid(f, i) == debug.upvalueid(g, j) end
function look.environment()
  local name, value = debug.getupvalue(debug.getinfo(2, "f").func, 1)
  return name == "_ENV" and value
end
return look
""",
    }
    write_files(tmp_path, files)
    build(tmp_path, "--dialect", "lua54", "main.lua")
    lines = ["1\tcount\t4", "2\t_ENV\ttrue", "3\tnil\tnil", "true\ttrue\tfalse", "count\t100\t101", "true"]
    assert run_package(tmp_path / "build", "main").splitlines() == lines


def test_like_the_interpreter(tmp_path: Path) -> None:
    """Built programs dump functions, tell hooks Lua's lines, miss modules in Lua's words and end in silence."""
    program = """local kept = setmetatable({}, {__gc = function() end})
local factor = 2
local function scaled(x) return math.floor(x * 2), factor end
local copy = load(string.dump(scaled))
print(copy(21))
print(pcall(load(string.dump(function(t)
  return t.x.y
end)), {}))
local lines = {}
debug.sethook(function(_, line) lines[#lines + 1] = line end, "l")
local a = 1
local b = math.max(a, 2)
debug.sethook()
print(table.concat(lines, " "))
package.path, package.cpath = "?.none", "?.none"
print(select(2, pcall(require, "absent")))
print(pcall(function() return (5).x end))
"""
    write_files(
        tmp_path, {"p.lua": program, "q.lua": program.replace("debug.sethook", "print").replace("lines, ", "{}, ")}
    )
    for name in ("p", "q"):
        build(tmp_path, f"{name}.lua", "--dialect", "lua54")
        expected = execute(("lua5.4", f"{name}.lua"), tmp_path)
        found = execute((sys.executable, "-m", name), tmp_path / "build")
        assert [re.sub("0x[0-9a-f]+", "0x", text) for text in (found.stdout, found.stderr)] == [
            re.sub("0x[0-9a-f]+", "0x", text) for text in (expected.stdout, expected.stderr)
        ]


def test_errors_leave_the_output_alone(tmp_path: Path) -> None:
    """A build that fails changes nothing, and shows all errors of all files."""
    write_files(tmp_path / "p", PROJECT)
    build(tmp_path, "p", "-o", "out")
    before = _stamps(tmp_path / "out")
    write_files(tmp_path / "p", {"main.lua": "x = = 1\ny z\n", "lib/words.lua": "return {\nlocal = 2\n"})
    done = cmc_here(tmp_path, "build", "p", "-o", "out")
    assert done.returncode == 1
    assert done.stdout == ""
    heads = [line for line in done.stderr.splitlines() if "error[" in line]
    assert [head.partition(": ")[0] for head in heads] == ["p/lib/words.lua:2:1", "p/main.lua:1:5", "p/main.lua:2:3"]
    assert _stamps(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != ".cache") == ["out", "p"]


def test_readers_never_see_half_of_a_build(tmp_path: Path) -> None:
    """Whoever opens the package's folder finds files of one build in it."""
    folder = tmp_path / "out"
    files = ("a.py", "b.py", "_cmc/package.json")

    def write(number: int) -> None:
        manifest = f'{{"{FILES_KEY}": {list(files)}, "n": {number}}}'.replace("'", '"')
        write_package({"a.py": str(number), "b.py": str(number), "_cmc/package.json": manifest}, folder)

    write(0)
    stop = threading.Event()
    seen: list[tuple[str, str]] = []

    def read() -> None:
        while not stop.is_set():
            opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                texts = []
                for name in files[:2]:
                    with open(os.open(name, os.O_RDONLY, dir_fd=opened)) as file:
                        texts.append(file.read())
            except FileNotFoundError:
                # The folder was replaced, and the old one is being removed.
                continue
            finally:
                os.close(opened)
            seen.append((texts[0], texts[1]))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 150):
        write(number)
    stop.set()
    reader.join()
    assert len({first for first, _ in seen}) > 1
    assert [pair for pair in seen if pair[0] != pair[1]] == []
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_foreign_files_are_not_replaced(tmp_path: Path) -> None:
    """A folder with other files in it is no place for a package."""
    write_files(tmp_path, {"main.lua": "print(1)", "notes/mine.txt": "mine"})
    done = cmc_here(tmp_path, "build", "main.lua", "-o", "notes")
    assert done.returncode == 2
    assert done.stderr.startswith("error[P005]: notes holds files that cmc did not make")
    assert contents(tmp_path / "notes") == {"mine.txt": b"mine"}
