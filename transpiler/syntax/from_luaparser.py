"""The second front end: trees of the `luaparser` package turned into ours; nothing else imports that package.

The tree says what stands in the program; the tokens of our own lexer say where, and with which values. The converter
follows both together. That recovers what luaparser does not keep or gets wrong (positions of most names, doubled
parentheses, comments, integers, escapes, bytes that are no UTF-8), and notices what it leaves out. Where a tree was
rewritten and the two part ways, luaparser's own positions bring them together again; a node without any stands where
its parent does.

One file and one class, above the usual size, for the reason that the parser gives.
"""

import ast as python_ast
import re
from typing import Any

from luaparser import ast as luaparser
from luaparser import astnodes as tree
from luaparser.utils.string_literals import unescape_lua_string

from cmc.runtime.core.text import canonical, from_bytes, has_escaped, to_bytes
from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.lexer import EOF, NAME, NUMBER, STRING, Tokens, tokenize
from cmc.transpiler.syntax.parser import COMPARISONS, ParseResult, SyntaxFinding, parse
from cmc.transpiler.syntax.walk import children

UNKNOWN = -1

_BINARY = {
    tree.OrLoOp: "or", tree.AndLoOp: "and",
    tree.LessThanOp: "<", tree.GreaterThanOp: ">", tree.LessOrEqThanOp: "<=", tree.GreaterOrEqThanOp: ">=",
    tree.NotEqToOp: "~=", tree.EqToOp: "==",
    tree.BOrOp: "|", tree.BXorOp: "~", tree.BAndOp: "&", tree.BShiftLOp: "<<", tree.BShiftROp: ">>",
    tree.Concat: "..", tree.AddOp: "+", tree.SubOp: "-", tree.MultOp: "*", tree.FloatDivOp: "/",
    tree.FloorDivOp: "//", tree.ModOp: "%", tree.ExpoOp: "^",
}  # fmt: skip
_UNARY = {tree.ULNotOp: "not", tree.UMinusOp: "-", tree.ULengthOP: "#", tree.UBNotOp: "~"}

_SUFFIXED = tree.Call | tree.Invoke | tree.Index

_READABLE_NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_READABLE_STRING = re.compile(r"""(["'])[ -\[\]-~]*\1""", re.ASCII)
_NOT_NEWLINE = re.compile(r"[^\n]")


def parse_with_luaparser(source: Source, *, recover: bool = False, is_file: bool = True) -> ParseResult:
    """Parses a chunk as `parser.parse` does, with the tree of luaparser.

    luaparser knows only the grammar (it takes unknown attributes and `...` anywhere) and has no messages worth showing,
    so that all errors in the text are found by our own parser. What luaparser alone cannot read is one finding, L007.
    """
    native = parse(source, recover=recover, is_file=is_file)
    if native.findings:
        return native
    tokens = tokenize(source.text, is_file=is_file)
    try:
        parsed = luaparser.parse(_readable(tokens))
    except Exception as error:  # luaparser documents none, and raises whatever goes wrong inside
        reason = str(error).partition("\n")[0]
        message = f"luaparser cannot read this file ({type(error).__name__}: {reason})"
        return ParseResult(native.chunk, (SyntaxFinding("L007", message, 0, 0, 1, 0),))
    converter = _Converter(source, tokens, rewritten=False)
    chunk = converter.chunk(parsed)
    if converter.first_loss == UNKNOWN:
        return ParseResult(chunk, ())
    start, end = converter.starts[converter.first_loss], converter.ends[converter.first_loss]
    message = f"luaparser loses a part of the program near '{source.text[start:end] or EOF}'"
    return ParseResult(
        native.chunk, (SyntaxFinding("L007", message, start, end, converter.lines[converter.first_loss], start),)
    )


