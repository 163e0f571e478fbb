"""Random programs that reckon with integers of all sizes: in locals, fields, closures, results and coroutines.

What the compiler finds out about the bounds of integers is at stake, so values near all limits go round in loops until
they wrap around. The pieces of a program have nothing to do with each other, so that something is known in each.
"""

from random import Random

PRELUDE = """\
local function show(...)
    local parts = {}
    for position = 1, select("#", ...) do
        local value = (select(position, ...))
        local number = math.type(value)
        parts[position] = number == "float" and string.format("%.17g", value) or number and number .. " " .. value
            or type(value) == "table" and "table" or tostring(value)
    end
    print(table.concat(parts, ", "))
end
"""

_SMALL = ("0", "1", "2", "3", "5", "7", "10", "-1", "-2", "31", "100", "255", "997", "65536", "1103515245")
_LARGE = (
    "2147483647", "2147483648", "-2147483649", "4294967296", "(1 << 40)", "9007199254740992", "9007199254740993",
    "(1 << 61)", "4611686018427387904", "-4611686018427387905", "9223372036854775807", "math.mininteger",
    "math.maxinteger", "0x7fffffffffffff00", "3037000500", "(1 << 20)", "(1 << 21)",
)  # fmt: skip
_ODD = ("2.0", "0.5", "1e15", '"10"', '"0x10"', "2^53", "nil", "math.huge", "-0.0", "9007199254740993.0")
_RING = ("+", "+", "+", "-", "-", "*")
_OTHER = ("//", "%", "&", "|", "~", "<<", ">>", "/", "%", "//")
_PLACES = ("a", "b", "c", "t.x", "t.y", "u.x", "t[1]", "t[2]", "list[#list]")


