"""Files of a folder, and listings of folders (HoneyMoon specification, sections 9.6 and 9.7)."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from cmc.runtime.core.table import Table
from cmc.runtime.core.text import canonical
from cmc.runtime.declare import lua_function
from cmc.runtime.shims.honeymoon.conditional import is_fresh
from cmc.runtime.shims.honeymoon.mime import mime_type
from cmc.runtime.shims.honeymoon.options import joined, list_of, middleware, option, truth
from cmc.runtime.shims.honeymoon.ranges import parse_ranges
from cmc.runtime.shims.honeymoon.request import Request
from cmc.runtime.shims.honeymoon.response import FilePart, Response
from cmc.runtime.shims.honeymoon.routing import decode_component
from cmc.runtime.stdlib.base import to_string


@dataclass(frozen=True, slots=True)
class _Folder:
    """The options of a middleware; `root` is the folder's real path."""

    root: str
    index: str | None
    dotfiles: str
    has_etag: bool
    cache_control: str | None
    has_date: bool
    redirects: bool
    extensions: tuple[str, ...]
    lists: bool = False
    lists_hidden: bool = False


@lua_function("honeymoon.static")
def static(root: str, options: Table | None = None) -> Callable[..., Any]:
    """A middleware that serves the files below a folder."""
    return _serving(_folder(root, options))


@lua_function("honeymoon.directory")
def directory(root: str, options: Table | None = None) -> Callable[..., Any]:
    """A middleware that serves the files below a folder, and listings of folders without an index file."""
    return _serving(_folder(root, options, lists=True))


def _folder(root: str, options: Table | None, *, lists: bool = False) -> _Folder:
    index = option(options, "index", "index.html")
    max_age = option(options, "maxAge", 0)
    control = None
    if type(max_age) in (int, float) and max_age > 0:
        control = f"public, max-age={int(max_age)}" + (", immutable" if truth(option(options, "immutable")) else "")
    extensions = option(options, "extensions")
    return _Folder(
        os.path.realpath(root),
        to_string(index) if truth(index) else None,
        str(option(options, "dotfiles", "ignore")),
        truth(option(options, "etag", True)),
        control,
        truth(option(options, "lastModified", True)),
        truth(option(options, "redirect", True)),
        tuple(to_string(each).removeprefix(".") for each in list_of(extensions)) if truth(extensions) else (),
        lists,
        truth(option(options, "hidden")),
    )


def _serving(folder: _Folder) -> Callable[..., Any]:
    def serve_files(req: Any = None, res: Any = None, next_handler: Any = None, *_: Any) -> Any:
        request: Request = req
        response: Response = res
        if request.method not in ("GET", "HEAD") or not _serve(folder, request, response):
            return next_handler()
        return ()

    return middleware(serve_files)


def _serve(folder: _Folder, request: Request, response: Response) -> bool:
    """Answers a request; false if there is nothing to answer with."""
    segments = _segments(request)
    if segments is None:
        return False
    if folder.dotfiles != "allow" and any(segment.startswith(".") for segment in segments):
        if folder.dotfiles == "deny":
            response.status(403).send("Forbidden")
            return True
        return False
    path = os.path.join(folder.root, *segments)
    facts = _facts(folder, path)
    if facts is None and segments:
        for extension in folder.extensions:
            facts = _facts(folder, f"{path}.{extension}")
            if facts is not None and stat.S_ISREG(facts.st_mode):
                path = f"{path}.{extension}"
                break
    if facts is None:
        return False
    if stat.S_ISDIR(facts.st_mode):
        return _serve_folder(folder, path, request, response)
    return stat.S_ISREG(facts.st_mode) and _serve_file(folder, path, facts, request, response)


def _segments(request: Request) -> list[str] | None:
    """The path below the middleware in decoded segments; None if it is not one of a file."""
    path = decode_component(request.path[len(request.baseUrl) :])
    segments = [segment for segment in path.split("/") if segment]
    if "\0" in path or "\\" in path or any(segment == ".." for segment in segments):
        return None
    return [segment for segment in segments if segment != "."]