def convert(chunk: Any, source: Source) -> lua.Chunk:
    """Our tree of a `luaparser.astnodes.Chunk`: parsed from `source.text` and perhaps rewritten, or built by hand.

    Values come from the nodes wherever they differ from what luaparser reads at their place in the text. What luaparser
    left out on its own is missing here too, as it cannot be told from what was taken out on purpose. Raises `TypeError`
    for nodes that do not belong where they are.
    """
    return _Converter(source, tokenize(source.text), rewritten=True).chunk(chunk)


def _readable(tokens: Tokens) -> str:
    """The text of the tokens with every offset kept, in a form that luaparser can read.

    Comments, the first line with `#`, the byte order mark and all white space become blanks; numerals and strings that
    it fails on are replaced, as their values are taken from the tokens anyway.
    """
    text = tokens.text
    pieces = []
    position = 0
    for kind, start, end in zip(tokens.kinds, tokens.starts, tokens.ends, strict=True):
        pieces.append(_NOT_NEWLINE.sub(" ", text[position:start]))
        spelling = text[start:end]
        if kind is NUMBER and not _READABLE_NUMBER.fullmatch(spelling):
            spelling = "1".ljust(len(spelling))
        elif kind is STRING and not _READABLE_STRING.fullmatch(spelling):
            spelling = '"' + "." * (len(spelling) - 2) + '"'
        pieces.append(spelling)
        position = end
    return "".join(pieces)


