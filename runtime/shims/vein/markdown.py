"""The minimal Markdown of the filter `markdown` (Vein specification, section 6.2)."""

import re
from collections.abc import Callable

from cmc.runtime.shims.vein.rendering import escape_html

_FENCE = re.compile(r"```\s*(\w*)\s*")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_RULE = re.compile(r"(?:---+|\*\*\*+)\s*")
_BULLET = re.compile(r"[-*]\s+(.*)")
_NUMBER = re.compile(r"[0-9]+\.\s+(.*)")
_QUOTE = re.compile(r">\s?(.*)")
_SPAN = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|!\[(?P<alt>[^\]]*)\]\((?P<image>[^)\s]+)\)"
    r"|\[(?P<text>[^\]]*)\]\((?P<link>[^)\s]+)\)"
    r"|\*\*(?P<bold>.+?)\*\*|__(?P<strong>.+?)__|\*(?P<italic>[^*]+?)\*"
)
_SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)


def markdown_html(text: str) -> str:
    """The HTML of a Markdown text. HTML in it stays; addresses that run scripts do not."""
    lines = text.replace("\r\n", "\n").split("\n")
    parts: list[str] = []
    while lines:
        parts += _block(lines)
    return "\n".join(parts)


def _block(lines: list[str]) -> list[str]:
    """Takes the lines of one block, and gives its HTML."""
    line = lines.pop(0)
    if not line.strip():
        return []
    if (fence := _FENCE.fullmatch(line)) is not None:
        return [_fenced(fence[1], lines)]
    if _RULE.fullmatch(line):
        return ["<hr>"]
    if (heading := _HEADING.fullmatch(line)) is not None:
        level = len(heading[1])
        return [f"<h{level}>{_inline(heading[2])}</h{level}>"]
    for pattern, write in _GROUPS:
        if (match := pattern.fullmatch(line)) is not None:
            items = [match[1]]
            while lines and (match := pattern.fullmatch(lines[0])) is not None:
                items.append(match[1])
                lines.pop(0)
            return [write(items)]
    words = [line]
    while lines and lines[0].strip() and not _begins_block(lines[0]):
        words.append(lines.pop(0))
    return [f"<p>{_inline(chr(10).join(words))}</p>"]


def _begins_block(line: str) -> bool:
    patterns = (_FENCE, _HEADING, _RULE, _BULLET, _NUMBER, _QUOTE)
    return any(pattern.fullmatch(line) for pattern in patterns)


def _fenced(language: str, lines: list[str]) -> str:
    code = []
    while lines:
        line = lines.pop(0)
        if line.strip() == "```":
            break
        code.append(line)
    attribute = f' class="language-{language}"' if language else ""
    return f"<pre><code{attribute}>{escape_html(chr(10).join(code))}</code></pre>"


def _list(tag: str) -> Callable[[list[str]], str]:
    return lambda items: "\n".join([f"<{tag}>", *(f"<li>{_inline(item)}</li>" for item in items), f"</{tag}>"])


def _quote(items: list[str]) -> str:
    return f"<blockquote><p>{_inline(chr(10).join(items))}</p></blockquote>"


_GROUPS: tuple[tuple[re.Pattern[str], Callable[[list[str]], str]], ...] = (
    (_BULLET, _list("ul")),
    (_NUMBER, _list("ol")),
    (_QUOTE, _quote),
)


def _inline(text: str) -> str:
    return _SPAN.sub(_span, text)


def _span(match: re.Match[str]) -> str:
    if match["code"] is not None:
        return f"<code>{escape_html(match['code'])}</code>"
    if match["image"] is not None:
        return f'<img src="{_address(match["image"])}" alt="{escape_html(match["alt"])}">'
    if match["link"] is not None:
        return f'<a href="{_address(match["link"])}">{_inline(match["text"])}</a>'
    if match["italic"] is not None:
        return f"<em>{_inline(match['italic'])}</em>"
    return f"<strong>{_inline(match['bold'] or match['strong'])}</strong>"


def _address(text: str) -> str:
    return "#" if _SCRIPT.match(text) else text.replace('"', "%22").replace("<", "%3C")
