"""`archive` (CopperMoon specification, section 19)."""

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, array
from cmc.runtime.core.text import to_bytes
from cmc.runtime.shims import archive


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(reader: Any) -> list[str]:
    """The names of the entries."""
    table = reader.list()
    return [table[position]["name"] for position in range(1, len(table) + 1)]


# gzip

PACKED = gzip.compress(b"abc", mtime=0)


@given(st.binary(), st.integers(0, 9))
def test_gzip_comes_back(data: bytes, level: int) -> None:
    packed = to_bytes(archive.compress(data, Table(level=level)))
    assert gzip.decompress(packed) == data and packed[4:8] == bytes(4)
    assert to_bytes(archive.decompress(packed)) == data


@given(st.binary(max_size=200), st.integers(0, 100))
def test_damaged_gzip_is_an_error(data: bytes, size: int) -> None:
    packed = gzip.compress(data, mtime=0)
    with pytest.raises(LuaError, match="Gzip decompress error: "):
        archive.decompress(packed[: min(size, len(packed) - 1)])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "unexpected end of file"),
        (b"this is not gzip", "invalid gzip header"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "incomplete deflate stream"),
        (b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03name", "unexpected end of file"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff", "corrupt deflate stream"),
        (PACKED[:-1], "unexpected end of file"),
        (PACKED[:-1] + b"\1", "corrupt gzip stream does not have a matching checksum"),
    ],
)
def test_what_is_wrong_with_gzip(data: bytes, reason: str) -> None:
    with pytest.raises(LuaError) as caught:
        archive.decompress(data)
    assert str(caught.value) == f"Gzip decompress error: {reason}"


def test_all_members_are_read() -> None:
    assert archive.decompress(gzip.compress(b"one ") + gzip.compress(b"two") + b"rest") == "one two"


def test_names_and_comments_in_headers() -> None:
    stream = io.BytesIO()
    with gzip.GzipFile("name.txt", "wb", fileobj=stream) as file:
        file.write(b"content")
    assert archive.decompress(stream.getvalue()) == "content"


def test_levels() -> None:
    assert archive.decompress(to_bytes(archive.compress(b"x", Table(level="best")))) == "x"
    with pytest.raises(LuaError, match="Gzip compress error: the level must be at most 9"):
        archive.compress(b"x", Table(level=10))


# ZIP


def test_zip_of_other_programs(here: Path) -> None:
    with zipfile.ZipFile("a.zip", "w") as file:
        file.writestr("stored.txt", "stored")
        file.writestr(zipfile.ZipInfo("d/"), "")
        file.writestr("d/deflated.bin", bytes(5000), zipfile.ZIP_DEFLATED)
    reader = archive.open_zip("a.zip")
    assert names(reader) == ["stored.txt", "d/", "d/deflated.bin"]
    entry = reader.list()[3]
    assert (entry["size"], entry["compressed_size"] < 100, entry["is_dir"], reader.list()[2]["is_dir"]) == (
        5000, True, False, True,
    )  # fmt: skip
    assert reader.read_buffer("d/deflated.bin").content == bytes(5000)
    reader.extract("out")
    assert Path("out/d/deflated.bin").read_bytes() == bytes(5000)


def test_zip_for_other_programs(here: Path) -> None:
    Path("tree/sub").mkdir(parents=True)
    Path("tree/a.txt").write_text("a")
    os.symlink("../a.txt", "tree/sub/link.txt")
    writer = archive.create_zip("a.zip")
    writer.add("tree/a.txt")
    writer.add_data("mem\\b.bin", b"\xff")
    writer.add_dir("tree", "t\\")
    writer.close()
    with zipfile.ZipFile("a.zip") as file:
        assert file.testzip() is None
        assert sorted(file.namelist()) == ["a.txt", "mem/b.bin", "t/a.txt", "t/sub/", "t/sub/link.txt"]
        assert file.read("t/sub/link.txt") == b"a"
        info = file.getinfo("mem/b.bin")
        assert (info.date_time, info.external_attr >> 16 & 0o777) == ((1980, 1, 1, 0, 0, 0), 0o644)


