"""From templates to Lua text (Vein specification, sections 2 and 3), which the Lua compiler then takes.

Line n of the text stands for line n of the template. What the text needs besides the template's own variables are the
arguments of the chunk, so that no variable of a template can get in its way.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from cmc.runtime.core.errors import LuaError
from cmc.runtime.core.table import Table, array, entries
from cmc.runtime.shims.vein.expressions import Filtered, parse_expression
from cmc.runtime.shims.vein.filters import default_filters
from cmc.runtime.shims.vein.lexer import DEFAULT_DELIMITERS, Token, tokenize
from cmc.runtime.stdlib.base import to_string
from cmc.runtime.stdlib.library import library
from cmc.runtime.stdlib.string.format import literal

HEAD = "local __write, __output, __filters, __rt = ... "

_ESCAPERS = frozenset(("escape", "e", "html", "safe", "nl2br", "markdown", "dump"))
"""Filters whose results are HTML already."""

_BARE_NAME = re.compile(r"[A-Za-z_]\w*")
_NOT_NAMES = frozenset(("true", "false", "nil", "end"))
_QUOTED = r"""(["'])(?P<name>.*?)\1"""
_WORDS = r"(?P<name>[\w\-]+)"
_EXTENDS = re.compile(rf"extends\s+{_QUOTED}")
_BLOCK = re.compile(rf"block\s+{_WORDS}")
_SLOT = re.compile(rf"slot\s+{_WORDS}")
_FILL = re.compile(rf"fill\s+{_WORDS}")
_COMPONENT = re.compile(rf"component\s+{_QUOTED}\s*(?P<rest>.*)", re.DOTALL)
_END_BLOCK = re.compile(r"endblock(?:\s+[\w\-]+)?|endslot|endfill|endcomponent")
_END = re.compile(r"end(?:if|for|while)?")
_IF = re.compile(r"(?:else)?if\b")
_FOR = re.compile(r"for\s+(?P<names>\w+(?:\s*,\s*\w+)*)\s+in\s+(?P<source>.*?)(?:\s+do)?", re.DOTALL)
_COUNT = re.compile(r"for\s+\w+\s*=")
_WHILE = re.compile(r"while\b")
_SET = re.compile(r"set\s+(?P<name>\w+)\s*=\s*(?P<value>.*)", re.DOTALL)
_INCLUDE = re.compile(rf"(?:include\s+)?{_QUOTED}")
_PARTIAL = re.compile(rf"(?:partial\s+)?{_QUOTED}\s*(?P<rest>.*)", re.DOTALL)
_STRINGS = re.compile(r"""(["'])(?:\\.|(?!\1)[^\\])*\1|\[(=*)\[.*?\]\2\]""", re.DOTALL)


def lua_source(
    template: str,
    filters: Collection[str],
    *,
    auto_escape: bool = True,
    delimiters: Mapping[str, tuple[str, str]] = DEFAULT_DELIMITERS,
    strict: bool = False,
) -> str:
    """The Lua text of a template; `filters` are the names that there are.

    Raises:
        LuaError: a tag is not closed, a filter is malformed or unknown; with `strict`, a tag is not understood.
    """
    tokens = tokenize(template, delimiters)
    has_slot_blocks = any(token.kind == "raw" and token.value == "end" for token in tokens)
    writer = _Writer(filters, auto_escape=auto_escape, has_slot_blocks=has_slot_blocks, strict=strict)
    parts = [HEAD]
    for token in tokens:
        code = writer.code(token)
        # What a tag's code has in line ends less than the tag itself comes after it.
        parts.append((code + "; " if code else "") + "\n" * max(token.newlines - code.count("\n"), 0))
    return "".join(parts)


class _Writer:
    """Writes the code of tokens, one after the other."""

    def __init__(self, filters: Collection[str], *, auto_escape: bool, has_slot_blocks: bool, strict: bool) -> None:
        self._filters = filters
        self._auto_escape = auto_escape
        self._has_slot_blocks = has_slot_blocks
        self._is_in_slot_block = False
        self._strict = strict

    def code(self, token: Token) -> str:
        write = getattr(self, f"_{token.kind}")
        code: str = write(token.value)
        return code

    def _text(self, text: str) -> str:
        return f"__write({_lua_string(text)})"

    def _comment(self, _: str) -> str:
        return ""

    def _output(self, text: str) -> str:
        if not text:
            return ""
        filtered = parse_expression(text)
        last = filtered.filters[-1][0] if filtered.filters else ""
        if not self._auto_escape:
            return f"__write({self._value(filtered)})"
        if last == "nl2br":
            filtered = Filtered(filtered.base, (*filtered.filters[:-1], ("escape", ""), filtered.filters[-1]))
        writes = "__write" if last in _ESCAPERS else "__output"
        return f"{writes}({self._value(filtered)})"

    def _raw(self, text: str) -> str:
        if not text:
            return ""
        is_name = _BARE_NAME.fullmatch(text) is not None and text not in _NOT_NAMES
        if self._has_slot_blocks:
            if text == "end":
                self._is_in_slot_block = False
                return "end)"
            if is_name and not self._is_in_slot_block:
                self._is_in_slot_block = True
                return f"__rt.block({_lua_string(text)}, function()"
        if is_name:
            return f"__rt.named({_lua_string(text)}, {text})"
        return f"__write({self._value(parse_expression(text))})"

    def _value(self, filtered: Filtered) -> str:
        """The expression of a value after its filters; each filter gives one value."""
        code = f"({filtered.base})"
        for name, arguments in filtered.filters:
            if name not in self._filters:
                raise LuaError(f"unknown filter '{name}'")
            more = f", {arguments}" if arguments else ""
            code = f"(__filters.{name}({code}{more}))"
        return code

    def _include(self, text: str) -> str:
        match = _INCLUDE.fullmatch(text)
        if match is None:
            return self._unknown("include", text)
        return f"__write(include({_lua_string(match['name'])}))"

    def _partial(self, text: str) -> str:
        match = _PARTIAL.fullmatch(text)
        if match is None:
            return self._unknown("partial", text)
        return f"__write(partial({_lua_string(match['name'])}, {match['rest'] or '{}'}))"

    def _unknown(self, kind: str, text: str) -> str:
        if self._strict:
            raise LuaError(f"Invalid {kind} syntax: {text}")
        return ""

    def _code(self, text: str) -> str:
        text = _without_last_comment(text)
        for pattern, write in _DIRECTIVES:
            match = pattern.fullmatch(text)
            if match is not None:
                return str(write(self, match))
        if _IF.match(text):
            return text if _has_word(text, "then") else f"{text} then"
        if _COUNT.match(text) or _WHILE.match(text):
            return text if _has_word(text, "do") else f"{text} do"
        return text

    def write_extends(self, match: re.Match[str]) -> str:
        return f"__rt.extends({_lua_string(match['name'])})"

    def write_block(self, match: re.Match[str]) -> str:
        return f"__rt.block({_lua_string(match['name'])}, function()"

    def write_slot(self, match: re.Match[str]) -> str:
        return f"__rt.slot({_lua_string(match['name'])}, slots, function()"

    def write_fill(self, match: re.Match[str]) -> str:
        return f"__rt.fill({_lua_string(match['name'])}, function()"

    def write_component(self, match: re.Match[str]) -> str:
        return f"__rt.component({_lua_string(match['name'])}, {match['rest'] or '{}'}, function()"

    def write_end_block(self, match: re.Match[str]) -> str:
        return "end)"

    def write_end(self, match: re.Match[str]) -> str:
        return "end"

    def write_for(self, match: re.Match[str]) -> str:
        names = match["names"]
        iterator = "pairs" if "," in names else "values"
        return f"for {names} in __rt.{iterator}({match['source']}) do"

    def write_set(self, match: re.Match[str]) -> str:
        return f"local {match['name']} = {self._value(parse_expression(match['value']))}"


_DIRECTIVES: tuple[tuple[re.Pattern[str], Any], ...] = (
    (_EXTENDS, _Writer.write_extends),
    (_BLOCK, _Writer.write_block),
    (_SLOT, _Writer.write_slot),
    (_FILL, _Writer.write_fill),
    (_COMPONENT, _Writer.write_component),
    (_END_BLOCK, _Writer.write_end_block),
    (_END, _Writer.write_end),
    (_FOR, _Writer.write_for),
    (_SET, _Writer.write_set),
)


def _without_last_comment(text: str) -> str:
    """Code without a comment at its end, which would go on over what follows the tag."""
    masked = _STRINGS.sub(lambda found: "." * len(found[0]), text)
    comment = re.search(r"--[^\n]*\Z", masked)
    return text[: comment.start()].rstrip() if comment is not None else text


def _has_word(text: str, word: str) -> bool:
    """Whether a word stands in code outside of strings."""
    return re.search(rf"\b{word}\b", _STRINGS.sub('""', text)) is not None


def _lua_string(text: str) -> str:
    """A Lua string literal on one line."""
    quoted = literal(text)
    assert quoted is not None
    return quoted.replace("\\\n", "\\n")


# The table `vein.compiler`


def _tokenize(template: Any = None, *_: Any) -> Table:
    """The tokens of a template as tables with `type`, `value` and `line`."""
    found = [token for token in tokenize(to_string(template)) if token.kind != "comment"]
    return array(*[Table({"type": t.kind.upper(), "value": t.value, "line": t.line, "column": 1}) for t in found])


def _generate(template: Any = None, *_: Any) -> tuple[str, Table]:
    """The Lua text of a template, and facts about it."""
    text = to_string(template)
    names = {str(name) for name, _ in entries(default_filters())}
    return lua_source(text, names), _facts(text)


def _facts(text: str) -> Table:
    return Table({"lineCount": text.count("\n") + 1, "tokenCount": len(tokenize(text))})


def _compile(template: Any = None, engine: Any = None, options: Any = None, *_: Any) -> Any:
    """The function of a template, which takes the data, and facts about it; for an engine or for one of its own."""
    from cmc.runtime.shims.vein.engine import Engine

    owner = engine if isinstance(engine, Engine) else Engine(None)
    text = to_string(template)
    function = owner.compileString(text, options if isinstance(options, Table) else None)[0]
    return function, _facts(text)


def compiler_library() -> Table:
    """The table `vein.compiler`."""
    return library({"compile": _compile, "tokenize": _tokenize, "generateCode": _generate})
