"""IR as text that reads like Python, for failure messages and for looking at it.

Variables carry a number where several have the same hint, helpers a `$`, and every operation stands in parentheses, so
that the text shows the tree and not what precedence makes of it. Statements end with the Lua line they come from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cmc.transpiler.ir import nodes as ir


def dump_module(module: ir.Module) -> str:
    """The text of a module."""
    dumper = _Dumper()
    lines = [f'"""{module.doc}"""'] if module.doc else []
    return "\n".join([*lines, *dumper.block(module.body, "")]) + "\n"


def dump_statement(statement: ir.Statement) -> str:
    """The text of a statement with everything in it."""
    return "\n".join(_Dumper().statement(statement, ""))


def dump_expression(expression: ir.Expression) -> str:
    """The text of an expression."""
    return _Dumper().expression(expression)


@dataclass(slots=True, eq=False)
class _Dumper:
    """The names given to symbols: `x`, and `x.2` for the second variable that would like to be called `x`."""

    names: dict[ir.Symbol, str] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)

    def symbol(self, symbol: ir.Symbol) -> str:
        name = self.names.get(symbol)
        if name is None:
            count = self.hints[symbol.hint] = self.hints.get(symbol.hint, 0) + 1
            name = symbol.hint if count == 1 else f"{symbol.hint}.{count}"
            self.names[symbol] = name
        return name

    # Statements

    def block(self, body: list[ir.Statement], indent: str) -> Iterator[str]:
        for statement in body:
            yield from self.statement(statement, indent)

    def suite(self, head: str, body: list[ir.Statement], indent: str) -> Iterator[str]:
        yield indent + head
        yield from self.block(body, indent + "    ")

    def statement(self, node: ir.Statement, indent: str) -> Iterator[str]:
        """The lines of a statement, its comments before it."""
        trivia = node.trivia or ir.Trivia()
        if trivia.blank_before:
            yield ""
        for line in trivia.leading:
            yield f"{indent}# {line}" if line is not None else ""
        place = f"  @{node.origin.line}" if node.origin is not None else ""
        beside = f"  # {trivia.trailing}" if trivia.trailing else ""
        lines = self.lines(node, indent)
        yield next(lines) + place + beside
        yield from lines
        for line in trivia.after:
            yield f"{indent}# {line}"

    def lines(self, node: ir.Statement, indent: str) -> Iterator[str]:
        match node:
            case ir.If():
                yield from self.suite(f"if {self.expression(node.test)}:", node.body, indent)
                if node.orelse:
                    yield from self.suite("else:", node.orelse, indent)
            case ir.While():
                yield from self.suite(f"while {self.expression(node.test)}:", node.body, indent)
            case ir.For():
                head = f"for {self.expression(node.target)} in {self.expression(node.iterable)}:"
                yield from self.suite(head, node.body, indent)
            case ir.With():
                name = f" as {self.symbol(node.symbol)}" if node.symbol is not None else ""
                yield from self.suite(f"with {self.expression(node.context)}{name}:", node.body, indent)
            case ir.Try():
                yield from self.attempt(node, indent)
            case ir.ClassDef(bases=bases, fields=fields, methods=methods):
                yield f"{indent}class {self.symbol(node.symbol)}({self.expressions(bases)}):"
                for field in fields:
                    value = f" = {self.expression(field.value)}" if field.value is not None else ""
                    yield f"{indent}    {field.name}{value}"
                for method in methods:
                    yield from self.statement(method, indent + "    ")
            case ir.FunctionDef():
                for decorator in node.decorators:
                    yield f"{indent}@{self.expression(decorator)}"
                yield from self.suite(f"{self.signature(node)}:", node.body, indent)
            case _:
                yield indent + self.simple(node)

    def attempt(self, node: ir.Try, indent: str) -> Iterator[str]:
        yield from self.suite("try:", node.body, indent)
        if node.handler:
            name = f" as {self.symbol(node.symbol)}" if node.symbol is not None else ""
            yield from self.suite(f"except Exception{name}:", node.handler, indent)
        if node.orelse:
            yield from self.suite("else:", node.orelse, indent)
        if node.final:
            yield from self.suite("finally:", node.final, indent)

    def simple(self, node: ir.Statement) -> str:
        match node:
            case ir.ExpressionStatement(value=value):
                return self.expression(value)
            case ir.Assign(target=target, value=value):
                return f"{self.expression(target)} = {self.expression(value)}"
            case ir.AugmentedAssign(target=target, op=op, value=value):
                return f"{self.expression(target)} {op}= {self.expression(value)}"
            case ir.Return(value=result):
                return f"return {self.expression(result)}" if result is not None else "return"
            case ir.Raise(value=value):
                return f"raise {self.expression(value)}"
            case ir.ImportFrom(module=module, names=names):
                spelled = (self.symbol(name) if isinstance(name, ir.Symbol) else name for _, name in names)
                parts = (f"{old} as {new}" for (old, _), new in zip(names, spelled, strict=True))
                return f"from {module} import {', '.join(parts)}"
        return type(node).__name__.lower()

    def signature(self, node: ir.FunctionDef) -> str:
        parts = [self.parameter(parameter) for parameter in node.parameters]
        if node.rest is not None:
            parts.append(f"*{self.symbol(node.rest)}")
        elif node.keyword_only:
            parts.append("*")
        parts += [self.parameter(parameter) for parameter in node.keyword_only]
        returns = f" -> {node.returns}" if node.returns else ""
        return f"def {self.symbol(node.symbol)}({', '.join(parts)}){returns}"

    def parameter(self, parameter: ir.Parameter) -> str:
        text = self.symbol(parameter.symbol)
        if parameter.annotation:
            text += f": {parameter.annotation}"
        return text if parameter.default is None else f"{text}={self.expression(parameter.default)}"

    # Expressions

    def expression(self, node: ir.Expression) -> str:
        """The text of an expression, with the Lua operation that can fail in it."""
        text = self.text(node)
        origin = node.origin
        if origin is None or not origin.operation:
            return text
        return f"{text}@{origin.line}:{'tail ' if origin.tail else ''}{origin.operation}"

    def expressions(self, nodes: list[ir.Expression]) -> str:
        return ", ".join(self.expression(node) for node in nodes)

    def text(self, node: ir.Expression) -> str:
        match node:
            case ir.Constant(value=value):
                return f"{value!a}"
            case ir.Variable(symbol=symbol):
                return self.symbol(symbol)
            case ir.Helper(name=name):
                return f"${name}"
            case ir.Library(path=path):
                return f"$lib.{path}"
            case ir.Builtin(name=name):
                return name
            case ir.Attribute(value=inner, name=name):
                return f"{self.expression(inner)}.{name}"
            case ir.Item(value=inner, key=key):
                return f"{self.expression(inner)}[{self.expression(key)}]"
            case ir.Call(function=function, args=args, keywords=keywords):
                named = [f"{name}={self.expression(value)}" for name, value in keywords]
                arguments = [self.expression(arg) for arg in args]
                return f"{self.expression(function)}({', '.join(arguments + named)})"
            case ir.Star(value=inner):
                return f"*{self.expression(inner)}"
            case ir.Binary(op=op, left=left, right=right) | ir.Compare(op=op, left=left, right=right):
                return f"({self.expression(left)} {op} {self.expression(right)})"
            case ir.Unary(op=op, operand=operand):
                return f"({op} {self.expression(operand)})"
            case ir.Boolean(op=op, values=values):
                return "(" + f" {op} ".join(self.expression(part) for part in values) + ")"
            case ir.Conditional(test=test, body=body, orelse=orelse):
                return f"({self.expression(body)} if {self.expression(test)} else {self.expression(orelse)})"
            case ir.Walrus(symbol=symbol, value=inner):
                return f"({self.symbol(symbol)} := {self.expression(inner)})"
            case ir.Yield(value=inner, delegates=delegates):
                return f"(yield {'from ' if delegates else ''}{self.expression(inner)})"
            case ir.Tuple(items=items):
                return f"({self.expressions(items)}{',' if len(items) == 1 else ''})"
            case ir.List(items=items):
                return f"[{self.expressions(items)}]"
            case ir.Dict(items=entries):
                return "{" + ", ".join(self.entry(key, value) for key, value in entries) + "}"
            case ir.Format(parts=parts):
                return "f'" + "".join(self.part(part) for part in parts) + "'"
        return type(node).__name__

    def entry(self, key: ir.Expression | None, value: ir.Expression) -> str:
        if key is None:
            return f"**{self.expression(value)}"
        return f"{self.expression(key)}: {self.expression(value)}"

    def part(self, part: str | tuple[ir.Expression, str]) -> str:
        if isinstance(part, str):
            return ascii(part)[1:-1]
        value, specification = part
        return "{" + self.expression(value) + (f":{specification}" if specification else "") + "}"