@pytest.mark.parametrize("name", ["../evil", "a/../../evil", "/evil", "..\\evil", ".."])
def test_nothing_is_extracted_from_a_zip_that_leads_out(here: Path, name: str) -> None:
    with zipfile.ZipFile("a.zip", "w") as file:
        file.writestr("good.txt", "good")
        file.writestr(name, "evil")
    with pytest.raises(LuaError) as caught:
        archive.open_zip("a.zip").extract("out")
    assert str(caught.value) == f"ZIP path traversal detected: '{name}'"
    assert sorted(os.listdir(".")) == ["a.zip"]
    archive.open_zip("a.zip").extract("out", array("good.txt", "unknown"))
    assert os.listdir("out") == ["good.txt"]


def test_nothing_is_extracted_through_links(here: Path) -> None:
    os.makedirs("out")
    os.makedirs("other")
    os.symlink("../other", "out/link")
    writer = archive.create_zip("a.zip")
    writer.add_data("link/x", b"evil")
    writer.close()
    with pytest.raises(LuaError, match="ZIP path traversal detected: 'link/x'"):
        archive.open_zip("a.zip").extract("out")
    assert os.listdir("other") == []


def test_mistakes_with_zip(here: Path) -> None:
    writer = archive.create_zip("a.zip")
    writer.add_data("a", b"a")
    with pytest.raises(LuaError, match="Failed to start ZIP entry 'a': invalid Zip archive: Duplicate filename"):
        writer.add_data("a", b"b")
    with pytest.raises(LuaError, match=r"Failed to open 'absent': No such file or directory \(os error 2\)"):
        writer.add("absent")
    os.mkdir("d")
    with pytest.raises(LuaError, match="Is a directory"):
        writer.add("d")
    os.symlink(".", "d/loop")
    with pytest.raises(LuaError, match="a link leads back to a directory around it"):
        writer.add_dir("d")
    writer.close()
    with pytest.raises(LuaError, match="ZipWriter is already closed"):
        writer.close()
    reader = archive.open_zip("a.zip")
    reader.close()
    reader.close()
    with pytest.raises(LuaError, match="ZipReader is already closed"):
        reader.exists("a")


def test_a_damaged_entry(here: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("a", b"content")
    reader = archive.zip_from_string(stream.getvalue().replace(b"content", b"CONTENT", 1))
    with pytest.raises(LuaError, match="Failed to read 'a': "):
        reader.read("a")
    with pytest.raises(LuaError, match="Failed to read 'a': "):
        reader.extract("out")


# tar


@pytest.mark.parametrize("path", ["a.tar", "a.tar.gz", "A.TGZ"])
def test_tar_for_and_of_other_programs(here: Path, path: str) -> None:
    Path("tree/sub").mkdir(parents=True)
    Path("tree/sub/x.sh").write_text("x" * 10_000)
    os.chmod("tree/sub/x.sh", 0o755)
    os.utime("tree/sub/x.sh", (1_600_000_000, 1_600_000_000))
    long_name = "d" * 80 + "/" + "f" * 120
    writer = archive.create_tar(path)
    writer.add_dir("tree")
    writer.add("tree/sub/x.sh")
    writer.add_data(long_name, b"long")
    writer.add_data("same", b"first")
    writer.add_data("same", b"second")
    writer.close()
    with tarfile.open(path) as file:
        assert file.getnames() == ["sub", "sub/x.sh", "x.sh", long_name, "same", "same"]
        assert (file.getmember("x.sh").mode, file.getmember("x.sh").mtime) == (0o755, 1_600_000_000)
        assert (file.getmember("same").mode, file.getmember("same").mtime) == (0o644, 0)
    reader = archive.open_tar(path)
    assert (reader.read(long_name), reader.read("same"), reader.read("sub"), reader.read("sub/")) == (
        "long",
        "first",
        "",
        "",
    )
    reader.extract("out")
    found = os.stat("out/sub/x.sh")
    assert (found.st_size, found.st_mode & 0o777, found.st_mtime, found.st_uid) == (
        10_000,
        0o755,
        1_600_000_000,
        os.getuid(),
    )
    assert Path("out/same").read_bytes() == b"second"


def test_what_is_extracted_of_a_strange_tar(here: Path) -> None:
    def entry(name: str, **fields: Any) -> tarfile.TarInfo:
        info = tarfile.TarInfo(name)
        for field, value in fields.items():
            setattr(info, field, value)
        return info

    with tarfile.open("a.tar", "w") as file:
        file.addfile(entry("/abs.txt", size=1), io.BytesIO(b"a"))
        file.addfile(entry("../up.txt", size=1), io.BytesIO(b"u"))
        file.addfile(entry("link", type=tarfile.SYMTYPE, linkname="abs.txt"))
    archive.open_tar("a.tar").extract("out")
    assert sorted(os.listdir("out")) == ["abs.txt", "link"] and Path("out/link").read_text() == "a"
    assert not os.path.exists("up.txt")
    with tarfile.open("b.tar", "w") as file:
        file.addfile(entry("way", type=tarfile.SYMTYPE, linkname="../.."))
        file.addfile(entry("way/evil.txt", size=1), io.BytesIO(b"e"))
    with pytest.raises(LuaError, match="Failed to extract tar to 'out/b': "):
        archive.open_tar("b.tar").extract("out/b")
    assert not os.path.exists("evil.txt")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            b"garbage " * 200,
            "numeric field was not a number: age garb when getting cksum for " + ("garbage " * 13)[:100],
        ),
        (b"short", "unexpected end of file"),
        (b"x" * 100 + b"\0" * 48 + b"0000001\0" + b"\0" * 356, "archive header checksum mismatch"),
    ],
)
def test_damaged_tar(here: Path, content: bytes, reason: str) -> None:
    Path("a.tar").write_bytes(content)
    with pytest.raises(LuaError) as caught:
        archive.open_tar("a.tar").list()
    assert str(caught.value) == f"Tar entry error: {reason}"


