"""Random programs about locals whose kind changes: guards, assignments on some paths, jumps, and closures that assign.

What the compiler takes a local for at each place is at stake, so every operation that depends on it is run in protected
mode where that can be done without a closure, and shows what it gives.
"""

from random import Random

PRELUDE = """\
local budget = 300
local function spend()
    budget = budget - 1
    if budget < 0 then error("spent", 0) end
end
local function show(...)
    local parts = {}
    for position = 1, select("#", ...) do
        local value = (select(position, ...))
        parts[position] = type(value) == "number" and (math.type(value) .. " " .. value)
            or type(value) == "table" and "table" or type(value) == "function" and "function" or tostring(value)
    end
    print(table.concat(parts, ", "))
end
local index = function(v, k) return v[k] end
local holder = setmetatable({name = "held"}, {__index = function(_, k) return k end})
local function any(n)
    local all = {nil, false, true, 0, 7, 2.5, "", "x", "10", "é", {1, 2}, holder, spend}
    return all[n % 13 + 1]
end
"""

_NAMES = ("a", "b", "c", "d")
_VALUES = (
    "nil", "false", "true", "0", "3", "-1", "2.5", "1e300", "9223372036854775807", '""', '"x"', '"10"', '"é"', "{}",
    '{1, "two", x = 3}', "holder", "tostring", "any(n)", "any(n + 3)", "any(n * 5 + 1)",
)  # fmt: skip
_TYPES = ("nil", "boolean", "number", "string", "table", "function")
_ENDS = ('do return "left" end', 'error("stop", 0)', "error({})", "do return end")


