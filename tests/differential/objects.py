"""Random programs about objects: classes in several spellings, fields of changing kinds, methods that are replaced.

What the compiler finds out about fields, parameters and results is at stake, so values of all kinds get everywhere, and
every statement is run in protected mode and shows what it gives.
"""

from random import Random

PRELUDE = """\
local budget = 400
local function show(...)
    local parts = {}
    for position = 1, select("#", ...) do
        local value = (select(position, ...))
        parts[position] = type(value) == "number" and (math.type(value) .. " " .. value)
            or type(value) == "table" and "table" or type(value) == "function" and "function" or tostring(value)
    end
    print(table.concat(parts, ", "))
end
local function try(f, ...)
    show(pcall(f, ...))
end
local function spend()
    budget = budget - 1
    if budget < 0 then error("spent", 0) end
end
"""

_FIELDS = ("a", "b", "c", "count", "next", "name")
_METHODS = ("get", "put", "step", "mix", "visit", "reset")
_VALUES = (
    "0", "1", "7", "-3", "2.5", "1e300", "9223372036854775807", "4611686018427387904", '"x"', '"10"', '"é"', "true",
    "false", "nil", "{}", "{1, 2, 3}", "math.huge", "0x7fffffff", "function(v) return v end",
)  # fmt: skip
_OPERATORS = ("+", "-", "*", "/", "//", "%", "..", "==", "<", "<=", "~=", "and", "or", "&", "|", "^")