def test_tar_that_is_damaged_later(here: Path) -> None:
    writer = archive.create_tar("a.tar")
    writer.add_data("a", b"a")
    writer.close()
    data = bytearray(Path("a.tar").read_bytes())
    Path("b.tar").write_bytes(data[:1024] + b"garbage " * 128)
    with pytest.raises(LuaError, match="Tar entry error: numeric field was not a number"):
        archive.open_tar("b.tar").list()
    Path("c.tar").write_bytes(data[:515])
    with pytest.raises(LuaError, match="Tar entry error: unexpected end of file"):
        archive.open_tar("c.tar").list()
    Path("d.tar").write_bytes(b"")
    assert names(archive.open_tar("d.tar")) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"short", "unexpected end of file"), (b"plain data, no gzip", "invalid gzip header")],
)
def test_tar_that_is_not_compressed(here: Path, content: bytes, reason: str) -> None:
    Path("a.tgz").write_bytes(content)
    with pytest.raises(LuaError, match=f"Tar entry error: {reason}"):
        archive.open_tar("a.tgz").list()


def test_mistakes_with_tar(here: Path) -> None:
    writer = archive.create_tar("a.tar")
    for name, reason in (("/a", "must be relative"), ("a/../b", r"must not have `\.\.`")):
        with pytest.raises(
            LuaError, match=f"Failed to add '{name}': paths in archives {reason} when setting path for "
        ):
            writer.add_data(name, b"")
    writer.close()
    with pytest.raises(LuaError, match="TarWriter is already closed"):
        writer.close()
    with pytest.raises(LuaError, match="TarWriter is closed"):
        writer.add_data("a", b"")
    with pytest.raises(LuaError, match="File not found: 'b.tar'"):
        archive.open_tar("b.tar")


def test_archives_that_are_not_closed(lua: Callable[..., Any], tmp_path: Path) -> None:
    done = lua("""
        local z, t = archive.zip.create("a.zip"), archive.tar.create("a.tgz")
        kept = archive.tar.create("b.tar")
        for _, writer in ipairs({ z, t, kept }) do writer:add_data("name", "content") end
        """)
    assert (done.returncode, done.stderr) == (0, "")
    with zipfile.ZipFile(tmp_path / "a.zip") as file:
        assert file.read("name") == b"content"
    for name in ("a.tgz", "b.tar"):
        with tarfile.open(tmp_path / name) as archived:
            assert archived.getnames() == ["name"]