class _Converter:
    """The cursor over the tokens, and the nodes made so far.

    `at` is the current token; once the tree asks for another one, the converter is `lost`, and all positions are
    unknown until a node with tokens of its own comes by.
    """

    def __init__(self, source: Source, tokens: Tokens, *, rewritten: bool) -> None:
        self.source = source
        self.tokens = tokens
        self.rewritten = rewritten
        self.kinds = tokens.kinds
        # The last entry is what the index UNKNOWN finds.
        self.starts = [*tokens.starts, UNKNOWN]
        self.ends = [*tokens.ends, UNKNOWN]
        self.lines = [*tokens.lines, UNKNOWN]
        # Without <eof>, which begins and ends where the text does.
        self.starting = {start: position for position, start in enumerate(tokens.starts[:-1])}
        self.ending = {end: position for position, end in enumerate(tokens.ends[:-1])}
        self.closing = _parentheses(tokens)
        self.at = 0
        self.lost = False
        self.first_loss = UNKNOWN
        self.next_id = 0

    # The cursor

    def new_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def here(self) -> int:
        """The current token."""
        return UNKNOWN if self.lost else self.at

    def last(self) -> int:
        """The token read last."""
        return UNKNOWN if self.lost else self.at - 1

    def sees(self, *kinds: str) -> bool:
        return not self.lost and self.kinds[self.at] in kinds

    def take(self, *kinds: str) -> int:
        """The current token, which must be one of `kinds`, and is left behind."""
        if self.sees(*kinds):
            self.at += 1
            return self.at - 1
        self.lose()
        return UNKNOWN

    def lose(self) -> None:
        if self.first_loss == UNKNOWN:
            self.first_loss = self.at
        self.lost = True

    def move(self, position: int) -> None:
        """Makes `position` the current token if it is known; it should be already."""
        if position == UNKNOWN:
            return
        if self.at != position:
            self.lose()
        self.at = position
        self.lost = False

    def own_tokens(self, node: Any) -> tuple[int, int]:
        """The first and the last token that luaparser noted for a node."""
        first = UNKNOWN if node.first_token is None else self.starting.get(node.first_token.start, UNKNOWN)
        last = UNKNOWN if node.last_token is None else self.ending.get(node.last_token.stop + 1, UNKNOWN)
        return first, last

    def settle(self, node: lua.Node, first: int, last: int) -> None:
        """Gives a node the tokens that luaparser noted where following the text told nothing; goes on after them."""
        if node.start == UNKNOWN:
            node.start = self.starts[first]
        if node.end == UNKNOWN:
            node.end = self.ends[last]
        if node.line == UNKNOWN:
            node.line = self.lines[first]
        if last != UNKNOWN:
            self.move(last + 1)

    # Blocks and statements

    def chunk(self, node: Any) -> lua.Chunk:
        body = self.block(node.body)
        if not self.sees(EOF):
            self.lose()
        body.start, body.end, body.line = 0, len(self.source.text), 1
        chunk = lua.Chunk(self.new_id(), 0, body.end, 1, body, 0, self.tokens.comments, self.tokens.shebang)
        chunk.nodes = self.next_id
        if self.first_loss != UNKNOWN:
            _inherit_positions(chunk)
        return chunk

    def block(self, node: Any) -> lua.Block:
        last = self.last()
        start, line = self.ends[last], self.lines[last]
        statements = [self.statement(child) for child in node.body if not self.is_empty(child)]
        return lua.Block(self.new_id(), start, self.starts[self.here()], line, statements)

    def is_empty(self, node: Any) -> bool:
        """Whether a statement is a semicolon; it is left behind."""
        if not isinstance(node, tree.SemiColon):
            return False
        if self.sees(";") or not self.rewritten:
            self.take(";")
        return True

    def statement(self, node: Any) -> lua.Statement:
        handler = _STATEMENTS.get(type(node))
        if handler is None:
            raise TypeError(f"{type(node).__name__} is no statement")
        first, last = self.own_tokens(node)
        if isinstance(node, _SUFFIXED):
            first = self.first_of_suffixed(node)
        before = self.at, self.lost
        if first == UNKNOWN:
            self.lose()
        self.move(first)
        result: lua.Statement = handler(self, node)
        self.settle(result, first, last)
        if first == UNKNOWN:
            # A statement that was added: the text goes on where it was.
            self.at, self.lost = before
        return result

    def first_of_suffixed(self, node: Any) -> int:
        """The first token of a call or an index; luaparser often notes only where its last part begins."""
        child = _prefix_of(node)
        while isinstance(child, _SUFFIXED) and not child.wrapped:
            node, child = child, _prefix_of(child)
        first, _ = self.own_tokens(node)
        if child.wrapped:
            first, _ = self.own_tokens(child)
        elif first == UNKNOWN or self.kinds[first] is NAME:
            return first
        return UNKNOWN if first == UNKNOWN else first - 1

    def call_statement(self, node: Any) -> lua.CallStatement:
        call = self.call(node) if isinstance(node, tree.Call) else self.method_call(node)
        return lua.CallStatement(self.new_id(), call.start, call.end, call.line, call)

    def local(self, node: Any) -> lua.Local:
        start = self.starts[self.take("local")]
        names = []
        for name in self.separated(node.targets):
            binding = self.binding(name)
            if name.attribute is not None:
                self.take("<")
                self.take(NAME)
                self.take(">")
                binding.attribute = name.attribute.name.id
            names.append(binding)
        if node.values:
            self.take("=")
        values = self.expressions(node.values)
        last = self.last()
        return lua.Local(self.new_id(), start, self.ends[last], self.lines[last], names, values)

    def assign(self, node: Any) -> lua.Assign:
        start = self.starts[self.here()]
        targets = [self.at_cursor(target) for target in self.separated(node.targets)]
        self.take("=")
        values = self.expressions(node.values)
        last = self.last()
        return lua.Assign(self.new_id(), start, self.ends[last], self.lines[last], targets, values)

    def do(self, node: Any) -> lua.Do:
        begin = self.take("do")
        body = self.block(node.body)
        end = self.ends[self.take("end")]
        return lua.Do(self.new_id(), self.starts[begin], end, self.lines[begin], body)

    def while_loop(self, node: Any) -> lua.While:
        begin = self.take("while")
        condition = self.expression(node.test)
        self.take("do")
        body = self.block(node.body)
        end = self.ends[self.take("end")]
        return lua.While(self.new_id(), self.starts[begin], end, self.lines[begin], condition, body)

    def repeat(self, node: Any) -> lua.Repeat:
        begin = self.take("repeat")
        body = self.block(node.body)
        self.take("until")
        condition = self.expression(node.test)
        return lua.Repeat(self.new_id(), self.starts[begin], condition.end, self.lines[begin], body, condition)

    def branch(self, node: Any) -> lua.If:
        begin = self.take("if")
        arms = [self.arm(node)]
        rest = node.orelse
        while isinstance(rest, tree.ElseIf):
            first, _ = self.own_tokens(rest)
            self.move(first)
            self.take("elseif")
            arms.append(self.arm(rest))
            rest = rest.orelse
        orelse = None
        if rest is not None:
            self.take("else")
            orelse = self.block(rest)
        end = self.ends[self.take("end")]
        return lua.If(self.new_id(), self.starts[begin], end, self.lines[begin], arms, orelse)

    def arm(self, node: Any) -> tuple[lua.Expression, lua.Block]:
        condition = self.expression(node.test)
        self.take("then")
        return condition, self.block(node.body)

    def numeric_for(self, node: Any) -> lua.NumericFor:
        begin = self.take("for")
        var = self.binding(node.target)
        self.take("=")
        first = self.expression(node.start)
        self.take(",")
        limit = self.expression(node.stop)
        step = None
        # luaparser writes the step that is not there as a plain 1.
        if isinstance(node.step, tree.Node):
            self.take(",")
            step = self.expression(node.step)
        line = self.lines[self.take("do")]
        body = self.block(node.body)
        end = self.ends[self.take("end")]
        return lua.NumericFor(self.new_id(), self.starts[begin], end, line, var, first, limit, step, body)

    def generic_for(self, node: Any) -> lua.GenericFor:
        begin = self.take("for")
        names = [self.binding(name) for name in self.separated(node.targets)]
        self.take("in")
        line = self.lines[self.here()]
        values = self.expressions(node.iter)
        self.take("do")
        body = self.block(node.body)
        end = self.ends[self.take("end")]
        return lua.GenericFor(self.new_id(), self.starts[begin], end, line, names, values, body)

    def function_statement(self, node: Any) -> lua.FunctionStatement:
        begin = self.take("function")
        method = isinstance(node, tree.Method)
        target = self.at_cursor(node.source if method else node.name)
        if not isinstance(target, lua.Name | lua.Index):
            raise TypeError(f"{type(node.name).__name__} is no name of a function")
        path = _path(target)
        if method:
            self.take(":")
            target = self.dotted(target, node.name)
            path += ":" + node.name.id
        function = self.function_body(node, begin, path, method)
        start, line = self.starts[begin], self.lines[begin]
        return lua.FunctionStatement(self.new_id(), start, function.end, line, target, function)

    def local_function(self, node: Any) -> lua.LocalFunction:
        begin = self.take("local")
        self.take("function")
        binding = self.binding(node.name)
        function = self.function_body(node, begin, binding.name, False)
        start, line = self.starts[begin], self.lines[begin]
        return lua.LocalFunction(self.new_id(), start, function.end, line, binding, function)

    def return_statement(self, node: Any) -> lua.Return:
        begin = self.take("return")
        values = self.expressions(node.values)
        end = self.ends[self.last()]
        if self.sees(";"):
            self.take(";")
        return lua.Return(self.new_id(), self.starts[begin], end, self.lines[begin], values)

    def break_statement(self, _: Any) -> lua.Break:
        return lua.Break(*self.place(self.take("break")))

    def goto(self, node: Any) -> lua.Goto:
        begin = self.take("goto")
        end = self.ends[self.take(NAME)]
        return lua.Goto(self.new_id(), self.starts[begin], end, self.lines[begin], node.label.id)

    def label(self, node: Any) -> lua.Label:
        begin = self.take("::")
        self.take(NAME)
        end = self.ends[self.take("::")]
        return lua.Label(self.new_id(), self.starts[begin], end, self.lines[begin], node.id.id)

    # Expressions

    def separated(self, nodes: list[Any]) -> Any:
        """The nodes of a list, with the commas between them left behind."""
        for index, node in enumerate(nodes):
            if index:
                self.take(",")
            yield node

    def expressions(self, nodes: list[Any]) -> list[lua.Expression]:
        return [self.expression(node) for node in self.separated(nodes)]

    def expression(self, node: Any) -> lua.Expression:
        """An expression that stands for itself: luaparser notes all of its tokens, parentheses included."""
        first, last = self.own_tokens(node)
        if isinstance(node, _SUFFIXED) and not node.wrapped:
            # It may have been the inner part of another expression once.
            first = self.first_of_suffixed(node)
        self.move(first)
        result = self.at_cursor(node)
        self.settle(result, first, last)
        return result

    def at_cursor(self, node: Any) -> lua.Expression:
        """An expression with the parentheses around it; luaparser only tells whether there are any.

        Called directly for variables and for what calls and fields are appended to: luaparser does not note all of
        their tokens.
        """
        handler = _EXPRESSIONS.get(type(node))
        if handler is None:
            raise TypeError(f"{type(node).__name__} is no expression")
        opened: list[int] = []
        if node.wrapped:
            opened.append(self.take("("))
            while self.sees("(") and self.closing.get(self.at, 0) == self.closing.get(opened[-1], 0) - 1:
                opened.append(self.take("("))
        result: lua.Expression = handler(self, node)
        for begin in reversed(opened):
            end = self.ends[self.take(")")]
            result = lua.Paren(self.new_id(), self.starts[begin], end, self.lines[begin], result)
        return result

    def place(self, position: int) -> tuple[int, int, int, int]:
        """What every node begins with, for one that is a single token."""
        return self.new_id(), self.starts[position], self.ends[position], self.lines[position]

    def nil(self, _: Any) -> lua.Nil:
        return lua.Nil(*self.place(self.take("nil")))

    def boolean(self, node: Any) -> lua.Boolean:
        return lua.Boolean(*self.place(self.take("true", "false")), node.value)

    def vararg(self, _: Any) -> lua.Vararg:
        return lua.Vararg(*self.place(self.take("...")))

    def number(self, node: Any) -> lua.Number | lua.Unary:
        position = self.take(NUMBER)
        if position != UNKNOWN:
            token: Any = self.tokens.values[position]
            value, text = token
            if not self.rewritten or _is_same(node.n, _luaparser_number(text)):
                return lua.Number(*self.place(position), value, text)
        value = abs(node.n)
        if isinstance(value, int) and value >= 1 << 63:
            # A decimal numeral that is no 64-bit integer is a float (manual §3.1).
            value = float(value)
        result = lua.Number(*self.place(position), value, repr(value).replace("inf", "1e999"))
        return lua.Unary(*self.place(position), "-", result) if node.n < 0 else result

    def string(self, node: Any) -> lua.String:
        position = self.take(STRING)
        if position != UNKNOWN:
            token: Any = self.tokens.values[position]
            value, long = token
            spelling = self.source.text[self.starts[position] : self.ends[position]]
            if not self.rewritten or node.s == _luaparser_string(spelling, long):
                return lua.String(*self.place(position), value, long)
        long = node.delimiter is tree.StringDelimiter.DOUBLE_SQUARE
        return lua.String(*self.place(position), _as_text(node.s), long)

    def name(self, node: Any) -> lua.Name:
        return lua.Name(*self.place(self.take(NAME)), node.id)

    def binding(self, node: Any) -> lua.Binding:
        return lua.Binding(*self.place(self.take(NAME)), node.id)

    def constant_name(self, node: Any) -> lua.String:
        return lua.String(*self.place(self.take(NAME)), node.id, False)

    def dotted(self, obj: lua.Expression, name: Any) -> lua.Index:
        key = self.constant_name(name)
        return lua.Index(self.new_id(), obj.start, key.end, key.line, obj, key, True)

    def index(self, node: Any) -> lua.Index:
        obj = self.at_cursor(node.value)
        if node.notation is tree.IndexNotation.DOT and isinstance(node.idx, tree.Name):
            self.take(".")
            return self.dotted(obj, node.idx)
        self.take("[")
        key = self.expression(node.idx)
        end = self.take("]")
        return lua.Index(self.new_id(), obj.start, self.ends[end], self.lines[end], obj, key, False)

    def call(self, node: Any) -> lua.Call:
        line = self.lines[self.here()]
        func = self.at_cursor(node.func)
        args = self.arguments(node.args)
        return lua.Call(self.new_id(), func.start, self.ends[self.last()], line, func, args)

    def method_call(self, node: Any) -> lua.MethodCall:
        line = self.lines[self.here()]
        obj = self.at_cursor(node.source)
        self.take(":")
        name_line = self.lines[self.take(NAME)]
        args = self.arguments(node.args)
        end = self.ends[self.last()]
        return lua.MethodCall(self.new_id(), obj.start, end, line, obj, node.func.id, args, name_line)

    def arguments(self, nodes: list[Any]) -> list[lua.Expression]:
        if len(nodes) == 1 and self.sees("{", STRING):
            return self.expressions(nodes)
        self.take("(")
        args = self.expressions(nodes)
        self.take(")")
        return args

    def binary(self, node: Any) -> lua.Binary:
        op = _BINARY[type(node)]
        left = self.expression(node.left)
        line = self.lines[self.take(op)]
        if isinstance(left, lua.Index | lua.Name) and line != UNKNOWN:
            left.line = line
        right = self.expression(node.right)
        if op == ".." and isinstance(right, lua.Binary) and right.op == "..":
            # Lines are those that the native parser gives: a chain is placed at its last operator,
            line = right.line
        elif op in COMPARISONS:
            # and a comparison where its second operand ends.
            line = self.lines[self.last()]
        return lua.Binary(self.new_id(), left.start, right.end, line, op, left, right)

    def unary(self, node: Any) -> lua.Unary:
        op = _UNARY[type(node)]
        begin = self.take(op)
        operand = self.expression(node.operand)
        return lua.Unary(self.new_id(), self.starts[begin], operand.end, self.lines[begin], op, operand)

    def table(self, node: Any) -> lua.Table:
        begin = self.take("{")
        fields: list[lua.Field] = []
        for child in node.fields:
            if fields:
                self.take(",", ";")
            fields.append(self.field(child))
        if self.sees(",", ";"):
            self.take(",", ";")
        end = self.ends[self.take("}")]
        return lua.Table(self.new_id(), self.starts[begin], end, self.lines[begin], fields)

    def field(self, node: Any) -> lua.Field:
        first, last = self.own_tokens(node)
        self.move(first)
        start = self.starts[self.here()]
        key: lua.Expression | None = None
        named = isinstance(node.key, tree.Name) and not node.between_brackets
        if named:
            key = self.constant_name(node.key)
            self.take("=")
        elif node.key is not None:
            self.take("[")
            key = self.expression(node.key)
            self.take("]")
            self.take("=")
        value = self.expression(node.value)
        result = lua.Field(self.new_id(), start, value.end, self.lines[self.last()], key, value, named)
        self.settle(result, first, last)
        return result

    def function(self, node: Any) -> lua.Function:
        return self.function_body(node, self.take("function"), "", False)

    def function_body(self, node: Any, begin: int, name: str, method: bool) -> lua.Function:
        start, line = self.starts[begin], self.lines[begin]
        params = [lua.Binding(self.new_id(), start, start, line, "self")] if method else []
        self.take("(")
        vararg = False
        for parameter in self.separated(node.args):
            if isinstance(parameter, tree.Varargs | tree.Dots):
                self.take("...")
                vararg = True
            else:
                params.append(self.binding(parameter))
        self.take(")")
        body = self.block(node.body)
        end = self.take("end")
        return lua.Function(
            self.new_id(), start, self.ends[end], line, params, vararg, body, name, method, self.lines[end]
        )


