"""Blocks, branches and loops of generated programs."""

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis.strategies import DrawFn

from .expressions import Expressions
from .scope import ANY, BOOLEAN, FLOAT, INTEGER, RECORD, STRING, Function


class Blocks(Expressions):
    """A scope that can write blocks; `statement` is what they hold."""

    def __init__(self, draw: DrawFn) -> None:
        super().__init__(draw)
        self.lines: list[str] = []
        self.depth = 0

    def statement(self) -> None:
        """One statement."""
        raise NotImplementedError

    def line(self, text: str) -> None:
        """A line of the program."""
        self.lines.append("  " * self.depth + text)

    def block(self, size: int) -> None:
        """Statements one after the other."""
        for _ in range(size):
            self.statement()

    @contextmanager
    def inside(self, end: str = "end") -> Iterator[None]:
        """The lines of a block, up to the line that ends it."""
        self.depth += 1
        self.function.blocks.append({})
        yield
        self.function.blocks.pop()
        self.depth -= 1
        self.line(end)

    @contextmanager
    def body(
        self, *, varargs: bool = False, yields: bool = False, results: tuple[str, ...] = (), end: str = "end"
    ) -> Iterator[None]:
        """The lines of a function whose first line has been written."""
        self.functions.append(Function(varargs, yields, results))
        self.depth += 1
        yield
        self.depth -= 1
        self.functions.pop()
        self.line(end)

    def function_varargs(self) -> bool:
        """True where `...` may be written."""
        return self.function.varargs

    def print_everything(self) -> None:
        """Prints the values that the program is left with."""
        for kind in (INTEGER, FLOAT, STRING, BOOLEAN):
            names = [variable.name for variable in self.find(kind)][:8]
            if names:
                self.line(f"print({', '.join(names)})")
        for record in self.find(RECORD)[:4]:
            self.line(f"print({record.name}.n, {record.name}.s, table.concat({record.name}, ' '))")

    # Branches

    def branch(self) -> None:
        """An if statement, with a return or break at times."""
        self.line(f"if {self.expression(self.choose([BOOLEAN, BOOLEAN, ANY]))} then")
        branches = 1 + self.below(3)
        for number in range(branches):
            last = number == branches - 1
            otherwise = "else" if self.chance(50) else f"elseif {self.expression(BOOLEAN)} then"
            follows = otherwise if number == branches - 2 else f"elseif {self.expression(BOOLEAN)} then"
            with self.inside("end" if last else follows):
                self.block(1 + self.below(2))
                self.leave()
            if not last and follows == "else":
                with self.inside():
                    self.block(1)
                break

    def leave(self) -> None:
        """At times a jump out of what is around: `break`, `return`."""
        if self.function.loops and self.chance(20):
            self.line("break")
        elif self.function.results is not None and self.chance(15):
            self.line(f"do return {self.expressions(list(self.function.results))} end")

    # Loops

    def loop(self) -> None:
        """A loop of any kind."""
        with self.loop_body():
            self.block(1 + self.below(3))

    @contextmanager
    def loop_body(self) -> Iterator[None]:
        """The body of a loop of any kind, which may have `goto continue` in it."""
        header, end, names = self.choose([self.numeric, self.counted, self.repeated, self.generic, self.over_table])()
        self.line(header)
        own = self.fresh_label()
        skips = self.chance(25)
        with self.inside(f"::{own}::  {end}" if skips else end):
            self.function.loops += 1
            for name, kind in names:
                self.declare(name, kind)
            if skips:
                condition = self.expression(BOOLEAN, 1)
                self.line(f"if {condition} then goto {own} end")
            # What follows has a block of its own: no label may be jumped to past a local variable.
            self.line("do")
            with self.inside():
                yield
            if self.chance(15):
                self.line(f"if {self.expression(BOOLEAN, 1)} then break end")
            self.function.loops -= 1

    def numeric(self) -> tuple[str, str, list[tuple[str, str]]]:
        """A numeric for over integers or floats."""
        name = self.fresh_name()
        bounds, kind = self.choose(
            [
                ("1, 3", INTEGER),
                ("3, 1, -1", INTEGER),
                ("-2, 5, 3", INTEGER),
                ("0, 1, 0.5", FLOAT),
                ("1.0, 2", FLOAT),
                ("math.maxinteger - 1, math.maxinteger", INTEGER),
                ("math.mininteger, math.mininteger + 2, 2", INTEGER),
                ("3, 1", INTEGER),
                ("1, 2.9", INTEGER),
                (f"1, {self.expression(INTEGER, 1)} % 4", INTEGER),
                (f"{self.expression(INTEGER, 1)} % 5, 4", INTEGER),
                ("2, -1, -1.5", FLOAT),
            ]
        )
        return f"for {name} = {bounds} do", "end", [(name, kind)]

    def counted(self) -> tuple[str, str, list[tuple[str, str]]]:
        """A while loop over a counter of its own."""
        counter = self.fresh_label()
        condition = self.choose(["", "", f" and {self.expression(BOOLEAN, 1)}"])
        self.line(f"local {counter} = {1 + self.below(3)}")
        return f"while {counter} > 0{condition} do {counter} = {counter} - 1", "end", []

    def repeated(self) -> tuple[str, str, list[tuple[str, str]]]:
        """A repeat loop whose condition sees a local variable of the body."""
        counter, seen = self.fresh_label(), self.fresh_label()
        self.line(f"local {counter} = 0")
        header = f"repeat {counter} = {counter} + 1; local {seen} = {counter} * 2"
        return header, f"until {seen} >= {2 * (1 + self.below(3))}", []

    def generic(self) -> tuple[str, str, list[tuple[str, str]]]:
        """A generic for over an iterator: a closure, a pattern, a coroutine, a function with state."""
        name, text = self.fresh_name(), f"({self.expression(STRING, 1)}):sub(1, 4)"
        counting = "function(s, c) if c < s then return c + 1, c * c end end"
        source, kind = self.choose(
            [
                (f"string.gmatch({text}, '%w')", STRING),
                (f"{counting}, 3, 0", INTEGER),
                ("coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i * 2, i) end end)", INTEGER),
                (f"string.gmatch({text}, '()')", INTEGER),
                (
                    "(function() local i = 0 return function() i = i + 1 "
                    "if i < 4 then return tostring(i) end end end)()",
                    STRING,
                ),
            ]
        )
        return f"for {name} in {source} do", "end", [(name, kind)]

    def over_table(self) -> tuple[str, str, list[tuple[str, str]]]:
        """A generic for over the row of a table."""
        row = "{" + self.expressions([INTEGER] * (1 + self.below(3))) + "}"
        key, value = self.fresh_label(), self.fresh_name()
        iterator = self.choose(["ipairs", "pairs"])
        return f"for {key}, {value} in {iterator}({row}) do", "end", [(key, INTEGER), (value, INTEGER)]

    def jump_back(self) -> None:
        """A loop made of a label and a goto, out of nested blocks, with a way past it."""
        counter, top, out = self.fresh_label(), self.fresh_label(), self.fresh_label()
        self.line("do")
        with self.inside():
            self.line(f"local {counter} = 0")
            self.line(f"::{top}:: {counter} = {counter} + 1")
            self.declare(counter, INTEGER, assignable=False)
            self.line("do")
            with self.inside():
                self.block(1 + self.below(2))
                if self.chance(40):
                    self.line(f"while true do if {self.expression(BOOLEAN, 1)} then goto {out} end break end")
                self.line(f"if {counter} < {1 + self.below(4)} then goto {top} end")
            self.line(f"::{out}::")