def test_from_lua(output: Callable[..., list[str]]) -> None:
    assert (
        output("""
        local w = archive.zip.create("a.zip")
        print(w, select("#", w:add_string("x", buffer.from("y"))))
        w:close()
        local data = fs.read("a.zip")
        print(archive.zip.from_buffer(buffer.from(data)):read("x"), archive.zip.from_string(data):read("x"))
        print(pcall(archive.zip.from_string, 5))
        print(pcall(w.close, {}))
        print(type(archive.gzip.compress_buffer("x")), require("archive") == archive)
        """)[1:]
        == [
            "y\ty",
            "false\tExpected string or Buffer",
            "false\tbad argument #1 to 'close' (ZipWriterObj expected, got table)",
            "userdata\ttrue",
        ]
    )


# Limits


def test_gzip_bombs_are_not_unpacked() -> None:
    bomb = gzip.compress(bytes(1 << 20)) * 300
    with pytest.raises(LuaError) as error:
        archive.decompress(bomb)
    assert error.value.value == ("Gzip decompress error: the content is larger than 268435456 bytes (option max_size)")


def test_the_size_of_unpacked_gzip_is_an_option() -> None:
    packed = gzip.compress(b"hello") * 2
    assert archive.decompress(packed, Table(max_size=10)) == "hellohello"
    for limit in (9, 4, 0, -5):
        with pytest.raises(LuaError, match=rf"larger than {max(limit, 0)} bytes"):
            archive.decompress_buffer(packed, Table(max_size=limit))


def test_the_size_of_zip_entries_is_limited(here: Path) -> None:
    with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as writer:
        writer.writestr("big", bytes(257 << 20))
        writer.writestr("small", b"hello")
    reader = archive.open_zip("a.zip")
    with pytest.raises(LuaError, match=r"Failed to read 'big': the content is larger than 268435456 bytes"):
        reader.read("big")
    with pytest.raises(LuaError, match=r"larger than 4 bytes"):
        reader.read_buffer("small", Table(max_size=4))
    assert reader.read("small", Table(max_size=5)) == "hello"
    with pytest.raises(LuaError, match=r"Failed to extract ZIP to 'out': the content is larger than 1000 bytes"):
        reader.extract("out", None, Table(max_size=1000))
    assert not (here / "out").exists()
    reader.extract("out", array("small"), Table(max_size=5))
    assert os.listdir(here / "out") == ["small"]


@pytest.mark.parametrize("path", ["a.tar", "a.tgz"])
def test_the_size_of_tar_entries_is_limited(here: Path, path: str) -> None:
    with tarfile.open(path, "w:gz" if path == "a.tgz" else "w") as writer:
        for name in ("one", "two"):
            entry = tarfile.TarInfo(name)
            entry.size = 600
            writer.addfile(entry, io.BytesIO(bytes(600)))
    reader = archive.open_tar(path)
    with pytest.raises(LuaError, match=r"Tar entry error: the content is larger than 599 bytes"):
        reader.read("one", Table(max_size=599))
    assert len(reader.read("one", Table(max_size=600))) == 600
    with pytest.raises(LuaError, match=r"Failed to extract tar to 'out': the content is larger than 1000 bytes"):
        reader.extract("out", Table(max_size=1000))
    assert os.listdir(here / "out") == ["one"]
    reader.extract("out", Table(max_size=1200))
    assert sorted(os.listdir(here / "out")) == ["one", "two"]


def test_headers_of_compressed_archives_are_limited(here: Path) -> None:
    entry = tarfile.TarInfo("pax")
    entry.type, entry.size = tarfile.XHDTYPE, 2 << 30
    (here / "a.tgz").write_bytes(gzip.compress(entry.tobuf(tarfile.USTAR_FORMAT) + bytes(4096)))
    with pytest.raises(LuaError, match="Tar entry error: a header is too large"):
        archive.open_tar("a.tgz").list()


def test_entries_that_cannot_be_written(here: Path) -> None:
    with tarfile.open("a.tar", "w") as writer:
        writer.addfile(tarfile.TarInfo("name"))
    (here / "out" / "name").mkdir(parents=True)
    with pytest.raises(LuaError, match=r"Failed to extract tar to 'out': failed to unpack `out/name`: "):
        archive.open_tar("a.tar").extract("out")