def _parentheses(tokens: Tokens) -> dict[int, int]:
    """The closing token of every opening parenthesis."""
    closing = {}
    opened = []
    for position, kind in enumerate(tokens.kinds):
        if kind == "(":
            opened.append(position)
        elif kind == ")" and opened:
            closing[opened.pop()] = position
    return closing


def _prefix_of(node: Any) -> Any:
    """What a call or an index is appended to."""
    if isinstance(node, tree.Call):
        return node.func
    return node.source if isinstance(node, tree.Invoke) else node.value


def _path(target: lua.Expression) -> str:
    """The name of a function as its statement spells it."""
    if isinstance(target, lua.Index) and isinstance(target.key, lua.String):
        return f"{_path(target.obj)}.{target.key.value}"
    return target.name if isinstance(target, lua.Name) else ""


def _luaparser_number(text: str) -> Any:
    """The value that luaparser gives a numeral; None when it cannot read it."""
    try:
        return python_ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return float(text) if _READABLE_NUMBER.fullmatch(text) else None


def _luaparser_string(spelling: str, long: bool) -> Any:
    """The value that luaparser gives a string; None when it cannot read it."""
    if has_escaped(spelling):
        return None
    if not long:
        return unescape_lua_string(spelling[1:-1])
    level = spelling.index("[", 1) + 1
    return to_bytes(spelling[level:-level])


