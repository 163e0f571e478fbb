"""Expressions of generated programs.

`expression` gives one without calls of generated functions: Lua leaves open whether an operand that is a variable is
read before or after a call beside it that assigns it. `call` gives a call, whose arguments have none.
"""

from .scope import ANY, BOOLEAN, FLOAT, FUNCTION, INTEGER, OBJECT, RECORD, STRING, Scope, Signature, Variable

_INTEGERS = [
    "0",
    "1",
    "2",
    "3",
    "7",
    "-1",
    "10",
    "-3",
    "255",
    "0x7f",
    "(1 << 31)",
    "math.maxinteger",
    "math.mininteger",
]
_FLOATS = ["0.5", "1.5", "-2.25", "3.0", "0.1", "1e15", "1e100", "(2^53)", "-0.0", "math.huge", "1e-7"]
_STRINGS = ['"abc"', '""', '"x"', '"10"', '"3.5"', '"é"', '"a\\0b"', '"\\xff"', '"0x10"', '"hello world"', "[[long]]"]
_VALUE_KINDS = [INTEGER, STRING, FLOAT, BOOLEAN]


class Expressions(Scope):
    """A scope that can write expressions over what is visible in it."""

    def expression(self, kind: str, depth: int = 2) -> str:
        """An expression of a kind, free of calls that have effects."""
        if kind == ANY:
            kind = self.choose(_VALUE_KINDS)
        if kind in (RECORD, OBJECT, FUNCTION):
            return self._reference(kind)
        if depth <= 0 or self.chance(35):
            return self._simple(kind)
        return {INTEGER: self._integer, FLOAT: self._float, STRING: self._string, BOOLEAN: self._boolean}[kind](depth)

    def value_kind(self) -> str:
        """A kind whose values can be written down."""
        return self.choose(_VALUE_KINDS)

    def expressions(self, kinds: tuple[str, ...] | list[str], depth: int = 1) -> str:
        """A list of expressions."""
        return ", ".join(self.expression(kind, depth) for kind in kinds)

    def _simple(self, kind: str) -> str:
        variables = self.find(kind)
        if variables and self.chance(65):
            return self.choose(variables).name
        records = self.find(RECORD)
        if records and kind in (INTEGER, STRING) and self.chance(40):
            return self._field(self.choose(records).name, kind)
        objects = self.find(OBJECT)
        if objects and kind in (INTEGER, STRING) and self.chance(40):
            return f"{self.choose(objects).name}.{'n' if kind == INTEGER else 's'}"
        if kind == BOOLEAN:
            return self.choose(["true", "false"])
        return self.choose({INTEGER: _INTEGERS, FLOAT: _FLOATS, STRING: _STRINGS}[kind])

    def _field(self, record: str, kind: str) -> str:
        if kind == STRING:
            return self.choose([f"{record}.s", f'{record}["s"]'])
        return self.choose(
            [f"{record}.n", f"({record}[1] or 0)", f"({record}[{record}.n % 3 + 1] or -1)", f"#{record}"]
        )

    def _integer(self, depth: int) -> str:
        a, b = self.expression(INTEGER, depth - 1), self.expression(INTEGER, depth - 1)
        form = self.below(10)
        if form < 4:
            return f"({a} {self.choose(['+', '-', '*', '&', '|', '~'])} {b})"
        if form == 4:
            return f"({a} {self.choose(['//', '%'])} {self.choose(['2', '3', '-7', '10'])})"
        if form == 5:
            return f"({a} {self.choose(['<<', '>>'])} {self.choose(['1', '3', '63', '64', '-2'])})"
        if form == 6:
            return f"{self.choose(['-', '~', '- -'])}({a})"
        if form == 7:
            return f"#{self._in_parentheses(self.expression(STRING, depth - 1))}"
        if form == 8:
            return self.choose(
                [f"math.max({a}, {b})", f"select('#', {a}, {b})", f"math.abs({a})", f"(tonumber({a}))", "('12' + 0)"]
            )
        return f"({self.expression(BOOLEAN, depth - 1)} and {a} or {b})"

    def _float(self, depth: int) -> str:
        a, b = (self.expression(self.choose([FLOAT, INTEGER]), depth - 1) for _ in range(2))
        form = self.below(6)
        if form < 3:
            return f"({a} {self.choose(['+', '-', '*', '/'])} {b} + 0.0)"
        if form == 3:
            return f"({a} {self.choose(['//', '%'])} {self.choose(['2.0', '0.5', '-3.0', '1e10'])})"
        if form == 4:
            return f"({a} / {self.choose(['2', '4', '0.1'])})"
        return self.choose([f"math.floor({a} % 100) + 0.5", "('1.5' * 2)", f"-({a} * 1.0)", f"({a} % 7) ^ 2"])

    def _string(self, depth: int) -> str:
        a = self._in_parentheses(self.expression(STRING, depth - 1))
        form = self.below(8)
        if form < 3:
            return f"clip({a} .. {self.expression(self.choose([STRING, INTEGER, FLOAT]), depth - 1)})"
        if form == 3:
            return f"{a}:sub({self.choose(['1', '2', '-2', '0'])}, {self.choose(['-1', '3', '1', '100'])})"
        if form == 4:
            return f"{a}:{self.choose(['upper', 'lower', 'reverse'])}()"
        if form == 5:
            return f"tostring({self.expression(self.value_kind(), depth - 1)})"
        if form == 6:
            return (
                f'("%s|%q"):format({self.expression(self.value_kind(), depth - 1)}, {self.choose(["1", a])}):sub(1, 20)'
            )
        return f"({self.expression(BOOLEAN, depth - 1)} and {a} or {self.choose(_STRINGS)})"

    def _boolean(self, depth: int) -> str:
        form = self.below(7)
        if form < 2:
            kinds = [INTEGER, FLOAT]
            a, b = self.expression(self.choose(kinds), depth - 1), self.expression(self.choose(kinds), depth - 1)
            return f"({a} {self.choose(['<', '<=', '>', '>=', '==', '~='])} {b})"
        if form == 2:
            a, b = self.expression(STRING, depth - 1), self.expression(STRING, depth - 1)
            return f"({a} {self.choose(['<', '<=', '==', '~='])} {b})"
        if form == 3:
            return f"not {self._in_parentheses(self.expression(self.value_kind(), depth - 1))}"
        if form == 4:
            a, b = self.expression(self.value_kind(), depth - 1), self.expression(self.value_kind(), depth - 1)
            return f"({a} {self.choose(['==', '~='])} {b})"
        a, b = self.expression(BOOLEAN, depth - 1), self.expression(BOOLEAN, depth - 1)
        return f"({a} {self.choose(['and', 'or'])} {b})"

    @staticmethod
    def _in_parentheses(text: str) -> str:
        return text if text.isidentifier() else f"({text})"

    def _reference(self, kind: str) -> str:
        """A variable of a kind that only variables have, or a new value of it."""
        variables = self.find(kind)
        if variables and self.chance(80):
            return self.choose(variables).name
        if kind == FUNCTION:
            return f"function({self.choose(['', 'a', 'a, ...'])}) return {self.expression(INTEGER, 1)} end"
        return self.record()

    def record(self) -> str:
        """A table with a number `n`, a string `s` and a few numbers in a row."""
        row = self.expressions([INTEGER] * self.below(4))
        named = f"n = {self.expression(INTEGER, 1)}, s = {self.expression(STRING, 1)}"
        return self.choose([f"{{{named}}}", f"{{{row}{';' if row else ''} {named}}}", f"{{{named}, {row}}}"])

    def call(self, function: Variable) -> str:
        """A call of a generated function with arguments that fit, or a few too many."""
        signature: Signature = function.detail
        arguments = [self.expression(kind, 1) for kind in signature.parameters]
        if signature.recursive:
            arguments[0] = str(self.below(4))
        if signature.varargs or self.chance(10):
            arguments += [self.expression(self.value_kind(), 1) for _ in range(self.below(4))]
        return f"{function.name}({', '.join(arguments)})"

    def callable(self) -> Variable | None:
        """A generated function that is visible."""
        functions = [variable for variable in self.find(FUNCTION) if variable.detail is not None]
        return self.choose(functions) if functions else None

    def object_operation(self, variable: Variable) -> str:
        """Something that a class of the program defines for its objects."""
        name, shape = variable.name, variable.detail
        forms = [f"{name}:{method}({self.expression(INTEGER, 1)})" for method in shape.methods]
        other = self.choose([name, "1", self.expression(INTEGER, 1), *(o.name for o in self.find(OBJECT))])
        by_event = {
            "__add": f"{name} + {other}",
            "__sub": f"{other} - {name}",
            "__concat": f"{name} .. {self.expression(STRING, 0)}",
            "__eq": f"{name} == {other}",
            "__lt": f"{name} < {name}",
            "__le": f"{name} <= {name}",
            "__len": f"#{name}",
            "__unm": f"-{name}",
            "__call": f"{name}({self.expression(INTEGER, 1)}, {self.expression(STRING, 0)})",
            "__tostring": f"tostring({name})",
            "__index": f"{name}.absent",
            "__idiv": f"{name} // {other}",
        }
        forms += [by_event[event] for event in shape.events if event in by_event]
        return self.choose(forms or [f"{name}.n"])

    def mistake(self) -> str:
        """An expression that raises an error for most values."""
        names = [variable.name for variable in self.visible()][:8]
        a, b = (self.choose([*names, "nil", "{}", "absent", '"x"']) for _ in range(2))
        subject = a if a.isidentifier() and a != "nil" else f"({a})"
        return self.choose(
            [
                f"{a} + {b}",
                f"{subject}.field.deeper",
                f"{a} < {b}",
                f"{a} .. {b}",
                f"{subject}({b})",
                f"#{subject} + 1",
                f"-{subject}",
                f"{subject}[{b}].x",
                f"{subject}:method({b})",
                f"{a} & {b}",
                f"{a} // {b}",
                f"math.floor({a})",
                f"string.byte({a}, {b})",
                f"setmetatable({a}, {b})",
            ]
        )
