"""Whole Lua programs made by hypothesis: they print what they compute, and they always end.

Loops have few rounds, recursion counts down, and every function counts its calls (`tick`, see driver.lua). What Lua
leaves open is avoided: the order of operands and calls where it shows, the order of assignments, and the order of
`pairs` over named fields.
"""

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from .features import Features
from .scope import ANY, BOOLEAN, CLASS, FLOAT, FUNCTION, INTEGER, OBJECT, RECORD, STRING, ClassShape, Signature

_METAMETHODS = {
    "__add": "return number(a) + number(b)",
    "__sub": "return number(a) - number(b)",
    "__concat": "return clip(tostring(number(a)) .. '~' .. tostring(b))",
    "__eq": "return a.n == b.n",
    "__lt": "return number(a) < number(b)",
    "__le": "return number(a) <= number(b)",
    "__len": "return a.n % 10",
    "__unm": "return -a.n",
    "__call": "return a.n, b, ...",
    "__tostring": "return 'object ' .. a.n",
    "__index": "return 'no ' .. tostring(b)",
    "__newindex": "rawset(a, b, ...)",
    "__idiv": "return a, b",
    "__close": "print('closing', a.n, b)",
}
_NUMBER = "local function number(v) return type(v) == 'table' and v.n or tonumber(v) or 0 end"