class _Writer:
    """One program being written."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.lines: list[str] = []
        self.labels = 0
        self.loops = 0

    def pick(self, options: "tuple[str, ...] | list[str]") -> str:
        return self.random.choice(options)

    def name(self) -> str:
        return self.pick(_NAMES)

    def condition(self, depth: int = 2) -> str:
        roll, name = self.random.random(), self.name()
        if depth and roll < 0.3:
            joined = self.pick(("and", "or"))
            return f"({self.condition(depth - 1)} {joined} {self.condition(depth - 1)})"
        if roll < 0.38:
            return f"not {self.condition(0)}"
        if roll < 0.6:
            return name
        if roll < 0.7:
            return f"{name} {self.pick(('==', '~='))} nil"
        if roll < 0.8:
            return f'type({name}) {self.pick(("==", "~="))} "{self.pick(_TYPES)}"'
        if roll < 0.85:
            return f'math.type({name}) == "{self.pick(("integer", "float"))}"'
        if roll < 0.9:
            return f't {self.pick(("==", "~="))} "{self.pick(_TYPES)}"'
        if roll < 0.95:
            return f"{name} {self.pick(('==', '~='))} {self.pick(_VALUES)}"
        return self.pick(("ok", "not ok", "n % 2 == 0", "n > 2"))

    def expression(self, depth: int = 2) -> str:
        roll, name = self.random.random(), self.name()
        if roll < 0.3:
            return self.pick(_VALUES)
        if roll < 0.4:
            return name
        if roll < 0.55 and depth:
            return f"({self.condition()} {self.pick(('and', 'or'))} {self.expression(depth - 1)})"
        if roll < 0.65:
            return f"({name} or {self.pick(_VALUES)})"
        if roll < 0.7:
            return f"tostring({name})"
        if roll < 0.75:
            return f"tonumber({name} or 1)"
        if roll < 0.8:
            return f"(type({name}) == 'number' and {name} {self.pick(('+', '-', '*'))} {self.pick(('1', '2.5'))})"
        if roll < 0.85:
            return f"(type({name}) == 'table' and {name}.x)"
        if roll < 0.9:
            return f"(type({name}) == 'string' and #{name})"
        return f"({name} ~= nil)"

    def use(self) -> str:
        """A statement that shows what depends on the kind of a local."""
        return f"spend() {self.shown()}"

    def shown(self) -> str:
        roll, name = self.random.random(), self.name()
        if roll < 0.3:
            return f"show({name}, not {name}, {name} == nil, {name} and 1, {name} or 2)"
        if roll < 0.4:
            return f"if {name} then show('true') else show('false') end"
        if roll < 0.5:
            return f"show(pcall(index, {name}, 'x'))"
        if roll < 0.6:
            return f"show({name} == {self.name()}, {name} == {self.pick(_VALUES)}, {name} == true)"
        if roll < 0.75:
            return f"show({name} {self.pick(('+', '-', '*', '..', '<', '//'))} {self.pick(('1', '2.5', self.name()))})"
        if roll < 0.85:
            return f"show({name}.x, {name}[1])"
        if roll < 0.9:
            return f"show(#{name})"
        return f"show('v' .. {name} .. '.')"

    def block(self, depth: int, indent: str) -> None:
        for _ in range(self.random.randint(1, 4)):
            self.statement(depth, indent)

    def statement(self, depth: int, indent: str) -> None:
        out, random = self.lines.append, self.random
        roll = random.random()
        if depth == 0 or roll < 0.25:
            out(f"{indent}{self.use()}")
        elif roll < 0.42:
            out(f"{indent}{self.name()} = {self.expression()}")
        elif roll < 0.46:
            first, second = self.name(), self.name()
            out(f"{indent}{first}, {second} = {second}, {self.expression()}")
        elif roll < 0.5:
            out(f"{indent}t = type({self.name()})")
        elif roll < 0.53:
            out(f"{indent}ok = {self.condition()}")
        elif roll < 0.57:
            out(f"{indent}if {self.condition()} then {self.pick(_ENDS)} end")
        elif roll < 0.6:
            out(f"{indent}assert({self.condition(1)}, 'asserted')")
        elif roll < 0.63:
            # Which local it is that a closure assigns is told by its name.
            out(f"{indent}change({self.pick(_VALUES)})")
        elif roll < 0.66:
            out(f"{indent}local {self.name()} = {self.expression()}")
        elif roll < 0.68:
            out(f"{indent}local t, ok = type({self.name()}), {self.condition()}")
        elif roll < 0.72:
            out(f"{indent}(function() {self.use()} end)()")
        elif roll < 0.86:
            out(f"{indent}if {self.condition()} then")
            self.block(depth - 1, indent + "    ")
            if random.random() < 0.3:
                out(f"{indent}elseif {self.condition()} then")
                self.block(depth - 1, indent + "    ")
            if random.random() < 0.5:
                out(f"{indent}else")
                self.block(depth - 1, indent + "    ")
            out(f"{indent}end")
        elif roll < 0.98:
            self.loop(depth, indent)
        else:
            out(f"{indent}do local function change() {self.name()} = {self.pick(_VALUES)} end change() end")

    def loop(self, depth: int, indent: str) -> None:
        out, random = self.lines.append, self.random
        inner = indent + "    "
        self.labels += 1
        label = f"next{self.labels}"
        kind = random.randrange(5)
        if kind == 0:
            out(f"{indent}for n = 1, {random.randint(0, 3)} do")
        elif kind == 1:
            out(f"{indent}while {self.condition()} do spend()")
        elif kind == 2:
            out(f"{indent}repeat spend()")
        elif kind == 3:
            out(f"{indent}for k, v in ipairs({{1, 'y', 2.5}}) do {self.name()} = {self.pick(('k', 'v'))}")
        else:
            out(f"{indent}do ::{label}:: spend()")
        if random.random() < 0.5 and kind < 2:
            out(f"{inner}if {self.condition()} then {self.pick((f'goto {label}', 'break'))} end")
            out(f"{inner}do")
            self.block(depth - 1, inner)
            out(f"{inner}end ::{label}::")
        else:
            self.block(depth - 1, inner)
        if random.random() < 0.3 and kind < 4:
            out(f"{inner}if {self.condition()} then break end")
        if kind == 2:
            out(f"{indent}until {self.condition()}")
        elif kind == 4:
            out(f"{inner}if {self.condition()} then goto {label} end")
            out(f"{indent}end")
        else:
            out(f"{indent}end")

    def function(self, name: str) -> None:
        out = self.lines.append
        params = ", ".join(("n", *_NAMES[: self.random.randint(0, 4)]))
        out(f"local function {name}({params})")
        declared = [each for each in (*_NAMES, "t", "ok") if f", {each}" not in f", {params}"]
        for each in declared:
            out(f"    local {each}" + (f" = {self.expression(1)}" if self.random.random() < 0.6 else ""))
        changed = self.name() if self.random.random() < 0.4 else "_"
        out("    local _")
        out(f"    local function change(value) {changed} = value end")
        self.block(3, "    ")
        self.block(3, "    ")
        out(f"    show({', '.join(_NAMES)})")
        out("end")


def program(seed: int) -> str:
    """The program of a seed."""
    writer = _Writer(Random(seed))
    writer.lines.append(PRELUDE)
    for name in ("first", "second"):
        writer.function(name)
        writer.lines.append(
            f"for n = 0, 12 do budget = 300 show('run', n, pcall({name}, n, any(n + 1), any(n * 3), n)) end"
        )
    return "\n".join(writer.lines) + "\n"
