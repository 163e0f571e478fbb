"""`cmc watch`: a real process that builds on every save."""

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import CMC, build, contents, environment, run_package, write_files

PATIENCE = 20.0
PROJECT = {
    "main.lua": 'print(require("words").hello)\n',
    "words.lua": 'return { hello = "one" }\n',
}


class Watch:
    """A running `cmc watch` and the lines that it prints, on either stream."""

    def __init__(self, folder: Path, *args: str) -> None:
        self.lines: queue.Queue[str] = queue.Queue()
        self.process = subprocess.Popen(
            [*CMC, "watch", *args],
            cwd=folder,
            env=environment(folder, PYTHONUNBUFFERED="1"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def wait_for(self, start: str) -> str:
        """The next line that begins with a text."""
        seen = []
        deadline = time.monotonic() + PATIENCE
        while (left := deadline - time.monotonic()) > 0:
            try:
                seen.append(self.lines.get(timeout=left))
            except queue.Empty:
                break
            if seen[-1].startswith(start):
                return seen[-1]
        raise AssertionError(f"{start!r} did not come, but {seen}")

    def settle(self) -> None:
        """Waits until the watch looks at the folder: what is saved while it starts is in the first build, or missed."""
        time.sleep(0.3)

    def stop(self) -> int:
        """Ends the watch as Ctrl-C does; returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.process.wait()
            self.reader.join(PATIENCE)
            for stream in (self.process.stdin, self.process.stdout):
                assert stream is not None
                stream.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A program of two files."""
    write_files(tmp_path / "p", PROJECT)
    return tmp_path


@pytest.fixture
def watch(project: Path) -> Iterator[Watch]:
    """A watch over the program that has built it once."""
    watch = Watch(project, "p", "-o", "out")
    watch.wait_for("built out: 2 modules compiled")
    watch.settle()
    yield watch
    watch.stop()


def _replace(path: Path, text: str) -> None:
    """Saves as many editors do: a new file takes the place of the old one."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text)
    os.replace(temporary, path)


def test_saves(project: Path, watch: Watch) -> None:
    """Every save is built, however it is done, and only the module that changed is compiled."""
    words = project / "p" / "words.lua"
    words.write_text('return { hello = "two" }\n')
    watch.wait_for("built out: 1 modules compiled")
    assert run_package(project, "out") == "two\n"

    _replace(words, 'return { hello = "three" }\n')
    watch.wait_for("built out: 1 modules compiled")
    assert run_package(project, "out") == "three\n"

    (project / "p" / "more.lua").write_text('return "more"\n')
    watch.wait_for("built out: 1 modules compiled")
    assert (project / "out" / "more.py").is_file()

    (project / "p" / "more.lua").unlink()
    watch.wait_for("built out: 0 modules compiled")
    assert not (project / "out" / "more.py").exists()
    assert watch.stop() == 128 + signal.SIGINT
    # The same as one build of what is there now.
    build(project, "p", "-o", "fresh")
    names = {"pyproject.toml", "_cmc/package.json"}
    kept, fresh = (
        {
            name: data
            for name, data in contents(project / folder).items()
            if name not in names and "__pycache__" not in name
        }
        for folder in ("out", "fresh")
    )
    assert kept == fresh


def test_broken_file(project: Path, watch: Watch) -> None:
    """Errors are shown, and the last good output stays until the program is good again."""
    before = contents(project / "out")
    words = project / "p" / "words.lua"
    words.write_text("return {\n")
    assert "error[L001]" in watch.wait_for("p/words.lua:2:1: ")
    watch.wait_for("not built; the last good output stays")
    assert contents(project / "out") == before

    words.write_text('return { hello = "good again" }\n')
    watch.wait_for("built out: 1 modules compiled")
    assert run_package(project, "out") == "good again\n"


def test_other_files_do_not_matter(project: Path, watch: Watch) -> None:
    """Neither texts nor what the build writes start another one."""
    (project / "p" / "notes.txt").write_text("x")
    (project / "p" / ".words.lua.swp").write_text("x")
    (project / "p" / "words.lua").write_text('return { hello = "two" }\n')
    watch.wait_for("built out: 1 modules compiled")
    time.sleep(0.4)
    assert watch.lines.empty()


def test_project_that_is_broken_at_first(project: Path) -> None:
    """A watch may begin before the program is good."""
    (project / "p" / "main.lua").write_text("print(\n")
    watch = Watch(project, "p", "-o", "out")
    try:
        watch.wait_for("not built")
        watch.settle()
        assert not (project / "out").exists()
        (project / "p" / "main.lua").write_text("print(1)\n")
        watch.wait_for("built out: ")
        assert run_package(project, "out") == "1\n"
    finally:
        watch.stop()


RUNNING = """\
print("{version} runs", ...)
io.stdout:flush()
io.read("l")
"""


def _is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_run(tmp_path: Path) -> None:
    """`--run` starts the program, again after each build, and stops it at the end."""
    write_files(tmp_path, {"app.lua": RUNNING.format(version="one")})
    watch = Watch(tmp_path, "app.lua", "-o", "out", "--run")
    try:
        watch.wait_for("one runs")
        watch.settle()
        started = _children(watch.process.pid)
        assert len(started) == 1
        (tmp_path / "app.lua").write_text(RUNNING.format(version="two"))
        watch.wait_for("two runs")
        assert not _is_running(started[0])
        restarted = _children(watch.process.pid)

        # What does not compile leaves the program alone.
        (tmp_path / "app.lua").write_text("print(\n")
        watch.wait_for("not built")
        assert _children(watch.process.pid) == restarted
        (tmp_path / "app.lua").write_text(RUNNING.format(version="three"))
        watch.wait_for("three runs")
        last = _children(watch.process.pid)
        assert last != restarted
    finally:
        status = watch.stop()
    assert status == 128 + signal.SIGINT
    assert not any(_is_running(number) for number in (*restarted, *last))


def _children(number: int) -> list[int]:
    """The processes that a process has started."""
    command = ["ps", "-o", "pid=", "-o", "ppid=", "-A"]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = (line.split() for line in listing.splitlines())
    return [int(child) for child, parent in rows if int(parent) == number]


def test_run_of_a_program_that_ends(tmp_path: Path) -> None:
    """It is started again after the next save."""
    write_files(tmp_path, {"app.lua": 'print("first")\n'})
    watch = Watch(tmp_path, "app.lua", "-o", "out", "--run")
    try:
        watch.wait_for("first")
        watch.settle()
        (tmp_path / "app.lua").write_text('print("second")\nerror("failed")\n')
        watch.wait_for("second")
        watch.wait_for("error: app.lua:2: failed")
        (tmp_path / "app.lua").write_text('print("third")\n')
        watch.wait_for("third")
    finally:
        watch.stop()
