"""Statements of generated programs that try one part of the language or the library at a time."""

from .blocks import Blocks
from .scope import ANY, BOOLEAN, FLOAT, INTEGER, RECORD, STRING

_PATTERNS = ["%w", "(%w)(%w)", "^%s*", "[a-l]+", "()", ".-l", "%d*", "h?.", "(.)%1", "%f[%w]", "[^%w]", "l+$", "\\xc3."]
_REPLACEMENTS = [
    "'<%0>'",
    "'%%'",
    "''",
    "{a = 'A', l = 1, x = false}",
    "function(...) return select('#', ...) end",
    "function(a) if a == 'l' then return nil end return a end",
    "string.upper",
]


class Features(Blocks):
    """Writes statements over values of mixed kinds."""

    def strings(self) -> None:
        """The string library over a string of the program."""
        text = f"({self.expression(STRING, 1)})"
        pattern = self.choose(_PATTERNS)
        first, last = self.choose(["1", "2", "-3", "0", "10"]), self.choose(["-1", "2", "-2", "100"])
        self.line(
            self.choose(
                [
                    f"print({text}:gsub('{pattern}', {self.choose(_REPLACEMENTS)}))",
                    f"print({text}:find('{pattern}', {first}))",
                    f"print({text}:match('{pattern}', {first}))",
                    f"for p, q in {text}:gmatch('{pattern}') do print(p, q) end",
                    f"print({text}:byte({first}, {last}))",
                    f"print({text}:sub({first}, {last}), #{text}:rep(2, ','), {text}:len())",
                    f"print(pcall(string.format, {self.layout()}))",
                    f"print({text} < {self.expression(STRING, 1)}, {text} == {self.expression(STRING, 1)})",
                    f"print(tonumber({text}), tonumber({text}, 16), math.tointeger({text}))",
                    f"print(utf8.len({text}), pcall(utf8.codepoint, {text}, 1, -1))",
                    f"print(pcall(function() return {text} + 1, {text} * {text} end))",
                    f"print(clip({text} .. {text}):upper():lower():reverse())",
                ]
            )
        )

    def layout(self) -> str:
        """The arguments of string.format: a layout and a value, which may not fit."""
        directive = self.choose(
            ["%d", "%5.2f", "%s", "%q", "%x", "%g", "%-8s|", "%+d", "%05d", "%c", "%i", "%.3s", "%e"]
        )
        return f"'[{directive}]', {self.expression(self.value_kind(), 1)}"

    def numbers(self) -> None:
        """Arithmetic over numbers of both kinds, and where it fails."""
        a, b = (self.expression(self.choose([INTEGER, FLOAT]), 1) for _ in range(2))
        operators = ["+", "-", "*", "/", "//", "%", "^", "&", "|", "~", "<<", ">>", "<", "<=", "==", ".."]
        first, second = self.choose(operators), self.choose(operators)
        self.line(
            self.choose(
                [
                    f"print(pcall(function() return {a} {first} {b}, {b} {second} {a} end))",
                    f"print(pcall(function(p, q) return p {first} q, q {second} p, p == q end, {a}, {b}))",
                    f"print(math.type({a}), math.tointeger({b}), math.floor(({a}) % 1000), math.ult(3, -1))",
                    f"print(pcall(math.fmod, {a}, {b}))",
                    f"print(math.max({a}, {b}), math.min({a}, {b}), {a} < {b}, {a} <= {b}, {a} == {b})",
                    f"print(pcall(function() for i = {a} % 10, {b} % 10, 4 do print(i, math.type(i)) end end))",
                    f"print(pcall(function() local t = {{}} t[{a}] = 1 t[{b}] = 2 "
                    f"return t[{a}], t[{b}], next(t) ~= nil end))",
                    f"print(({a}) // 3, ({a}) % 3, ({b}) // -3.0, ({b}) % -3.0, -({a}), tostring({b}))",
                    f"print(string.format('%.17g', {a}), ({a}) * 1.0 == {a})",
                ]
            )
        )

    def mixed(self) -> None:
        """Values of different kinds under `and`, `or` and `not`, and their types."""
        a, b, c = (self.expression(self.choose([ANY, BOOLEAN, ANY]), 1) for _ in range(3))
        record = self._name_of_record()
        self.line(
            self.choose(
                [
                    f"print({a} and {b} or {c}, ({a} or {b}) and {c}, not ({a} and {b}))",
                    f"print(type({a} or nil), type(nil and {b}), {a} == {b}, {a} ~= {c})",
                    f"local m = {a} and {record} or {b}; print(m, type(m), m == {c})",
                    f"print(({record} or {a}) ~= nil, ({a} and {record}.n), {record}.absent or {b})",
                    f"print(rawequal({a}, {b}), rawequal({record}, {record}), select(2, {a}, {b}))",
                    f"if {a} and not {b} then print('first') elseif {c} then print('second') end",
                    f"while not {a} do print('once', {b}) break end",
                    f"repeat local seen = {a} print(seen) until {b} or true",
                ]
            )
        )

    def _name_of_record(self) -> str:
        records = self.find(RECORD)
        return self.choose(records).name if records else "({n = 1, s = 's'})"

    def paths(self) -> None:
        """Nested tables: fields of fields, computed keys, exchange of fields."""
        name = self.fresh_label()
        first, second = self.expression(INTEGER, 1), self.expression(self.value_kind(), 1)
        self.line(f"local {name} = {{a = {{b = {{c = {first}}}, {first}, 'two'}}, ['k 1'] = {{[1.5] = {second}}}}}")
        change = self.choose(
            [
                f"{name}.a.b.c = {name}.a.b.c + 1",
                f"{name}.a[1], {name}.a[2] = {name}.a[2], {name}.a[1]",
                f"{name}['k ' .. 1][3 / 2] = {{{name}.a}}",
                f"{name}.a.b, {name}.x = {name}.x, {name}.a.b",
                f"function {name}.a.f(p) return p, {name}.a.b end",
                f"function {name}.a:m(p) return self == {name}.a, p end",
                f"{name}[{name}], {name}[true] = {name}, false",
                f"{name}.a[#{name}.a + 1] = {second}",
                f"for i = 1, 3 do {name}[i] = {{i}} end {name}[2] = nil",
            ]
        )
        self.line(change)
        self.line(
            f"print(#{name}.a, {name}.a[1], {name}.a[2], {name}.a.b and {name}.a.b.c, {name}['k 1'][1.5], {name}[true])"
        )
        self.line(f"print(pcall(function() return {name}.a.f(1), {name}.a:m(2) end), {name}.a.b == {name}.x)")

    def tables(self) -> None:
        """The table library over a new list."""
        name, row = self.fresh_label(), self.expressions([INTEGER] * (1 + self.below(5)))
        self.line(f"local {name} = {{{row}}}")
        bound = self.choose(["1", "2", f"#{name}", "0", f"#{name} + 1", "-1", "9"])
        self.line(
            self.choose(
                [
                    f"table.sort({name}) print(table.concat({name}, ' '))",
                    f"table.sort({name}, function(p, q) return p > q end) print(table.concat({name}, ' '))",
                    f"print(pcall(table.insert, {name}, {bound}, 5)) print(table.concat({name}, ' '))",
                    f"print(pcall(table.remove, {name}, {bound})) print(table.concat({name}, ' '))",
                    f"print(table.unpack({name}, {bound}))",
                    f"print(table.concat(table.move({name}, 1, #{name}, 2), ' '))",
                    f"print(pcall(table.concat, {name}, ',', 1, {bound}))",
                    f"for k, v in pairs({name}) do if v % 2 == 0 then {name}[k] = nil end print(k, v) end",
                    f"for k, v in next, {name} do {name}[k] = v // 2 end print(table.concat({name}, ' '))",
                    f"print(select('#', table.unpack({name}, 1, {bound} + 2)), table.pack(table.unpack({name})).n)",
                    f"for i, v in ipairs({name}) do if i < 6 then {name}[#{name} + 1] = v & 7 end end print(#{name})",
                ]
            )
        )

    def global_names(self) -> None:
        """Variables without `local`, in functions and through tables."""
        name = self.choose(["g1", "g2", "g3"])
        value = self.expression(self.value_kind(), 1)
        self.line(
            self.choose(
                [
                    f"{name} = {value}",
                    f"print({name}, _G.{name}, _ENV['{name}'])",
                    f"_G['{name}'] = {value}",
                    f"function {name}(...) return select('#', ...), ... end print({name}({value}, nil))",
                    f"do local _ENV = {{print = print, {name} = {value}}} {name} = {{{name}}} print({name}[1]) end",
                    f"do local {name} = {name} print({name}) {name} = {value} print({name}, _G.{name}) end",
                    f"print(pcall(load('{name} = ... return {name}, #{name}', '=chunk', 't', _ENV), {value}))",
                    f"print(load('return {name}', '=chunk', 't', {{{name} = {value}}})())",
                    f"print(pcall(function() return {name}.field, {name} + 1 end))",
                ]
            )
        )

    def loops_with_closing(self) -> None:
        """Variables to be closed in a loop that is left in some way."""
        counter, skip = self.fresh_label(), self.fresh_label()
        leaving = self.choose(["break", f"goto {skip}", "error('loop', 0)", "return 'returned'", "local x = nil"])
        self.line("print(pcall(function()")
        with self.body(results=(ANY,), end="end))"):
            self.line(f"for {counter} = 1, 3 do")
            with self.inside():
                closing = f"__close = function(_, e) print('closed', {counter}, e) end"
                self.line(f"local one <close> = setmetatable({{}}, {{{closing}}})")
                self.line(f"local two <close> = {self.choose(['nil', 'false', 'setmetatable({}, getmetatable(one))'])}")
                self.line("do")
                with self.inside():
                    self.declare(counter, INTEGER)
                    self.block(1)
                self.line(f"if {counter} == {1 + self.below(3)} then {leaving} end")
                self.line(f"print('round', {counter})")
                self.line(f"::{skip}::")
            self.line("return 'through'")

    def tail_calls(self) -> None:
        """Two functions that call each other in their last statements."""
        even, odd = f"even{self.fresh_label()}", f"odd{self.fresh_label()}"
        self.line(f"local {even}, {odd}")
        for name, other in ((even, odd), (odd, even)):
            self.line(f"function {name}(n, ...)")
            with self.body(varargs=True, results=(ANY,)):
                self.declare("n", INTEGER, assignable=False)
                self.line(
                    "if n > 0 then return " + self.choose([f"{other}(n - 1, ...)", f"{other}(n - 1, n, ...)"]) + " end"
                )
                if self.chance(30):
                    self.statement()
                self.line(f"return '{name[:4]}', select('#', ...)")
        self.line(f"print({self.choose([even, odd])}({self.choose(['0', '3', '150'])}, {self.expression(ANY, 0)}))")

    def inheritance(self) -> None:
        """A chain of two tables by `__index`, with fields found, hidden and added."""
        base, derived, thing = f"B{self.fresh_label()}", f"D{self.fresh_label()}", self.fresh_label()
        value = self.expression(self.value_kind(), 1)
        index = self.choose([base, f"function(t, k) return {base}[k] end"])
        self.line(f"local {base} = {{v = {value}, get = function(self, p) return self.v, p, self.w end}}")
        self.line(f"{base}.__index = {base}")
        self.line(f"local {derived} = setmetatable({{w = {self.expression(ANY, 1)}}}, {{__index = {index}}})")
        self.line(f"{derived}.__index = {derived}")
        self.line(f"local {thing} = setmetatable({{}}, {derived})")
        self.line(f"print({thing}:get(1), {thing}.v, {thing}.absent, rawget({thing}, 'v'))")
        change = self.choose(
            [
                f"{thing}.v = 'own'",
                f"{base}.v = 'new'",
                f"{derived}.v = false",
                f"{thing}.v, {base}.v = 1",
                f"{derived}.get = nil",
            ]
        )
        self.line(f"{change} print({thing}:get(2), {thing}.v, {derived}.v, {base}.v)")
