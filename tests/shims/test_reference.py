"""The reference says what the shims declare, and its examples do what they say."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cmc.runtime.manifest import manifest
from cmc.runtime.reference import ANNOTATIONS, EXAMPLES, PAGES, files, libraries
from tests.shims.conftest import RUN

NAMES = sorted(libraries(manifest()))


def test_the_files_are_up_to_date() -> None:
    wanted = files()
    assert {path.name for path in PAGES.glob("*.md")} == {path.name for path in wanted if path.parent == PAGES}
    for path, text in wanted.items():
        assert path.read_text("utf-8") == text, "run `python -m cmc.runtime.reference`"


def test_every_declaration_has_its_place() -> None:
    data = manifest()
    pages = "".join((PAGES / f"{name}.md").read_text("utf-8") for name in NAMES)
    annotations = ANNOTATIONS.read_text("utf-8")
    for path in data["functions"]:
        assert f"### `{path}(" in pages
        assert f"function {path}(" in annotations or path.rpartition(".")[2] in ("not", "end", "repeat", "goto")
    for path, entry in data["classes"].items():
        assert f"---@class {path}\n" in annotations
        for method in entry["methods"]:
            assert f"### `{path.rpartition('.')[2]}:{method}(" in pages


def test_what_a_page_says() -> None:
    page = (PAGES / "sqlite.md").read_text("utf-8")
    assert "### `sqlite.open(path: string) -> sqlite.Database`\n" in page
    assert "### `Database:query(sql: string, ...: any) -> table`\n" in page
    assert "While it waits, other requests and timers run." in page
    assert not re.search(r"\bNone\b", page)


def test_the_annotations_are_lua() -> None:
    luac = shutil.which("luac5.4") or shutil.which("luac")
    command = [*RUN, str(ANNOTATIONS)] if luac is None else [luac, "-p", str(ANNOTATIONS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_examples(name: str, tmp_path: Path) -> None:
    text = (EXAMPLES / f"{name}.lua").read_text("utf-8")
    (tmp_path / "main.lua").write_text(text, "utf-8")  # by its own name, `require` would find the example
    answers = "".join(f"{answer}\n" for answer in re.findall(r"--< (.*)", text))
    done = subprocess.run([*RUN, "main.lua"], cwd=tmp_path, input=answers, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert re.sub(r":\d+$", ":PORT", done.stdout, flags=re.MULTILINE).splitlines() == re.findall(r"--> (.*)", text)
