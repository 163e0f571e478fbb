"""Conditional requests: entity tags and 304 answers (RFC 9110, section 13; HoneyMoon specification, section 2.2)."""

import hashlib
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cmc.runtime.shims.honeymoon.request import Request
    from cmc.runtime.shims.honeymoon.response import Response


def apply(response: "Response", request: "Request") -> None:
    """Gives a response of status 200 an entity tag, and leaves its body out if the client has it already."""
    if response.code != 200 or request.method not in ("GET", "HEAD"):
        return
    headers = response.sent_headers
    if "etag" not in headers:
        if not response.wants_tag or not response.content or response.application.settings["etag"] is not True:
            return
        digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
        headers["etag"] = "ETag", f'W/"{digest}"'
    tag, modified = headers["etag"][1], headers.get("last-modified", ("", ""))[1]
    if isinstance(tag, str) and isinstance(modified, str) and is_fresh(request, tag, modified):
        response.code = 304
        response.content = b""
        response.file = None


def is_fresh(request: "Request", tag: str, modified: str) -> bool:
    """Whether a client has the present state of a content; `tag` and `modified` are its headers, perhaps empty."""
    if "no-cache" in (request.get("cache-control") or ""):
        return False
    wanted = request.get("if-none-match")
    if wanted is not None:
        return bool(tag) and _has_tag(wanted, tag)
    since = request.get("if-modified-since")
    if since is None or not modified:
        return False
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def _has_tag(header: str, tag: str) -> bool:
    """Whether a list of entity tags has one, by the weak comparison."""
    if header.strip() == "*":
        return True
    return tag.removeprefix("W/") in (part.strip().removeprefix("W/") for part in header.split(","))