def _is_same(left: Any, right: Any) -> bool:
    return type(left) is type(right) and left == right


def _as_text(value: bytes | str) -> str:
    """The Lua string of a node's value, which luaparser keeps as bytes."""
    return canonical(value) if isinstance(value, str) else from_bytes(value)


def _inherit_positions(chunk: lua.Chunk) -> None:
    """Puts nodes without a position where their parent is."""
    pending: list[lua.Node] = [chunk]
    while pending:
        parent = pending.pop()
        for child in children(parent):
            if child.start == UNKNOWN:
                child.start = parent.start
            if child.end == UNKNOWN:
                child.end = parent.end
            if child.line == UNKNOWN:
                child.line = parent.line
            if isinstance(child, lua.MethodCall) and child.name_line == UNKNOWN:
                child.name_line = child.line
            elif isinstance(child, lua.Function) and child.end_line == UNKNOWN:
                child.end_line = child.line
            pending.append(child)


_STATEMENTS = {
    tree.Assign: _Converter.assign,
    tree.LocalAssign: _Converter.local,
    tree.While: _Converter.while_loop,
    tree.Do: _Converter.do,
    tree.Repeat: _Converter.repeat,
    tree.If: _Converter.branch,
    tree.Label: _Converter.label,
    tree.Goto: _Converter.goto,
    tree.Break: _Converter.break_statement,
    tree.Return: _Converter.return_statement,
    tree.Fornum: _Converter.numeric_for,
    tree.Forin: _Converter.generic_for,
    tree.Call: _Converter.call_statement,
    tree.Invoke: _Converter.call_statement,
    tree.Function: _Converter.function_statement,
    tree.Method: _Converter.function_statement,
    tree.LocalFunction: _Converter.local_function,
}

_EXPRESSIONS = {
    tree.Nil: _Converter.nil,
    tree.TrueExpr: _Converter.boolean,
    tree.FalseExpr: _Converter.boolean,
    tree.Number: _Converter.number,
    tree.String: _Converter.string,
    tree.Dots: _Converter.vararg,
    tree.Varargs: _Converter.vararg,
    tree.Name: _Converter.name,
    tree.Index: _Converter.index,
    tree.Call: _Converter.call,
    tree.Invoke: _Converter.method_call,
    tree.AnonymousFunction: _Converter.function,
    tree.Table: _Converter.table,
    **dict.fromkeys(_BINARY, _Converter.binary),
    **dict.fromkeys(_UNARY, _Converter.unary),
}
