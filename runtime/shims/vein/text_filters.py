"""Filters of texts (Vein specification, section 6.1). Nil gives an empty text."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from cmc.runtime.core.table import Table, array
from cmc.runtime.core.text import canonical
from cmc.runtime.shims import json as json_library
from cmc.runtime.shims.honeymoon.cookies import encode_component
from cmc.runtime.shims.honeymoon.options import list_of
from cmc.runtime.shims.http.queries import decode_plus
from cmc.runtime.shims.vein.markdown import markdown_html
from cmc.runtime.shims.vein.rendering import escape_html
from cmc.runtime.stdlib.base import to_string

_BLANKS = " \t\n\r\f\v"
_WORD = re.compile(r"[^\W\d_][\w']*")
_TAG = re.compile(r"<[^>]*>")
_IN_SCRIPT = {"</": "<\\/", "<!--": "<\\!--", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_UNSAFE_IN_SCRIPT = re.compile("</|<!--|[\u2028\u2029]")


def text_of(value: Any) -> str:
    """A value as text, nil as an empty one."""
    return "" if value is None else to_string(value)


def integer_of(value: Any, default: int) -> int:
    """A number of characters or elements, the default for what is no number."""
    return int(value) if type(value) in (int, float) else default


def _on_text(change: Callable[[str], str]) -> Callable[..., str]:
    """A filter without arguments."""

    def apply(value: Any = None, *_: Any) -> str:
        return change(text_of(value))

    return apply


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:].lower()


def _title(text: str) -> str:
    return _WORD.sub(lambda word: _capitalized(word[0]), text)


def _truncate(value: Any = None, length: Any = None, suffix: Any = None, *_: Any) -> str:
    text = text_of(value)
    most = integer_of(length, 50)
    end = "..." if suffix is None else to_string(suffix)
    if len(text) <= most:
        return text
    return text[: most - len(end)] + end if most > len(end) else end[: max(most, 0)]


def _truncate_words(value: Any = None, count: Any = None, suffix: Any = None, *_: Any) -> str:
    words = text_of(value).split()
    most = integer_of(count, 10)
    end = "..." if suffix is None else to_string(suffix)
    return " ".join(words[:most]) + (end if len(words) > most else "")


def _padding(value: Any, length: Any, char: Any) -> tuple[str, int, str]:
    text = text_of(value)
    return text, max(integer_of(length, 0) - len(text), 0), " " if char is None else to_string(char) or " "


def _filled(char: str, size: int) -> str:
    return (char * (size // len(char) + 1))[:size]


def _pad_left(value: Any = None, length: Any = None, char: Any = None, *_: Any) -> str:
    text, missing, fill = _padding(value, length, char)
    return _filled(fill, missing) + text


def _pad_right(value: Any = None, length: Any = None, char: Any = None, *_: Any) -> str:
    text, missing, fill = _padding(value, length, char)
    return text + _filled(fill, missing)


def _center(value: Any = None, length: Any = None, char: Any = None, *_: Any) -> str:
    text, missing, fill = _padding(value, length, char)
    return _filled(fill, missing // 2) + text + _filled(fill, missing - missing // 2)


def _replace(value: Any = None, search: Any = None, replacement: Any = None, *_: Any) -> str:
    wanted = text_of(search)
    return text_of(value).replace(wanted, text_of(replacement)) if wanted else text_of(value)


def _split(value: Any = None, delimiter: Any = None, *_: Any) -> Table:
    separator = " " if delimiter is None else to_string(delimiter)
    text = text_of(value)
    parts = text.split(separator) if separator else list(text)
    return array(*[part for part in parts if part])


def _reverse(value: Any = None, *_: Any) -> Any:
    if isinstance(value, Table):
        return array(*reversed(list_of(value)))
    return canonical(text_of(value)[::-1])


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    kept = re.sub(r"[^a-z0-9\s\-]", "", plain)
    return re.sub(r"-+", "-", re.sub(r"\s+", "-", kept)).strip("-")


def _json(value: Any = None, *_: Any) -> str:
    """JSON that can stand in a script."""
    return _UNSAFE_IN_SCRIPT.sub(lambda found: _IN_SCRIPT[found[0]], json_library.encode(value))


FILTERS: dict[str, Callable[..., Any]] = {
    "escape": _on_text(escape_html),
    "safe": _on_text(str),
    "url": _on_text(encode_component),
    "urldecode": _on_text(decode_plus),
    "json": _json,
    "upper": _on_text(str.upper),
    "lower": _on_text(str.lower),
    "capitalize": _on_text(_capitalized),
    "title": _on_text(_title),
    "trim": _on_text(lambda text: text.strip(_BLANKS)),
    "striptags": _on_text(lambda text: _TAG.sub("", text)),
    "nl2br": _on_text(lambda text: text.replace("\n", "<br>\n")),
    "truncate": _truncate,
    "truncatewords": _truncate_words,
    "padleft": _pad_left,
    "padright": _pad_right,
    "center": _center,
    "replace": _replace,
    "split": _split,
    "reverse": _reverse,
    "slug": _on_text(_slug),
    "markdown": _on_text(markdown_html),
}
"""Filters by name."""
