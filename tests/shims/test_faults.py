"""What libraries do when the machine lets them down: full disks, missing permissions, killed programs, odd input."""

import gc
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, array
from cmc.runtime.shims import archive, crypto, fs, json, process, sqlite, strings
from cmc.runtime.shims import re as lua_re

SPACE = 256 << 10
"""Bytes of the small disk."""

NO_SPACE = "No space left on device (os error 28)"


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """An empty file system with little space."""
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SPACE}", "none", folder], capture_output=True, check=False
        )
        if mounted.returncode:
            pytest.skip("no file system can be mounted here")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def failure(function: Callable[..., Any], *args: Any) -> str:
    """The message of the error that a call raises."""
    with pytest.raises(LuaError) as error:
        function(*args)
    return str(error.value.value)


@pytest.mark.parametrize("size", [2 * SPACE, 2 << 20])
def test_files_on_a_full_disk(small_disk: Path, size: int) -> None:
    content = "x" * size  # small ones are written in place, large ones in threads
    path = str(small_disk / "a")
    assert failure(fs.write, path, content) == f"Failed to write file '{path}': {NO_SPACE}"
    assert failure(fs.append, path, content) == f"Failed to append to file '{path}': {NO_SPACE}"
    assert failure(fs.write_bytes, path, content) == f"Failed to write file '{path}': {NO_SPACE}"
    fs.remove(path)
    assert fs.write(path, "fits") and fs.read(path) == "fits"


def test_copies_on_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    source, target = str(tmp_path / "a"), str(small_disk / "a")
    fs.write(source, "x" * 2 * SPACE)
    assert failure(fs.copy, source, target) == f"Failed to copy '{source}' to '{target}': {NO_SPACE}"
    assert failure(fs.move, source, target) == f"Failed to move '{source}' to '{target}': {NO_SPACE}"
    assert fs.size(source) == 2 * SPACE  # what could not be moved is still there
    folder = str(small_disk / "folder")
    assert (
        failure(fs.copy_dir, str(tmp_path), folder)
        == f"Failed to copy directory '{tmp_path}' to '{folder}': {NO_SPACE}"
    )


@pytest.mark.parametrize(
    ("make", "name"), [(archive.create_zip, "a.zip"), (archive.create_tar, "a.tar"), (archive.create_tar, "a.tgz")]
)
def test_archives_on_a_full_disk(small_disk: Path, make: Callable[[str], Any], name: str) -> None:
    writer = make(str(small_disk / name))
    assert NO_SPACE in failure(write_all, writer, os.urandom(2 * SPACE))
    handle = weakref.ref(writer)
    del writer  # what is left to be written cannot be written either
    gc.collect()
    assert handle() is None and not [name for name in os.listdir("/proc/self/fd") if is_below(name, small_disk)]


def write_all(writer: Any, data: bytes) -> None:
    """An archive with one entry."""
    writer.add_data("a", data)
    writer.close()


def is_below(descriptor: str, folder: Path) -> bool:
    """Whether a descriptor of this process is open for something in a folder."""
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}").startswith(str(folder))
    except OSError:  # the one that lists them
        return False


def test_a_writer_that_is_given_up_warns(small_disk: Path, lua: Callable[..., Any]) -> None:
    done = lua(f"""
        warn("@on")
        local writer = archive.tar.create("{small_disk}/a.tar")
        print(pcall(writer.add_data, writer, "a", ("x"):rep({2 * SPACE})))
        writer = nil
        collectgarbage()
        print("goes on")
    """)
    assert (done.returncode, done.stdout) == (0, f"false\tFailed to add 'a' to tar: {NO_SPACE}\ngoes on\n")
    assert done.stderr == f"Lua warning: an archive that was not closed is incomplete: {NO_SPACE}\n"


def test_extracting_on_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    fs.write(str(tmp_path / "a"), "x" * 2 * SPACE)
    zipped, tarred, target = str(tmp_path / "a.zip"), str(tmp_path / "a.tar"), str(small_disk)
    for make, path in ((archive.create_zip, zipped), (archive.create_tar, tarred)):
        writer = make(path)
        writer.add(str(tmp_path / "a"))
        writer.close()
    reader = archive.open_zip(zipped)
    assert NO_SPACE in failure(reader.extract, target)
    reader.close()
    fs.remove(f"{target}/a")
    assert failure(archive.open_tar(tarred).extract, target) == (
        f"Failed to extract tar to '{target}': failed to unpack `{target}/a`: {NO_SPACE}"
    )