class Programs(Features):
    """Writes the statements of a program."""

    def program(self) -> str:
        """A whole program."""
        self.block(4 + self.below(10))
        self.print_everything()
        return "\n".join(self.lines) + "\n"

    def statement(self) -> None:
        """One statement, simple ones more often."""
        simple = [self.declaration, self.assignment, self.printing, self.declaration, self.table_change]
        compound = [self.branch, self.loop, self.a_function, self.protected, self.closures, self.mistakes]
        rare = [self.coroutine, self.a_class, self.object_use, self.to_be_closed, self.jump_back, self.calls]
        rare += [self.loops_with_closing, self.tail_calls, self.inheritance]
        library = [self.strings, self.numbers, self.mixed, self.paths, self.tables, self.global_names]
        if self.depth >= 4 or self.chance(35):
            self.choose(simple)()
        elif self.chance(35):
            self.choose(library)()
        else:
            self.choose(compound if self.chance(55) else rare)()

    # Values and variables

    def declaration(self) -> None:
        """`local` with one or more names; attributes; too few values."""
        form = self.below(8)
        if form == 7:
            kinds = [self.value_kind() for _ in range(2 + self.below(2))]
            values = self.expressions(kinds)
            names = [f"{self.fresh_name()}{i}" for i in range(len(kinds))]
            self.line(f"local {', '.join(names)} = {values}")
            for name, kind in zip(names, kinds, strict=True):
                self.declare(name, kind)
        elif form == 6:
            value, name = self.record(), self.fresh_name()
            self.line(f"local {name} = {value}")
            self.declare(name, RECORD, assignable=False)
        else:
            kind = self.value_kind()
            value, name = self.expression(kind), self.fresh_name()
            constant = form == 5
            self.line(f"local {name}{' <const>' if constant else ''} = {value}")
            self.declare(name, kind, assignable=not constant)

    def assignment(self) -> None:
        """An assignment to one variable, to several, or an exchange."""
        kind = self.value_kind()
        targets = self.find(kind, assignable=True)
        if not targets:
            self.declaration()
            return
        target = self.choose(targets)
        others = [other for other in targets if other.name != target.name]
        if others and self.chance(35):
            other = self.choose(others)
            values = f"{other.name}, {target.name}" if self.chance(50) else self.expressions([kind, kind])
            self.line(f"{target.name}, {other.name} = {values}")
        else:
            self.line(f"{target.name} = {self.expression(kind)}")

    def printing(self) -> None:
        """A print of expressions, and of the results of a call."""
        parts = [self.expression(self.value_kind()) for _ in range(1 + self.below(3))]
        function = self.callable()
        if function and self.chance(40):
            parts.append(self.call(function))
        if self.function_varargs() and self.chance(40):
            parts.append(self.choose(["...", "(...)", "select('#', ...)", "#{...}", "(select(-1, 0, ...))"]))
        self.line(f"print({', '.join(parts)})")

    def table_change(self) -> None:
        """A change of a record: a field, its row, or a library function."""
        records = self.find(RECORD)
        if not records:
            self.declaration()
            return
        name = self.choose(records).name
        integer = self.expression(INTEGER, 1)
        self.line(
            self.choose(
                [
                    f"{name}.n = {integer}",
                    f"{name}.s = {self.expression(STRING, 1)}",
                    f"{name}[#{name} + 1] = {integer}",
                    f"{name}.n, {name}.s = {integer}, {self.expression(STRING, 1)}",
                    f"table.insert({name}, 1, {integer})",
                    f"print(table.remove({name}), #{name})",
                    f"table.sort({name}, function(p, q) return p > q end)",
                    f"print(table.concat({name}, ','), table.unpack({name}))",
                    f"{name}.n = {name}.n + {integer}",
                    f'{name}["s"] = clip({name}.s .. {integer})',
                    f"print(next({{{integer}}}), rawget({name}, 'n'), rawlen({name}))",
                ]
            )
        )

    # Functions

    def a_function(self) -> None:
        """A function: plain, recursive, with varargs; several results."""
        results = tuple(self.value_kind() for _ in range(self.below(4)))
        parameters = tuple(self.choose([INTEGER, STRING, FLOAT, BOOLEAN, RECORD]) for _ in range(self.below(3)))
        recursive, varargs = self.chance(30), self.chance(30)
        if recursive:
            parameters = (INTEGER, *parameters)
        signature = Signature(parameters, results, varargs, recursive)
        name = f"f{self.fresh_name()}"
        names = [f"{self.fresh_name()}{i}" for i in range(len(parameters))]
        header = ", ".join([*names, "..."] if varargs else names)
        style = self.below(3)
        self.line(f"local function {name}({header})" if style else f"local {name}; {name} = function({header})")
        with self.body(varargs=varargs, results=results):
            for parameter, kind in zip(names, parameters, strict=True):
                self.declare(parameter, kind, assignable=kind != RECORD)
            self.line("tick()")
            if recursive:
                again = [f"{names[0]} - 1", *(self.expression(kind, 1) for kind in parameters[1:])]
                call = f"{name}({', '.join(again)}{', ...' if varargs else ''})"
                then = self.choose([f"return {call}", f"print({call})", f"return ({call})", f"return 0, {call}"])
                self.line(f"if {names[0]} > 0 and {names[0]} < 5 then {then} end")
            self.block(1 + self.below(4))
            self.result(results)
        self.declare(name, FUNCTION, assignable=False, detail=signature)
        if self.chance(60):
            self.line(f"print({self.call(self.find(FUNCTION)[0])})")

    def result(self, kinds: tuple[str, ...]) -> None:
        """The return at the end of a function."""
        function = self.callable()
        if function and self.chance(25):
            self.line(f"return {self.call(function)}")
        elif kinds:
            self.line(f"return {self.expressions(list(kinds))}")

    def calls(self) -> None:
        """Calls whose results are adjusted: in lists, in constructors, in operands, through pcall and varargs."""
        function = self.callable()
        if not function:
            self.a_function()
            return
        call, again = self.call(function), self.call(function)
        self.line(
            self.choose(
                [
                    f"print({call}, {again})",
                    f"print((select('#', {call})), ({again}))",
                    f"do local p, q, r = {call} print(p, q, r) end",
                    f"do local p, q, r = 0, {call} print(p, q, r) end",
                    f"print(pcall({function.name}))",
                    f"print({call} == {again}, not {call})",
                    f"if {call} then print('yes') else print('no', {again}) end",
                    f"print((function(...) return select('#', ...), ... end)({call}))",
                    f"print(pcall(function() return {call} .. {again} end))",
                    f"print(table.pack({call}).n, table.unpack({{{call}}}))",
                ]
            )
        )

    def closures(self) -> None:
        """Closures made in a loop that share and own variables, called after it."""
        fs, shared = self.fresh_label(), self.fresh_label()
        start = self.expression(INTEGER, 1)
        self.line(f"local {fs}, {shared} = {{}}, {start}")
        with self.loop_body():
            own = self.expression(INTEGER, 1)
            self.line(f"local own = {own}")
            self.declare("own", INTEGER)
            self.declare(shared, INTEGER)
            if self.chance(40):
                self.statement()
            update = self.choose(["own = own + 1", f"{shared} = {shared} * 3 + own", f"own, {shared} = {shared}, own"])
            self.line(f"{fs}[#{fs} + 1] = function(p) {update} return own, {shared}, p end")
        self.line(f"for _, f in ipairs({fs}) do print(f(1)) end")
        self.line(f"if {fs}[1] then print({fs}[1](2)) print({fs}[#{fs}](3), {shared}) end")
        self.declare(shared, INTEGER)

    # Errors

    def protected(self) -> None:
        """A protected call of a body that may fail, with a handler at times."""
        handler = self.choose(["", "", "function(m) return type(m) == 'string' and 'H ' .. m or type(m) end, "])
        name = "xpcall" if handler else "pcall"
        if handler:
            # The handler comes after the function.
            self.line("print(xpcall(function(...)")
        else:
            self.line(f"print({name}(function(...)")
        with self.body(varargs=True, results=(ANY,), end=f"end, {handler}{self.expressions([INTEGER, STRING], 0)}))"):
            self.block(1 + self.below(3))
            if self.chance(60):
                value = self.choose(['"message"', self.expression(ANY, 1), "{}", "nil", "{code = 1}"])
                level = self.choose(["", "", ", 0", ", 1", ", 2"])
                condition = self.expression(BOOLEAN, 1)
                self.line(f"if {condition} then error({value}{level}) end")
            self.result((ANY,))

    def mistakes(self) -> None:
        """A protected mistake, whose message names what was wrong."""
        names = [variable.name for variable in self.visible()][:8]
        value = self.choose([*names, "nil", "{}", "5", '"s"'])
        self.line(
            self.choose(
                [
                    f"print(pcall(function() return {self.mistake()} end))",
                    f"print(pcall(function(p) return p.x, {self.mistake()} end, {value}))",
                    f"print(pcall(function() local v = {value}; return v.x.y + 1 end))",
                    f"print(pcall(function() local v = {value}; v.x = 1; v() end))",
                    f"print(pcall(function() for i = {value}, 2 do print(i) end end))",
                    f"print(pcall(function() for k in {value} do print(k) end end))",
                    f"print(pcall(function() local t = {{}}; t[{value}] = 1; return t[{value}] end))",
                    f"print(pcall(error, {value}))",
                    f"print(select('#', pcall(assert, {value}, 'assertion')))",
                ]
            )
        )

    # Coroutines

    def coroutine(self) -> None:
        """A coroutine driven by hand, or one that feeds a loop."""
        name = self.fresh_label()
        rounds = 2 + self.below(4)
        if self.chance(50):
            self.line(f"local {name} = coroutine.wrap(function(...)")
            drive = f"for i = 1, {rounds} do print(i, pcall({name}, i, {self.expression(ANY, 1)})) end"
        else:
            self.line(f"local {name} = coroutine.create(function(...)")
            resume = f"print(coroutine.resume({name}, i)) print(coroutine.status({name}))"
            drive = f"for i = 1, {rounds} do {resume} end print(coroutine.close({name}))"
        with self.body(varargs=True, yields=True, results=(ANY,), end="end)"):
            self.yielding()
            self.block(1 + self.below(3))
            if self.chance(60):
                with self.loop_body():
                    self.yielding()
            self.result((ANY,))
        self.line(drive)

    def yielding(self) -> None:
        """A yield that prints what comes back."""
        self.line(f"print('back', coroutine.yield({self.expression(ANY, 1)}, {self.expression(ANY, 1)}))")

    # Classes

    def a_class(self) -> None:
        """A class with methods and metamethods, and an object of it."""
        name = f"C{self.fresh_name()}"
        events = [event for event in _METAMETHODS if self.chance(35)]
        methods = ["get", "set", "chain"][: 1 + self.below(3)]
        if "__index" not in events:
            self.line(f"local {name} = {{}}; {name}.__index = {name}")
        else:
            self.line(f"local {name} = {{}}")
        self.line(_NUMBER)
        for event in events:
            body = _METAMETHODS[event]
            if event == "__index":
                body = f"local m = rawget({name}, b) if m ~= nil then return m end {body}"
            self.line(f"{name}.{event} = function(a, b, ...) tick() {body} end")
        for method in methods:
            self.line(f"function {name}:{method}(p)")
            with self.body(results=(INTEGER,)):
                self.declare("p", INTEGER)
                self.line("tick()")
                self.line(
                    {"get": "local r = self.n", "set": "self.n = p", "chain": "self.s = clip(self.s .. p)"}[method]
                )
                if self.chance(30):
                    self.statement()
                self.line({"get": "return r, p", "set": "return self.n", "chain": "return self.s, #self.s"}[method])
        self.declare(name, CLASS, assignable=False)
        shape = ClassShape(tuple(methods), tuple(events))
        for _ in range(1 + self.below(2)):
            value, variable = self.record(), f"o{self.fresh_name()}"
            self.line(f"local {variable} = setmetatable({value}, {name})")
            self.declare(variable, OBJECT, assignable=False, detail=shape)
            self.line(f"print(pcall(function() return {self.object_operation(self.find(OBJECT)[0])} end))")

    def object_use(self) -> None:
        """Operations on an object."""
        objects = [variable for variable in self.find(OBJECT) if variable.detail is not None]
        if not objects:
            self.a_class()
            return
        variable = self.choose(objects)
        operations = ", ".join(self.object_operation(variable) for _ in range(1 + self.below(2)))
        self.line(f"print(pcall(function() return {operations} end))")
        if self.chance(30):
            self.line(f"{variable.name}.fresh = {self.expression(INTEGER, 1)}")
            self.line(f"print(rawget({variable.name}, 'fresh'))")

    def to_be_closed(self) -> None:
        """A block with a variable that is closed, whatever way the block is left."""
        fails = self.choose(["", "", " error('in close', 0)"])
        closing = f"print('close', {self.expression(ANY, 0)}, e){fails}"
        self.line("print(pcall(function()")
        with self.body(results=(ANY,), end="end))"):
            self.line(f"local c <close> = setmetatable({{}}, {{__close = function(_, e) {closing} end}})")
            self.block(1 + self.below(3))
            if self.chance(40):
                self.line(f"if {self.expression(BOOLEAN, 1)} then error({self.expression(STRING, 1)}, 0) end")
            self.result((ANY,))


@st.composite
def _programs(draw: DrawFn) -> str:
    return Programs(draw).program()


def programs() -> SearchStrategy[str]:
    """A strategy for whole programs."""
    return _programs()