def _facts(folder: _Folder, path: str) -> os.stat_result | None:
    """What the system knows of a file; None if there is none, or if links lead out of the folder."""
    try:
        real = os.path.realpath(path)
        if real != folder.root and not real.startswith(folder.root.rstrip("/") + "/"):
            return None
        return os.stat(real)
    except (OSError, ValueError):
        return None


def _serve_folder(folder: _Folder, path: str, request: Request, response: Response) -> bool:
    index = None if folder.index is None else os.path.join(path, folder.index)
    facts = None if index is None else _facts(folder, index)
    has_index = facts is not None and stat.S_ISREG(facts.st_mode)
    if not has_index and not folder.lists:
        return False
    raw_path, _, query = request.target.partition("?")
    if not raw_path.endswith("/"):
        if folder.redirects:
            # A path that begins with two slashes would be another host.
            location = "/" + raw_path.lstrip("/") + "/" + (f"?{query}" if query else "")
            response.redirect(location, 301)
            return True
        if not folder.lists:
            return False
    if has_index and index is not None and facts is not None:
        return _serve_file(folder, index, facts, request, response)
    response.html(_listing(folder, path, raw_path))
    return True


def _serve_file(folder: _Folder, path: str, facts: os.stat_result, request: Request, response: Response) -> bool:
    if not os.access(path, os.R_OK):
        return False
    size = facts.st_size
    response.type(mime_type(path)).set("Accept-Ranges", "bytes")
    tag = f'"{size:x}-{facts.st_mtime_ns:x}"' if folder.has_etag else ""
    if folder.cache_control is not None:
        response.set("Cache-Control", folder.cache_control)
    if folder.has_date:
        response.lastModified(facts.st_mtime)
    if tag:
        response.set("ETag", tag)
    modified = response.get("Last-Modified") or ""
    if is_fresh(request, tag, str(modified)):
        response.status(304).send("")
        return True
    part = _part(request, response, path, size, tag, str(modified))
    if part is None:
        response.status(416).type("text").set("Content-Range", f"bytes */{size}").send("Range Not Satisfiable")
    else:
        response.wants_tag = bool(tag)
        response.send_part(part)
    return True


def _part(request: Request, response: Response, path: str, size: int, tag: str, modified: str) -> FilePart | None:
    """The part of a file that is asked for, None if there is no such part."""
    condition = request.get("if-range")
    is_whole = condition is not None and condition not in (tag, modified)
    ranges = None if is_whole or request.method != "GET" else parse_ranges(request.get("range"), size)
    if ranges is None or len(ranges) > 1:
        return FilePart(path, 0, size)
    if not ranges:
        return None
    first, last = ranges[0]
    response.status(206).set("Content-Range", f"bytes {first}-{last}/{size}")
    return FilePart(path, first, last - first + 1)


_LISTING = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Index of {path}</title>
</head>
<body>
<h1>Index of {path}</h1>
<ul>
{entries}
</ul>
</body>
</html>
"""


def _listing(folder: _Folder, path: str, raw_path: str) -> str:
    """The page of a folder: folders first, then files, each in the order of their names."""
    shown = decode_component(raw_path)
    names = [name for name in map(canonical, os.listdir(path)) if folder.lists_hidden or not name.startswith(".")]
    folders = sorted(name for name in names if os.path.isdir(os.path.join(path, name)))
    files = sorted(name for name in names if name not in folders)
    base = raw_path.rstrip("/") + "/"
    lines = ['<li><a href="../">../</a></li>'] if shown != "/" else []
    for name in [*(f"{name}/" for name in folders), *files]:
        address = base + quote(name.encode("utf-8", "surrogateescape"))
        lines.append(f'<li><a href="{escape(address)}">{escape(joined(name, ""))}</a></li>')
    return _LISTING.format(path=escape(shown), entries="\n".join(lines))