def test_databases_on_a_full_disk(small_disk: Path) -> None:
    db = sqlite.open(str(small_disk / "a.db"))
    db.exec("CREATE TABLE t (a TEXT)")

    def fill() -> None:
        with db.transaction():
            for _ in range(100):
                db.execute("INSERT INTO t VALUES (?)", "x" * 10_000)

    assert failure(fill) == "database or disk is full"
    row = db.query_row("SELECT count(*) AS n FROM t")
    assert row is not None and row["n"] == 0 and not db.in_transaction
    db.execute("INSERT INTO t VALUES ('fits')")
    db.close()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
def test_a_device_that_is_full() -> None:
    assert failure(fs.write, "/dev/full", "x") == f"Failed to write file '/dev/full': {NO_SPACE}"
    assert failure(fs.append, "/dev/full", "x") == f"Failed to append to file '/dev/full': {NO_SPACE}"


@contextmanager
def without_privileges() -> Iterator[str]:
    """A directory that may be read but not written, and this process without the rights of root."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "secret").write_text("x")
        (place / "closed").mkdir()
        (place / "closed" / "a").write_text("x")
        for name, mode in (("secret", 0), ("closed", 0), ("", 0o555)):
            os.chmod(place / name, mode)
        was_root = os.geteuid() == 0
        if was_root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if was_root:
                os.seteuid(0)
            for name in ("", "closed", "secret"):
                os.chmod(place / name, 0o755)


def test_missing_permissions() -> None:
    denied = "Permission denied (os error 13)"
    with without_privileges() as here:
        for function, args, prefix in (
            (fs.read, (f"{here}/secret",), f"Failed to read file '{here}/secret'"),
            (fs.read_bytes, (f"{here}/secret",), f"Failed to read file '{here}/secret'"),
            (fs.write, (f"{here}/secret", "x"), f"Failed to write file '{here}/secret'"),
            (fs.write, (f"{here}/new", "x"), f"Failed to write file '{here}/new'"),
            (fs.append, (f"{here}/new", "x"), f"Failed to open file '{here}/new'"),
            (fs.remove, (f"{here}/secret",), f"Failed to remove file '{here}/secret'"),
            (fs.rename, (f"{here}/secret", f"{here}/b"), f"Failed to rename '{here}/secret' to '{here}/b'"),
            (fs.copy, (f"{here}/secret", "/tmp/b"), f"Failed to copy '{here}/secret' to '/tmp/b'"),
            (fs.touch, (f"{here}/new",), f"Failed to touch '{here}/new'"),
            (fs.mkdir, (f"{here}/new",), f"Failed to create directory '{here}/new'"),
            (fs.mkdir_all, (f"{here}/new/a",), f"Failed to create directories '{here}/new/a'"),
            (fs.rmdir, (f"{here}/closed",), f"Failed to remove directory '{here}/closed'"),
            (fs.rmdir_all, (f"{here}/closed",), f"Failed to remove directories '{here}/closed'"),
            (fs.readdir, (f"{here}/closed",), f"Failed to read directory '{here}/closed'"),
            (fs.stat, (f"{here}/closed/a",), f"Failed to get metadata for '{here}/closed/a'"),
            (fs.size, (f"{here}/closed/a",), f"Failed to get size of '{here}/closed/a'"),
            (archive.open_zip, (f"{here}/secret",), f"Failed to open '{here}/secret'"),
            (archive.create_zip, (f"{here}/a.zip",), f"Failed to create '{here}/a.zip'"),
            (archive.create_tar, (f"{here}/a.tar",), f"Failed to create '{here}/a.tar'"),
        ):
            assert failure(function, *args) == f"{prefix}: {denied}"
        assert not fs.exists(f"{here}/closed/a") and not fs.is_file(f"{here}/closed/a")
        assert len(fs.glob(f"{here}/closed/*")) == len(fs.glob(f"{here}/*/a")) == 0
        assert failure(sqlite.open, f"{here}/a.db") == f"SQLite error: unable to open database file: {here}/a.db"
        assert failure(process.spawn, f"{here}/secret") == f"Failed to spawn process '{here}/secret': {denied}"


def test_a_program_that_is_killed() -> None:
    done: list[Table] = []
    thread = threading.Thread(target=lambda: done.append(process.exec("echo begun; exec sleep 60 # test_faults")))
    thread.start()
    for _ in range(200):
        found = subprocess.run(["pgrep", "-P", str(os.getpid()), "-x", "sleep"], capture_output=True, text=True).stdout
        if found:
            break
        time.sleep(0.05)
    os.kill(int(found.split()[0]), signal.SIGKILL)
    thread.join(30)
    assert [(r["status"], r["success"], r["stdout"]) for r in done] == [(-1, False, "begun\n")]


@pytest.mark.parametrize("text", ["\udcff", "é\udcc3", "\udced\udca0\udc80"])
def test_bytes_that_are_no_text_are_refused_where_text_is_needed(output: Callable[..., list[str]], text: str) -> None:
    escaped = "".join(f"\\x{byte:02x}" for byte in text.encode("utf-8", "surrogateescape"))
    calls = [
        "json.decode, s", "string.trim, s", "string.split, 'a', s", "re.test, 'a', s", "re.compile, s",
        "path.basename, s", "fs.read, s", "os_ext.env, s", "process.exec, s", "time.parse, s", "crypto.hex_decode, s",
        "sqlite.open, s", "term.red, s", "console.prompt, s", "net.resolve, s",
    ]  # fmt: skip
    program = f'local s = "{escaped}"\n' + "\n".join(f"print(select(2, pcall({call})))" for call in calls)
    lines = output(program)
    assert len(lines) == len(calls)
    assert all("invalid utf-8" in line or "incomplete utf-8" in line for line in lines), lines


def test_bytes_go_where_they_are_wanted(tmp_path: Path) -> None:
    text = "".join(map(chr, [0, 10, 127])) + "\udc80\udcff"
    path = str(tmp_path / "a")
    assert fs.write(path, text) and fs.read(path) == text and fs.append(path, text) and fs.size(path) == 10
    assert crypto.hex_decode(crypto.hex_encode(text)) == text
    assert crypto.base64_decode(crypto.base64_encode(text)) == text
    assert archive.decompress(archive.compress(text)) == text
    db = sqlite.memory()
    row = db.query_row("SELECT ? AS a", text)
    assert row is not None and row["a"] == text


def test_huge_input() -> None:
    text = "word, " * 200_000
    assert len(strings.split(text, ",")) == 200_001
    assert strings.count(text, "word") == 200_000
    assert len(strings.pad_left("x", 20_000_000)) == 20_000_000
    assert crypto.sha256(text) == crypto.sha256(text.encode())
    assert crypto.base64_decode(crypto.base64_encode(text)) == text
    assert archive.decompress(archive.compress(text)) == text
    assert not lua_re.test("(a|aa)+$", "a" * 1_000_000 + "b")
    assert len(lua_re.find_all("word", text)) == 200_000


def test_huge_documents() -> None:
    rows = array(*(Table(id=number, name=f"name {number}", tags=array("a", "b")) for number in range(20_000)))
    text = json.encode(rows)
    again = json.decode(text)
    assert len(again) == 20_000 and again[20_000]["tags"][2] == "b" and json.encode(again) == text
    assert failure(json.decode, text[:-1]).startswith("JSON decode error: EOF while parsing a list at line 1 column ")
    assert failure(json.decode, "[" * 10_000_000).startswith("JSON decode error: recursion limit exceeded")


def test_files_that_vanish(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    reader = archive.create_tar(str(folder / "a.tar"))
    reader.add_data("a", "b")
    reader.close()
    opened = archive.open_tar(str(folder / "a.tar"))
    shutil.rmtree(folder)
    assert failure(opened.list) == "Tar entry error: No such file or directory (os error 2)"
    assert failure(fs.readdir, str(folder)).endswith("No such file or directory (os error 2)")
