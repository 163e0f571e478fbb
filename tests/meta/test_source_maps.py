"""Source maps: a line of generated Python leads to the Lua line that it stands for."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest

from cmc.runtime.core.maps import MappedChunk
from cmc.transpiler.project.discover import discover
from cmc.transpiler.project.package import compile_package
from cmc.transpiler.project.writer import write_package
from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.parser import parse
from cmc.transpiler.syntax.walk import walk
from tests.golden.pairs import OPTIONS, Pair, package_of, pairs, text_of

PAIRS = pairs()
# They only say where the program goes on.
CANNOT_FAIL = (lua.Label, lua.Do, lua.Goto, lua.Break)


def _source(pair: Pair) -> Source:
    return Source.from_bytes(f"@{pair.lua.name}", pair.lua.read_bytes())


def _statements(source: Source) -> Iterator[lua.Statement]:
    for node in walk(parse(source).chunk):
        if isinstance(node, lua.Statement) and not isinstance(node, CANNOT_FAIL):
            yield node


def _map(pair: Pair) -> MappedChunk:
    return MappedChunk(json.loads(package_of(pair).files[f"_cmc/{pair.name}.py.json"]))


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A code object and all that it holds."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


OWN_INDEX = re.compile(r"(\w+)\.__index = \1")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_every_statement_is_on_the_map(pair: Pair) -> None:
    """For every Lua statement there is Python code whose errors name a line of it."""
    source = _source(pair)
    named = {operation[0] for operation in _map(pair).operations}
    missing = []
    for node in _statements(source):
        first, last = (source.line_and_column(offset)[0] for offset in (node.start, node.end - 1))
        if OWN_INDEX.fullmatch(source.line_text(first).strip()):
            # Python's classes need not be told where instances look for fields.
            continue
        if not named & set(range(first, last + 1)):
            missing.append(f"{pair.lua.name}:{first}: {source.line_text(first)}")
    assert missing == []


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_errors_stay_in_their_function(pair: Pair) -> None:
    """Wherever an error comes up in a Python function, its line lies in the Lua function."""
    chunk = _map(pair)
    known = set()
    for code in _codes(compile(text_of(pair), f"{pair.name}.py", "exec", dont_inherit=True)):
        facts = chunk.facts_of(code)
        if facts is None:
            continue
        known.add(id(facts))
        _, first, last, _, _, is_main, *_ = facts
        if is_main:
            first, last = 1, _source(pair).text.count("\n") + 1
        for instruction, (line, *_) in enumerate(code.co_positions()):
            if line is None:
                # What Python does before the function begins.
                continue
            found = chunk.line(code, 2 * instruction, line)
            # Nothing fails before the first statement, where imports are.
            assert first <= found <= last or (is_main and found == 0), f"{code.co_qualname}, line {line} -> {found}"
    # Functions without a name are found by their lines.
    assert known == {id(facts) for name, facts in chunk.functions.items() if not name.endswith("<lambda>")}


MARKER = """
local wrong, count = {}, 0
function mark(expected)
  local _, place = pcall(error, "", 3)
  count = count + 1
  local line = tonumber(place:match(":(%d+): $"))
  if line ~= expected then
    wrong[#wrong + 1] = place .. " instead of " .. expected
  end
end
"""


def _marked(source: Source) -> str:
    """The program with a call of `mark` before every statement, on its line, that says which line it is."""
    text = source.text
    for node in sorted(_statements(source), key=lambda node: -node.start):
        line, _ = source.line_and_column(node.start)
        text = f"{text[: node.start]}mark({line}); {text[node.start :]}"
    return text


def test_running_code_knows_its_line(tmp_path: Path) -> None:
    """Every statement that the fixtures run is on the line that the reference interpreter says, too."""
    folder = tmp_path / "marked"
    folder.mkdir()
    for pair in PAIRS:
        (folder / pair.lua.name).write_text(_marked(_source(pair)), "utf-8")
    runs = "".join(f'require("{pair.name}")\n' for pair in PAIRS)
    report = 'io.stderr:write(count, " ", table.concat(wrong, "\\n"))\n'
    (folder / "main.lua").write_text(MARKER + runs + report, "utf-8")
    package = compile_package(discover(folder / "main.lua"), OPTIONS, "program")
    assert package.diagnostics == ()
    write_package(package.files, tmp_path / "program")
    for command, place in ((["lua5.4", "main.lua"], folder), ([sys.executable, "-m", "program"], tmp_path)):
        # How often a comparison function is called depends on the order in which `pairs` gives entries.
        count, _, wrong = _marks(command, place).partition(" ")
        assert wrong == ""
        assert int(count) > 1500


def _marks(command: list[str], folder: Path) -> str:
    """What the marked program says at its end."""
    done = _run(command, folder)
    assert done.returncode == 0, done.stderr
    return done.stderr


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    # The reference finds modules by names without `./`, which its messages would show.
    environment = {**os.environ, "LUA_PATH": "?.lua"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


FAILING = {
    "main.lua": """-- Calls into two other files.
local model = require("model")

local function handle(
  id
)
  return (model
    .load(id))
end

print(handle(1).id)

for id = 1, 2 do
  print("user",
    (handle(
      id)).name)
end
""",
    "model.lua": """local M = {}
local rows = { { name = "Ada" } }

function M.load(id)
  local row = rows[id]

  return {
    id = id,
    name = row.name,
  }
end

return M
""",
}


def test_uncaught_error_of_a_package(tmp_path: Path) -> None:
    """Message and traceback of a built program have the lines of the Lua files."""
    folder = tmp_path / "source"
    folder.mkdir()
    for name, text in FAILING.items():
        (folder / name).write_text(text)
    package = compile_package(discover(folder / "main.lua"), OPTIONS, "failing")
    write_package(package.files, tmp_path / "failing")
    found = _run([sys.executable, "-m", "failing"], tmp_path)
    expected = _run(["lua5.4", "main.lua"], folder)
    assert found.stdout == expected.stdout
    assert found.returncode == expected.returncode == 1
    assert found.stderr.splitlines() == [
        "lua: model.lua:9: attempt to index a nil value (local 'row')",
        *expected.stderr.splitlines()[1:],
    ]
    assert expected.stderr.splitlines()[0].removeprefix("lua5.4") == found.stderr.splitlines()[0].removeprefix("lua")
