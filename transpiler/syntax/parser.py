"""Tokens to tree: recursive descent as the reference implementation does it, with its messages (manual §9).

One file and one class, above the usual size: a grammar reads best in one piece, and every method needs the cursor.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cmc.runtime.core.text import canonical
from cmc.transpiler.source import Source
from cmc.transpiler.syntax import nodes as lua
from cmc.transpiler.syntax.lexer import EOF, ERROR, NAME, NUMBER, STRING, tokenize

# Lua counts C levels: 200, of which three are taken before the parser starts.
MAX_LEVELS = 197

# Left and right priorities (manual §3.4.8); right below left makes the operator right associative.
BINARY_PRIORITY = {
    "or": (1, 1), "and": (2, 2),
    "<": (3, 3), ">": (3, 3), "<=": (3, 3), ">=": (3, 3), "~=": (3, 3), "==": (3, 3),
    "|": (4, 4), "~": (5, 5), "&": (6, 6), "<<": (7, 7), ">>": (7, 7), "..": (9, 8),
    "+": (10, 10), "-": (10, 10), "*": (11, 11), "/": (11, 11), "//": (11, 11), "%": (11, 11), "^": (14, 13),
}  # fmt: skip
UNARY_PRIORITY = 12
COMPARISONS = frozenset(("==", "~=", "<", "<=", ">", ">="))
UNARY_OPERATORS = frozenset(("not", "-", "~", "#"))
BLOCK_END = frozenset(("else", "elseif", "end", "until", EOF))


@dataclass(frozen=True, slots=True)
class SyntaxFinding:
    """A syntax error: catalogue code, Lua's message without position, offsets, and the line that Lua names.

    The reference compiles as it reads, and so notices errors of scopes late: with the first token at or after the
    offset `noticed` (see `syntax/order.py`).
    """

    code: str
    message: str
    start: int
    end: int
    line: int
    noticed: int


@dataclass(frozen=True, slots=True)
class ParseResult:
    """The tree, as far as it could be read, and what was wrong."""

    chunk: lua.Chunk
    findings: tuple[SyntaxFinding, ...]


class _Stop(Exception):
    """Leaves the construct that cannot be read further; the finding is the argument."""

    def __init__(self, finding: SyntaxFinding) -> None:
        super().__init__(finding)
        self.finding = finding


def parse(source: Source, *, recover: bool = False, is_file: bool = True) -> ParseResult:
    """Parses a chunk.

    With `recover`, reading goes on at the next statement after an error, so that several are found; without, the
    first error ends it. `is_file` allows what only files may have: a byte order mark and a first line with `#`.
    """
    return _Parser(source, recover, is_file).chunk()


class _Parser:
    """The cursor over the tokens of one chunk."""

    def __init__(self, source: Source, recover: bool, is_file: bool) -> None:
        tokens = tokenize(source.text, is_file=is_file)
        self.tokens = tokens
        self.kinds = tokens.kinds
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.lines = tokens.lines
        self.position = 0
        self.kind = ""
        self.next_id = 0
        self.level = 0
        self.recover = recover
        self.findings: list[SyntaxFinding] = []
        self.varargs = [True]
        self.parts: list[lua.Statement] = []

    # The cursor

    def enter(self, position: int) -> None:
        """Makes the token at `position` the current one."""
        self.position = position
        self.kind = self.kinds[position]
        if self.kind is ERROR:
            message, near = self.tokens.values[position]
            if "\0" in near:
                near = near.partition("\0")[0] + "'"
            raise self.stop(message, canonical(near))

    def advance(self) -> int:
        """Leaves the current token and returns its position."""
        position = self.position
        self.enter(position + 1)
        return position

    def accept(self, kind: str) -> bool:
        if self.kind == kind:
            self.enter(self.position + 1)
            return True
        return False

    def expect(self, kind: str) -> int:
        if self.kind != kind:
            raise self.stop(f"{_quoted(kind)} expected")
        return self.advance()

    def expect_match(self, what: str, who: str, line: int) -> int:
        """The token that closes what was opened by `who` on `line`."""
        if self.kind != what:
            if line == self.lines[self.position]:
                raise self.stop(f"{_quoted(what)} expected")
            raise self.stop(f"{_quoted(what)} expected (to close {_quoted(who)} at line {line})")
        return self.advance()

    def name(self) -> int:
        """Position of the name that must stand here."""
        if self.kind is not NAME:
            raise self.stop("<name> expected")
        return self.advance()

    def text(self, position: int) -> str:
        """The name at a token position."""
        value = self.tokens.values[position]
        assert isinstance(value, str)
        return value

    def last_line(self) -> int:
        """The line of the token read last."""
        return self.lines[self.position - 1] if self.position else 1

    def new_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def near(self) -> str:
        """The current token as messages show it."""
        position = self.position
        kind = self.kinds[position]
        value = self.tokens.values[position]
        if kind is NAME:
            return f"'{value}'"
        if kind is NUMBER:
            return f"'{value[1]}'"
        if kind is STRING:
            text, long = value
            raw = self.tokens.text[self.starts[position] : self.ends[position]]
            bracket = raw.index("[", 1) + 1 if long else 1
            shown: str = raw[:bracket] + text + raw[-bracket:]
            return "'" + shown.partition("\0")[0] + "'"
        return _quoted(kind)

    def stop(self, message: str, near: str | None = None, code: str = "L001", with_near: bool = True) -> _Stop:
        """The exception for an error at the current token."""
        position = self.position
        if with_near and self.kind != "\0":
            # To Lua, a zero byte is a token that it has no text for.
            message = f"{message} near {near or self.near()}"
        start = self.starts[position]
        return _Stop(SyntaxFinding(code, message, start, self.ends[position], self.lines[position], start))

    def deeper(self) -> None:
        self.level += 1
        if self.level > MAX_LEVELS:
            raise self.stop("C stack overflow", code="L006", with_near=False)

    def keep_part(self, mark: int, part: lua.Statement) -> None:
        """Notes what was read of a statement, in place of the smaller parts that were noted since there were `mark`.

        If the statement cannot be read to its end, errors of scopes in its parts still come before that one.
        """
        if self.recover:
            self.parts[mark:] = [part]

    # Blocks and statements

    def chunk(self) -> ParseResult:
        statements: list[lua.Statement] = []
        while True:
            try:
                if not self.kind:
                    self.enter(0)
                self.statements(statements)
                if self.kind is not EOF:
                    raise self.stop("<eof> expected")
                break
            except _Stop as stop:
                statements += self.parts
                self.parts.clear()
                self.note(stop)
        size = self.ends[-1]
        body = lua.Block(self.new_id(), 0, size, 1, statements)
        chunk = lua.Chunk(self.new_id(), 0, size, 1, body, 0, self.tokens.comments, self.tokens.shebang)
        chunk.nodes = self.next_id
        return ParseResult(chunk, tuple(self.findings))

    def note(self, stop: _Stop) -> None:
        """Records a finding and moves to where reading can go on; at the end of the text when it should not."""
        self.findings.append(stop.finding)
        last = len(self.kinds) - 1
        if not self.recover or len(self.findings) >= 20 or stop.finding.code == "L006":
            self.position = last
            self.kind = EOF
            return
        position = min(self.position + 1, last)
        starters = ("local", "function", "if", "while", "for", "repeat", "return", "do", "goto", "break", "::")
        while position < last:
            kind = self.kinds[position]
            new_line = self.lines[position] > self.lines[position - 1]
            if kind is not ERROR and (kind in starters or kind in BLOCK_END or (new_line and kind is NAME)):
                break
            position += 1
        self.position = position
        self.kind = self.kinds[position]

    def block(self, names: Iterable[lua.Binding] = (), *, loop: bool = False) -> lua.Block:
        """Statements up to a token that ends a block, which stays current; `names` are declared before it."""
        start = self.ends[self.position - 1]
        line = self.last_line()
        statements: list[lua.Statement] = []
        if not self.recover:
            self.statements(statements)
            return lua.Block(self.new_id(), start, self.starts[self.position], line, statements)
        level, varargs, mark = self.level, len(self.varargs), len(self.parts)
        while True:
            try:
                self.statements(statements)
                break
            except _Stop as stop:
                statements += self.parts[mark:]
                del self.parts[mark:]
                self.note(stop)
                self.level = level
                del self.varargs[varargs:]
        end = self.starts[self.position]
        block = lua.Block(self.new_id(), start, end, line, statements)
        declaration = lua.Local(self.new_id(), start, start, line, list(names), [])
        scope = lua.Block(self.new_id(), start, end, line, [declaration, *statements])
        part: lua.Statement = lua.Do(self.new_id(), start, end, line, scope)
        if loop:
            part = lua.While(self.new_id(), start, end, line, lua.Nil(self.new_id(), start, start, line), scope)
        self.keep_part(mark, part)
        return block

    def statements(self, into: list[lua.Statement]) -> None:
        while self.kind not in BLOCK_END:
            if self.kind == "return":
                into.append(self.return_statement())
                return
            mark = len(self.parts)
            statement = self.statement()
            del self.parts[mark:]
            if statement is not None:
                into.append(statement)

    def statement(self) -> lua.Statement | None:
        self.deeper()
        handler = _STATEMENTS.get(self.kind)
        if handler is not None:
            statement = handler(self)
        elif self.kind == ";":
            self.advance()
            statement = None
        else:
            statement = self.expression_statement()
        self.level -= 1
        return statement

    def return_statement(self) -> lua.Return:
        start = self.starts[self.position]
        line = self.lines[self.position]
        self.advance()
        values = [] if self.kind in BLOCK_END or self.kind == ";" else self.expressions()
        end = self.ends[self.position - 1]
        self.accept(";")
        return lua.Return(self.new_id(), start, end, line, values)

    def if_statement(self) -> lua.If:
        start, line = self.starts[self.position], self.lines[self.position]
        self.advance()
        arms = [self.arm()]
        orelse = None
        while True:
            if self.kind == "elseif":
                self.advance()
                arms.append(self.arm())
            elif self.kind == "else":
                self.advance()
                orelse = self.block()
                end = self.expect_match("end", "if", line)
                break
            else:
                end = self.expect_match("end", "if", line)
                break
        return lua.If(self.new_id(), start, self.ends[end], line, arms, orelse)

    def arm(self) -> tuple[lua.Expression, lua.Block]:
        condition = self.expression()
        self.expect("then")
        return condition, self.block()

    def while_statement(self) -> lua.While:
        start, line = self.starts[self.position], self.lines[self.position]
        self.advance()
        condition = self.expression()
        self.expect("do")
        body = self.block(loop=True)
        end = self.expect_match("end", "while", line)
        return lua.While(self.new_id(), start, self.ends[end], line, condition, body)

    def do_statement(self) -> lua.Do:
        start, line = self.starts[self.position], self.lines[self.position]
        self.advance()
        body = self.block()
        end = self.expect_match("end", "do", line)
        return lua.Do(self.new_id(), start, self.ends[end], line, body)

    def repeat_statement(self) -> lua.Repeat:
        start, line = self.starts[self.position], self.lines[self.position]
        self.advance()
        body = self.block(loop=True)
        self.expect_match("until", "repeat", line)
        condition = self.expression()
        return lua.Repeat(self.new_id(), start, condition.end, line, body, condition)

    def for_statement(self) -> lua.Statement:
        start, line = self.starts[self.position], self.lines[self.position]
        self.advance()
        first = self.binding(self.name())
        if self.kind == "=":
            return self.numeric_for(start, line, first)
        if self.kind in (",", "in"):
            return self.generic_for(start, line, first)
        raise self.stop("'=' or 'in' expected")

    def numeric_for(self, start: int, line: int, var: lua.Binding) -> lua.NumericFor:
        self.advance()
        first = self.expression()
        self.expect(",")
        limit = self.expression()
        step = self.expression() if self.accept(",") else None
        do = self.expect("do")
        body = self.block([var], loop=True)
        end = self.expect_match("end", "for", line)
        return lua.NumericFor(self.new_id(), start, self.ends[end], self.lines[do], var, first, limit, step, body)

    def generic_for(self, start: int, line: int, first: lua.Binding) -> lua.GenericFor:
        names = [first]
        while self.accept(","):
            names.append(self.binding(self.name()))
        self.expect("in")
        values_line = self.lines[self.position]
        values = self.expressions()
        self.expect("do")
        body = self.block(names, loop=True)
        end = self.expect_match("end", "for", line)
        return lua.GenericFor(self.new_id(), start, self.ends[end], values_line, names, values, body)

    def function_statement(self) -> lua.FunctionStatement:
        start, line = self.starts[self.position], self.lines[self.position]
        self.advance()
        position = self.name()
        target: lua.Name | lua.Index = self.variable(position)
        path = self.text(position)
        method = False
        while self.kind in (".", ":"):
            separator = self.kind
            self.advance()
            position = self.name()
            path += separator + self.text(position)
            target = self.dotted(target, position)
            if separator == ":":
                method = True
                break
        function = self.function_body(start, line, path, method)
        return lua.FunctionStatement(self.new_id(), start, function.end, line, target, function)

    def local_statement(self) -> lua.Statement:
        start, line = self.starts[self.position], self.lines[self.position]
        self.advance()
        if self.accept("function"):
            position = self.name()
            binding = self.binding(position)
            function = self.function_body(start, self.lines[self.position], binding.name, False, binding)
            return lua.LocalFunction(self.new_id(), start, function.end, line, binding, function)
        names: list[lua.Binding] = []
        while True:
            binding = self.binding(self.name())
            if self.accept("<"):
                attribute = self.text(self.name())
                self.expect(">")
                if attribute not in ("const", "close"):
                    raise self.stop(f"unknown attribute '{attribute}'", code="L002", with_near=False)
                if attribute == "close" and any(name.attribute == "close" for name in names):
                    message = "multiple to-be-closed variables in local list"
                    raise self.stop(message, code="L002", with_near=False)
                binding.attribute = attribute
            names.append(binding)
            if not self.accept(","):
                break
        values = self.expressions() if self.accept("=") else []
        end = self.ends[self.position - 1]
        return lua.Local(self.new_id(), start, end, self.last_line(), names, values)

    def label_statement(self) -> lua.Label:
        start, line = self.starts[self.position], self.lines[self.position]
        self.advance()
        name = self.text(self.name())
        end = self.expect("::")
        return lua.Label(self.new_id(), start, self.ends[end], line, name)

    def break_statement(self) -> lua.Break:
        position = self.advance()
        return lua.Break(self.new_id(), self.starts[position], self.ends[position], self.lines[position])

    def goto_statement(self) -> lua.Goto:
        position = self.advance()
        name = self.name()
        label = self.text(name)
        return lua.Goto(self.new_id(), self.starts[position], self.ends[name], self.lines[position], label)

    def expression_statement(self) -> lua.Statement:
        start = self.starts[self.position]
        mark = len(self.parts)
        first = self.suffixed()
        if self.kind in ("=", ","):
            targets = [first]
            self.check_assignable(first)
            self.keep_part(mark, lua.Assign(self.new_id(), start, first.end, first.line, [first], []))
            while self.accept(","):
                targets.append(self.suffixed())
                self.check_assignable(targets[-1])
                self.keep_part(mark, lua.Assign(self.new_id(), start, first.end, first.line, [*targets], []))
                self.deeper()
            self.level -= len(targets) - 1
            self.expect("=")
            values = self.expressions()
            end = self.ends[self.position - 1]
            return lua.Assign(self.new_id(), start, end, self.last_line(), targets, values)
        if not isinstance(first, lua.Call | lua.MethodCall):
            raise self.stop("syntax error")
        return lua.CallStatement(self.new_id(), start, first.end, first.line, first)

    def check_assignable(self, expression: lua.Expression) -> None:
        if not isinstance(expression, lua.Name | lua.Index):
            raise self.stop("syntax error")

    # Expressions

    def expressions(self) -> list[lua.Expression]:
        values = [self.expression()]
        while self.accept(","):
            values.append(self.expression())
        return values

    def expression(self, limit: int = 0) -> lua.Expression:
        """An expression whose binary operators all have a priority above `limit`."""
        self.deeper()
        kind = self.kind
        if kind in UNARY_OPERATORS:
            position = self.advance()
            operand = self.expression(UNARY_PRIORITY)
            left: lua.Expression = lua.Unary(
                self.new_id(), self.starts[position], operand.end, self.lines[position], kind, operand
            )
        else:
            left = self.simple()
        while True:
            op = self.kind
            priority = BINARY_PRIORITY.get(op)
            if priority is None or priority[0] <= limit:
                break
            position = self.advance()
            line = self.lines[position]
            if isinstance(left, lua.Index | lua.Name):
                # The field is read when the operator has been seen.
                left.line = line
            right = self.expression(priority[1])
            if op == ".." and isinstance(right, lua.Binary) and right.op == "..":
                # A chain of concatenations is one instruction, placed at its last operator.
                line = right.line
            elif op in COMPARISONS:
                # These are placed where their second operand ends.
                line = self.last_line()
            left = lua.Binary(self.new_id(), left.start, right.end, line, op, left, right)
        self.level -= 1
        return left

    def simple(self) -> lua.Expression:
        kind = self.kind
        handler = _SIMPLE.get(kind)
        return handler(self) if handler is not None else self.suffixed()

    def number(self) -> lua.Number:
        position = self.advance()
        value, text = self.tokens.values[position]
        return lua.Number(self.new_id(), self.starts[position], self.ends[position], self.lines[position], value, text)

    def string(self) -> lua.String:
        position = self.advance()
        value, long = self.tokens.values[position]
        return lua.String(self.new_id(), self.starts[position], self.ends[position], self.lines[position], value, long)

    def nil(self) -> lua.Nil:
        position = self.advance()
        return lua.Nil(self.new_id(), self.starts[position], self.ends[position], self.lines[position])

    def boolean(self) -> lua.Boolean:
        value = self.kind == "true"
        position = self.advance()
        return lua.Boolean(self.new_id(), self.starts[position], self.ends[position], self.lines[position], value)

    def vararg(self) -> lua.Vararg:
        if not self.varargs[-1]:
            raise self.stop("cannot use '...' outside a vararg function")
        position = self.advance()
        return lua.Vararg(self.new_id(), self.starts[position], self.ends[position], self.lines[position])

    def function(self) -> lua.Function:
        start = self.starts[self.advance()]
        return self.function_body(start, self.lines[self.position], "", False)

    def function_body(
        self, start: int, line: int, name: str, method: bool, local: lua.Binding | None = None
    ) -> lua.Function:
        """A function from its parameters on; `local` is the variable of a local function, which it sees."""
        mark = len(self.parts)
        params: list[lua.Binding] = []
        if method:
            params.append(lua.Binding(self.new_id(), start, start, line, "self"))
        self.expect("(")
        vararg = False
        if self.kind != ")":
            while True:
                if self.kind is NAME:
                    params.append(self.binding(self.advance()))
                elif self.kind == "...":
                    self.advance()
                    vararg = True
                    break
                else:
                    raise self.stop("<name> or '...' expected")
                if not self.accept(","):
                    break
        self.expect(")")
        self.varargs.append(vararg)
        body = self.block()
        self.varargs.pop()
        # Jumps out of a function that never ends are not looked at.
        never = self.ends[-1] + 1
        function = lua.Function(self.new_id(), start, never, line, params, vararg, body, name, method, 0)
        if self.recover:
            self.keep_part(mark, self.declaration_of(function, local))
        end = self.expect_match("end", "function", line)
        function.end, function.end_line = self.ends[end], self.lines[end]
        return function

    def declaration_of(self, function: lua.Function, local: lua.Binding | None) -> lua.Statement:
        """A statement that holds a function and shows it the variable that it is given to, if there is one."""
        span = (function.start, function.end, function.line)
        if local is not None:
            return lua.LocalFunction(self.new_id(), *span, local, function)
        return lua.Local(self.new_id(), *span, [], [function])

    def table(self) -> lua.Table:
        start, line = self.starts[self.position], self.lines[self.position]
        self.advance()
        fields: list[lua.Field] = []
        while self.kind != "}":
            fields.append(self.field())
            if not (self.accept(",") or self.accept(";")):
                break
        end = self.expect_match("}", "{", line)
        return lua.Table(self.new_id(), start, self.ends[end], line, fields)

    def field(self) -> lua.Field:
        start = self.starts[self.position]
        key: lua.Expression | None = None
        named = False
        if self.kind is NAME and self.kinds[self.position + 1] == "=":
            position = self.advance()
            named = True
            key = self.constant_name(position)
            self.advance()
        elif self.kind == "[":
            self.advance()
            key = self.expression()
            self.expect("]")
            self.expect("=")
        value = self.expression()
        return lua.Field(self.new_id(), start, value.end, self.last_line(), key, value, named)

    def suffixed(self) -> lua.Expression:
        """A name or parenthesised expression with any number of fields and calls after it."""
        line = self.lines[self.position]
        result = self.primary()
        while True:
            kind = self.kind
            if kind == ".":
                self.advance()
                result = self.dotted(result, self.name())
            elif kind == "[":
                self.advance()
                key = self.expression()
                end = self.expect("]")
                result = lua.Index(self.new_id(), result.start, self.ends[end], self.lines[end], result, key, False)
            elif kind == ":":
                self.advance()
                position = self.name()
                args = self.arguments(line)
                result = lua.MethodCall(
                    self.new_id(),
                    result.start,
                    self.ends[self.position - 1],
                    line,
                    result,
                    self.text(position),
                    args,
                    self.lines[position],
                )
            elif kind == "(" or kind == "{" or kind is STRING:
                args = self.arguments(line)
                result = lua.Call(self.new_id(), result.start, self.ends[self.position - 1], line, result, args)
            else:
                return result

    def primary(self) -> lua.Expression:
        if self.kind is NAME:
            return self.variable(self.advance())
        if self.kind == "(":
            start, line = self.starts[self.position], self.lines[self.position]
            self.advance()
            inner = self.expression()
            end = self.expect_match(")", "(", line)
            return lua.Paren(self.new_id(), start, self.ends[end], line, inner)
        raise self.stop("unexpected symbol")

    def arguments(self, line: int) -> list[lua.Expression]:
        """The arguments of a call in an expression that begins on `line`."""
        if self.kind == "(":
            self.advance()
            args = [] if self.kind == ")" else self.expressions()
            self.expect_match(")", "(", line)
            return args
        if self.kind == "{":
            return [self.table()]
        if self.kind is STRING:
            return [self.string()]
        raise self.stop("function arguments expected")

    # Names

    def binding(self, position: int) -> lua.Binding:
        return lua.Binding(
            self.new_id(), self.starts[position], self.ends[position], self.lines[position], self.text(position)
        )

    def variable(self, position: int) -> lua.Name:
        return lua.Name(
            self.new_id(), self.starts[position], self.ends[position], self.lines[position], self.text(position)
        )

    def constant_name(self, position: int) -> lua.String:
        return lua.String(
            self.new_id(), self.starts[position], self.ends[position], self.lines[position], self.text(position), False
        )

    def dotted(self, obj: lua.Expression, position: int) -> lua.Index:
        key = self.constant_name(position)
        return lua.Index(self.new_id(), obj.start, key.end, key.line, obj, key, True)


def _quoted(kind: str) -> str:
    """A token kind as messages show it."""
    if kind.startswith("<") and len(kind) > 2:
        return kind
    if len(kind) == 1 and not " " <= kind <= "~":
        return f"'<\\{kind.encode('utf-8', 'surrogateescape')[0]}>'"
    return f"'{kind}'"


_STATEMENTS = {
    "if": _Parser.if_statement,
    "while": _Parser.while_statement,
    "do": _Parser.do_statement,
    "for": _Parser.for_statement,
    "repeat": _Parser.repeat_statement,
    "function": _Parser.function_statement,
    "local": _Parser.local_statement,
    "::": _Parser.label_statement,
    "break": _Parser.break_statement,
    "goto": _Parser.goto_statement,
}

_SIMPLE = {
    NUMBER: _Parser.number,
    STRING: _Parser.string,
    "nil": _Parser.nil,
    "true": _Parser.boolean,
    "false": _Parser.boolean,
    "...": _Parser.vararg,
    "{": _Parser.table,
    "function": _Parser.function,
}