class _Writer:
    """One piece being written."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.lines: list[str] = []
        # Most pieces are about small numbers only, of which most is known.
        self.odds = random.choice(((0.0, 0.0), (0.0, 0.0), (0.1, 0.0), (0.3, 0.0), (0.1, 0.05), (0.0, 0.1)))

    def value(self) -> str:
        roll = self.random.random()
        if roll < self.odds[0]:
            return self.random.choice(_LARGE)
        if roll < self.odds[0] + self.odds[1]:
            return self.random.choice(_ODD)
        return self.random.choice(_SMALL)

    def expression(self, names: tuple[str, ...], depth: int = 2) -> str:
        roll = self.random.random()
        if depth == 0 or roll < 0.3:
            return self.value() if self.random.random() < 0.4 else self.random.choice(names)
        if roll < 0.34:
            return f"-{self.expression(names, 0)}".replace("--", "- -")
        if roll < 0.36:
            return f"~{self.expression(names, 0)}"
        if roll < 0.4:
            return (
                f"math.{self.random.choice(('max', 'min'))}({self.expression(names, 1)}, {self.expression(names, 0)})"
            )
        if roll < 0.43:
            return f"({self.random.choice(names)} or {self.value()})"
        if roll < 0.45:
            return "#list"
        if roll < 0.48:
            return f"step({self.expression(names, depth - 1)})"
        operator = self.random.choice(_RING if self.random.random() < 0.6 else _OTHER)
        right = self.value() if operator in _OTHER and self.random.random() < 0.7 else self.expression(names, depth - 1)
        return f"({self.expression(names, depth - 1)} {operator} {right})"

    def condition(self, names: tuple[str, ...]) -> str:
        operator = self.random.choice(("==", "~=", "<", "<=", ">", ">="))
        return f"{self.expression(names, 1)} {operator} {self.value()}"

    def update(self, names: tuple[str, ...], indent: str) -> None:
        out, pick = self.lines.append, self.random.choice
        roll = self.random.random()
        target = pick(_PLACES)
        if roll < 0.35:
            out(f"{indent}{target} = {target} {pick(_RING)} {self.value()}")
        elif roll < 0.5:
            out(f"{indent}{target} = {target} {pick(_RING)} {pick(names)}")
        elif roll < 0.65:
            out(f"{indent}{target} = {self.expression(names)} % {self.value()}")
        elif roll < 0.7:
            out(f"{indent}a, b = b, {self.expression(('a', 'b'))}")
        elif roll < 0.75:
            out(f"{indent}list[#list + 1] = {self.expression(names)}")
        elif roll < 0.8:
            out(f"{indent}count = count + {self.value()}")
        elif roll < 0.85:
            out(f"{indent}if {self.condition(names)} then {target} = {self.expression(names)} end")
        else:
            out(f"{indent}{target} = {self.expression(names)}")

    def loop(self, names: tuple[str, ...], indent: str) -> None:
        out, pick = self.lines.append, self.random.choice
        roll = self.random.random()
        if roll < 0.35:
            out(
                f"{indent}for i = {self.value()}, {self.expression(names, 1)}, "
                f"{pick(('1', '2', '-1', self.value()))} do"
            )
            out(f"{indent}    rounds = rounds + 1 if rounds > 70 then break end")
            names = (*names, "i")
        elif roll < 0.5:
            out(f"{indent}for i = 1, {pick(('3', '40', '70'))} do")
            names = (*names, "i")
        elif roll < 0.6:
            out(f"{indent}for i, v in ipairs(list) do")
            out(f"{indent}    rounds = rounds + 1 if rounds > 70 then break end")
            names = (*names, "i", "v")
        elif roll < 0.7:
            out(f"{indent}for k, v in pairs({{[{self.value()} or 1] = {self.value()}}}) do")
            names = (*names, "k", "v")
        else:
            out(f"{indent}while rounds < 70 and {self.condition(names)} do")
            out(f"{indent}    rounds = rounds + 1")
        for _ in range(self.random.randint(1, 4)):
            self.update(names, indent + "    ")
        out(f"{indent}end")
        out(f"{indent}show('loop', a, b, c, t.x, t.y, t[1], count)")

    def function(self, names: tuple[str, ...]) -> None:
        """Something that calls itself, by results, parameters or upvalues."""
        out, pick = self.lines.append, self.random.choice
        kind = self.random.randint(0, 6)
        if kind == 0:
            out(f"    local function f(n) if n < {self.random.randint(1, 3)} then return {self.value()} end")
            out(f"        return f(n - 1) {pick(_RING)} f(n - 2) {pick(_RING)} {self.value()} end")
            out(f"    show(f({self.random.randint(3, 14)}))")
        elif kind == 1:
            out("    local memo = {}")
            out(f"    local function f(n) if n < 2 then return {self.value()} end")
            out(f"        if not memo[n] then memo[n] = f(n - 1) {pick(_RING)} f(n - 2) end return memo[n] end")
            out("    show(f(90))")
        elif kind == 2:
            out(f"    local function f(n) if n < 1 then return {self.value()} end")
            out(f"        local r = f(n - 1) return {pick(('r + r', 'r + n', 'r - 1', 'r * 3', '1 + r', 'n - r'))} end")
            out("    show(f(70))")
        elif kind == 3:
            out(
                "    local function f(n, s) if n < 1 then return s end "
                f"return f(n - 1, s {pick(_RING)} {pick(('n', 's', self.value()))}) end"
            )
            out(f"    show(f(66, {self.value()}))")
        elif kind == 4:
            out("    local co = coroutine.wrap(function(n) while true do")
            out(f"        n = coroutine.yield({self.expression(('n', 'n', 'a'))}) or {self.value()} end end)")
            out(f"    local r = {self.value()}")
            out(f"    for _ = 1, 66 do r = co(r) {pick(_RING)} {pick(('r', self.value()))} end show(r)")
        elif kind == 5:
            out(
                f"    local function f(...) local s = {self.value()} "
                f"for _, v in ipairs({{...}}) do s = s {pick(_RING)} v end return s, ... end"
            )
            out(
                f"    local r = 1 for _ = 1, 66 do r = f(r, {self.value()}, (select('#', r))) end "
                "show(r, select(2, f(r, 1)))"
            )
        else:
            out("    local Number = {} Number.__index = Number")
            out(f"    Number.__{pick(('add', 'sub', 'mul', 'unm', 'mod'))} = function(x, y) return {self.value()} end")
            out("    local o = setmetatable({n = 1}, Number)")
            out(f"    local r = {self.value()} for _ = 1, 66 do r = (o {pick(('+', '-', '*', '%'))} r) + r end show(r)")

    def piece(self) -> None:
        out, random = self.lines.append, self.random
        names = _PLACES if random.random() < 0.5 else ("a", "b", "t.x", "count")
        out("show(pcall(function(...)")
        out(f"    local a, b, c, count, rounds = {self.value()}, {self.value()}, {self.value()}, 0, 0")
        out(f"    local t, u = {{x = {self.value()}, y = {self.value()}, {self.value()}, {self.value()}}}, {{x = 1}}")
        out(f"    local list = {{{self.value()}}}")
        if random.random() < 0.15:
            out("    u = t")
        if random.random() < 0.1:
            out(
                f"    local ok, r = pcall(load('local t = ... t.x = {self.value()} return {self.value()}'), t) "
                "a = r or a"
            )
        if random.random() < 0.1:
            out(f"    a = tonumber('{random.choice(_LARGE).strip('()')}') or 5")
        out(
            f"    local function step(n) {random.choice(('c = c + 1', 'count = count + 1', 't.x = t.x + 1', 'c = n'))} "
        )
        out(f"        return {self.expression(('n', 'c', 'count'), 1).replace('step', '')} end")
        for _ in range(random.randint(1, 3)):
            roll = random.random()
            if roll < 0.5:
                self.loop(names, "    ")
            elif roll < 0.8:
                self.function(names)
            else:
                self.update(names, "    ")
        out("    return a, b, c, t.x, t.y, u.x, t[1], #list, list[#list], count")
        out(f"end, {self.value()}))")


def program(seed: int, pieces: int = 40) -> str:
    """The program of a seed."""
    random = Random(seed)
    lines = [PRELUDE]
    for _ in range(pieces):
        writer = _Writer(random)
        writer.piece()
        lines += writer.lines
    return "\n".join(lines) + "\n"