class _Writer:
    """One program being written."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.lines: list[str] = []
        self.classes: list[str] = []

    def pick(self, options: "tuple[str, ...] | list[str]") -> str:
        return self.random.choice(options)

    def value(self) -> str:
        # Numbers are what most is known of.
        return str(self.random.randint(-9, 99)) if self.random.random() < 0.5 else self.pick(_VALUES)

    def expression(self, names: list[str], depth: int = 2) -> str:
        roll = self.random.random()
        if depth == 0 or roll < 0.25:
            return self.value() if self.random.random() < 0.4 else self.pick(names)
        if roll < 0.5:
            return f"{self.pick(names)}.{self.pick(_FIELDS)}"
        if roll < 0.6:
            return f"({self.expression(names, depth - 1)} or {self.value()})"
        if roll < 0.66:
            return f"{self.pick(names)}:{self.pick(_METHODS)}({self.expression(names, depth - 1)})"
        if roll < 0.7:
            return f'{self.pick(names)}[{self.pick(["1", "2", "k", chr(34) + "a" + chr(34)])}]'
        if roll < 0.73:
            return f"#{self.pick(names)}"
        operator = self.pick(_OPERATORS)
        # The reference folds `and` and `or` after literals, and then knows other names for operands.
        left = f"{self.pick(names)}.c" if operator in ("and", "or") else self.expression(names, depth - 1)
        return f"({left} {operator} {self.expression(names, depth - 1)})"

    def statement(self, names: list[str], indent: str, depth: int = 1) -> None:
        roll = self.random.random()
        out = self.lines.append
        target = f"{self.pick(names)}.{self.pick(_FIELDS)}"
        if roll < 0.4:
            out(f"{indent}{target} = {self.expression(names)}")
        elif roll < 0.5:
            out(f"{indent}{target} = {target} {self.pick(('+', '-', '*', '..'))} {self.value()}")
        elif roll < 0.55:
            out(f"{indent}{self.pick(names)}[{self.pick(('k', '1', '#self + 1'))}] = {self.expression(names)}")
        elif roll < 0.65 and depth:
            out(f"{indent}if {self.expression(names)} then")
            self.statement(names, indent + "    ", depth - 1)
            out(f"{indent}else")
            self.statement(names, indent + "    ", depth - 1)
            out(f"{indent}end")
        elif roll < 0.75 and depth:
            out(f"{indent}for i = 1, {self.pick(('2', '3', 'k'))} do")
            self.statement([*names, "i"], indent + "    ", depth - 1)
            out(f"{indent}end")
        elif roll < 0.8:
            out(f"{indent}{self.pick(names)}:{self.pick(_METHODS)}({self.expression(names)})")
        elif roll < 0.86 and depth:
            # One entry: the order of more is nobody's promise.
            out(f"{indent}for key, item in pairs({{{self.pick(_FIELDS)} = {self.expression(names)}}}) do")
            self.statement([*names, "item"], indent + "    ", 0)
            out(f"{indent}    other[key] = item")
            out(f"{indent}end")
        elif roll < 0.9:
            out(f"{indent}local kept = {self.expression(names)}")
            out(f"{indent}self.{self.pick(_FIELDS)} = function() return kept end")
        else:
            out(f"{indent}k = {self.expression(names)}")

    def method(self, owner: str, name: str) -> None:
        params = self.pick(("other, k", "other", "k, other", "other, k, ..."))
        self.lines.append(f"function {owner}:{name}({params})")
        self.lines.append("    spend()")
        names = ["self", "other", "k"] if "k" in params else ["self", "other", "self"]
        if "k" not in params:
            self.lines.append("    local k = 1")
        for _ in range(self.random.randint(0, 3)):
            self.statement(names, "    ")
        roll = self.random.random()
        if roll < 0.5:
            self.lines.append(f"    return {self.expression(names)}")
        elif roll < 0.6:
            self.lines.append(f"    return {self.expression(names)}, {self.expression(names)}")
        elif roll < 0.7:
            self.lines.append(f"    if {self.expression(names)} then return {self.expression(names)} end")
        elif roll < 0.75 and "..." in params:
            self.lines.append("    return ...")
        self.lines.append("end")

    def klass(self, name: str) -> None:
        out = self.lines.append
        base = self.pick(self.classes) if self.classes and self.random.random() < 0.5 else ""
        style = self.random.randrange(4)
        if base and style == 0:
            out(f"local {name} = {{}}")
            out(f"for key, item in pairs({base}) do {name}[key] = item end")
        elif base and style == 1:
            out(f"local {name} = derive({base})")
        elif base:
            out(f"local {name} = setmetatable({{}}, {{__index = {base}}})")
        else:
            out(f"local {name} = {{{self.pick(('', 'a = 1, ', 'count = 0, name = ' + chr(34) + name + chr(34)))}}}")
        if style != 2:
            out(f"{name}.__index = {name}")
        fields = [f"{field} = {self.pick(('first', 'second', self.value()))}" for field in _FIELDS[: style + 2]]
        out(f"function {name}.new(first, second)")
        if base and self.random.random() < 0.3:
            out(f"    local self = setmetatable({base}.new(first, {self.value()}), {name})")
        elif style == 2:
            out(f"    local self = setmetatable({{{', '.join(fields)}}}, {{__index = {name}}})")
        else:
            out(f"    local self = setmetatable({{{', '.join(fields)}}}, {name})")
        if self.random.random() < 0.5:
            out(f"    self.{self.pick(_FIELDS)} = second or {self.value()}")
        out("    return self")
        out("end")
        for method in _METHODS:
            if not base or self.random.random() < 0.4:
                self.method(name, method)
        if self.random.random() < 0.3:
            event = self.pick(("__add", "__eq", "__lt", "__concat", "__len", "__call", "__tostring", "__newindex"))
            out(f"{name}.{event} = function(self, other) spend() return {self.expression(['self', 'other'])} end")
        self.classes.append(name)

    def action(self) -> None:
        out, random = self.lines.append, self.random
        first, second = self.pick(["o1", "o2", "o3"]), self.pick(["o1", "o2", "o3", self.value()])
        roll = random.random()
        if roll < 0.5:
            method = self.pick(_METHODS)
            out(f"try(function() return {first}:{method}({second}, {self.value()}) end)")
        elif roll < 0.62:
            out(f"try(function() return {self.expression(['o1', 'o2', 'o3'], 3)} end)")
        elif roll < 0.7:
            out(f"{first}.{self.pick(_FIELDS)} = {self.pick([second, self.value()])}")
        elif roll < 0.75:
            out(f"{self.pick(self.classes)}.{self.pick((*_METHODS, *_FIELDS))} = {self.pick(_VALUES)}")
        elif roll < 0.8:
            name = self.pick(("NAME", '"a"'))
            out(f"try(function() local name = {name} {first}[name] = {second} end)")
        elif roll < 0.85:
            out(f"try(function() for i = 1, 3 do {first}:{self.pick(_METHODS)}(i, {second}) end return {first}.a end)")
        elif roll < 0.9:
            out(f"try(function() return ({first}.{self.pick(_METHODS)})({second}, {first}) end)")
        elif roll < 0.95:
            out(f"for _, each in ipairs(list) do try(function() return each:{self.pick(_METHODS)}({first}) end) end")
        else:
            out(f"setmetatable({first}, {self.pick((*self.classes, 'nil'))})")


def program(seed: int) -> str:
    """The program of a seed."""
    random = Random(seed)
    writer = _Writer(random)
    out = writer.lines.append
    out(PRELUDE)
    out(f'local NAME = "{random.choice(_FIELDS)}"')
    out("local function derive(base)")
    out("    local class = setmetatable({}, {__index = base})")
    out("    class.__index = class")
    out("    return class")
    out("end")
    for name in ("Alpha", "Beta", "Gamma")[: random.randint(1, 3)]:
        writer.klass(name)
    for name in ("o1", "o2", "o3"):
        out(f"local {name} = {writer.pick(writer.classes)}.new({writer.value()}, {writer.value()})")
    out("local list = {o1, o2}")
    for _ in range(random.randint(4, 14)):
        writer.action()
    out("for _, each in ipairs({o1, o2, o3}) do")
    out(
        "    for _, field in ipairs({"
        + ", ".join(f'"{field}"' for field in _FIELDS)
        + "}) do show(field, each[field]) end"
    )
    out("end")
    return "\n".join(writer.lines) + "\n"
