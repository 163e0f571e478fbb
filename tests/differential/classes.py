"""Random programs whose tables can be written as classes of Python: names in the text, methods, inheritance.

Most of them do nothing to a table that would keep it from becoming a class; what each of them does besides is drawn
anew. Every action is run in protected mode and shows what it gives.
"""

from collections.abc import Sequence
from random import Random

from .class_texts import EVENTS, FIELDS, MEMBERS, METHODS, ODD, OPERATORS, PRELUDE, RISKS, SCALARS, USES


class _Writer:
    """One program being written: what it calls its fields, methods and objects."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.lines: list[str] = []
        self.classes: list[str] = []
        self.bases: dict[str, str] = {}
        odd = random.sample(ODD, 2) if random.random() < 0.5 else []
        self.fields = random.sample(FIELDS, 4) + odd[:1]
        self.methods = random.sample(METHODS, 4) + odd[1:]
        if random.random() < 0.2:
            self.methods[0] = self.fields[0]
        self.risks = random.sample(RISKS, random.randint(1, 2)) if random.random() < 0.25 else []
        self.callable: list[str] = []
        self.is_simple = random.random() < 0.5
        self.dotted: set[str] = set()

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    def pick(self, options: Sequence[str]) -> str:
        return self.random.choice(options)

    def scalar(self) -> str:
        return str(self.random.randint(-9, 99)) if self.chance(0.6) else self.pick(SCALARS)

    def field(self) -> str:
        return f".{self.pick(self.fields)}"

    def method(self) -> str:
        return self.pick(self.methods)

    def value(self, names: Sequence[str], depth: int = 2) -> str:
        """An expression over objects and scalars; `names` are objects."""
        roll = self.random.random()
        if depth == 0 or roll < 0.3:
            return self.scalar() if self.chance(0.6) else self.pick(names)
        if roll < 0.6:
            return f"{self.pick(names)}{self.field()}"
        if roll < 0.7:
            return f"{self.pick(names)}:{self.method()}({self.value(names, depth - 1)})"
        if roll < 0.75:
            return f"{self.pick(names)}{self.field()}{self.field()}"
        if roll < 0.8:
            return f"({self.pick(names)}{self.field()} or {self.scalar()})"
        if roll < 0.83:
            name = self.pick(names)
            return f"({name}.{self.method()} and {self.scalar()})"
        if roll < 0.86:
            return f"{self.pick(names)}.{self.method()}({self.pick(names)}, {self.value(names, 0)})"
        if roll < 0.88:
            return f"tostring({self.pick(names)})"
        operator = self.pick(OPERATORS)
        # The reference folds `and` and `or` after literals, and then knows other names for operands.
        left = f"{self.pick(names)}{self.field()}" if operator in ("and", "or") else self.value(names, depth - 1)
        return f"({left} {operator} {self.value(names, depth - 1)})"

    def statement(self, names: Sequence[str], indent: str, depth: int = 1) -> None:
        out, roll = self.lines.append, self.random.random()
        target = f"{self.pick(names)}{self.field()}"
        if roll < 0.4:
            out(f"{indent}{target} = {self.value(names)}")
        elif roll < 0.55:
            out(f"{indent}{target} = {target} {self.pick(('+', '-', '*', '..'))} {self.scalar()}")
        elif roll < 0.65 and depth:
            out(f"{indent}if {self.value(names)} then")
            self.statement(names, indent + "    ", depth - 1)
            if self.chance(0.5):
                out(f"{indent}else")
                self.statement(names, indent + "    ", depth - 1)
            out(f"{indent}end")
        elif roll < 0.72 and depth:
            out(f"{indent}for i = 1, {self.pick(('2', '3', self.value(names, 1)))} do")
            self.statement(names, indent + "    ", depth - 1)
            out(f"{indent}end")
        elif roll < 0.82:
            out(f"{indent}{self.pick(names)}:{self.method()}({self.value(names)})")
        elif roll < 0.86:
            out(f"{indent}local kept = {self.value(names)}")
            out(f"{indent}{target} = function() return kept end")
        elif roll < 0.9:
            out(f"{indent}{target}, {self.pick(names)}{self.field()} = {self.value(names)}, {self.value(names)}")
        else:
            out(f"{indent}show({self.value(names)})")

    def body(self, names: Sequence[str], owner: str, method: str) -> None:
        self.lines.append("    spend()")
        for _ in range(self.random.randint(0, 2)):
            self.statement(names, "    ")
        base = self.bases.get(owner, "")
        roll = self.random.random()
        if base and method and roll < 0.25:
            self.lines.append(f"    return {base}.{method}({names[0]}, {self.value(names, 1)})")
        elif roll < 0.4:
            self.lines.append(f"    return {self.value(names)}, {self.value(names)}")
        elif roll < 0.9:
            self.lines.append(f"    return {self.value(names)}")

    def define(self, owner: str, name: str) -> None:
        """One method, in one of the ways to write it."""
        out, style = self.lines.append, self.random.random()
        names = ["self", "other"]
        if name in self.dotted and style < 0.6:
            if self.chance(0.3):
                out(f"{owner}.{name} = function(self, other)")
            else:
                out(f"function {owner}.{name}({self.pick(('first, other', 'first, other, ...'))})")
                names = ["first", "other"]
        elif style < 0.75:
            out(f"function {owner}:{name}({self.pick(('other', 'other', 'other, more', 'other, ...'))})")
        elif style < 0.9:
            out(f"function {owner}.{name}(self, other)")
        else:
            out(f"{owner}.{name} = function(self, other)")
        self.body(names, owner, name)
        out("end")

    def event(self, owner: str) -> None:
        out, event = self.lines.append, self.pick(EVENTS)
        base = self.bases.get(owner, "")
        if base and self.chance(0.3):
            out(f"{owner}.{event} = {base}.{event}")
            return
        out(self.pick((f"function {owner}.{event}(self, other)", f"{owner}.{event} = function(self, other)")))
        out("    spend()")
        if event == "__tostring":
            out(f'    return "{owner}" .. {self.pick((chr(34) + chr(34), f"tostring(self{self.field()})"))}')
        elif event in ("__eq", "__lt", "__le") and self.chance(0.7):
            field = self.field()
            out(
                f"    return self{field} {event.replace('__eq', '==').replace('__lt', '<').replace('__le', '<=')}"
                f" other{field}"
            )
        elif event == "__add" and self.chance(0.5):
            out(f"    return {owner}.new(self{self.field()}, {self.value(['self', 'other'], 1)})")
        else:
            out(f"    return {self.value(['self', 'other'])}")
        out("end")

    def entries(self, values: Sequence[str]) -> str:
        """The fields of a constructor."""
        chosen = self.random.sample(self.fields, self.random.randint(0, len(self.fields)))
        return ", ".join(f"{field} = {self.pick((*values, self.scalar()))}" for field in chosen)

    def klass(self, name: str) -> None:
        out = self.lines.append
        base = self.pick(self.classes) if self.classes and self.chance(0.6) else ""
        own = self.entries(()) if self.chance(0.3) else ""
        style = self.random.randrange(4)
        literal = not base and self.chance(0.15)
        if base:
            self.bases[name] = base
            if style <= 1:
                out(f"local {name} = setmetatable({{{own}}}, {self.pick((base, f'{{__index = {base}}}'))})")
                out(f"{name}.__index = {name}")
            elif style == 2:
                out(f"local {name} = {{{own}}}")
                out(f"{name}.__index = {name}")
                out(f"setmetatable({name}, {self.pick((base, f'{{__index = {base}}}'))})")
            else:
                out(f"local {name} = {{{own}}}")
                call = self.pick(("", f", __call = function(class, ...) return {base}.new(...) end"))
                out(f"setmetatable({name}, {{__index = {base}{call}}})")
                out(f"{name}.__index = {name}")
        else:
            out(f"local {name} = {{{own}}}")
            if not literal:
                out(f"{name}.__index = {name}")
        if self.chance(0.2):
            out(f"{name}{self.field()} = {self.scalar()}")
        source = f"{{__index = {name}}}" if literal else name
        if not base and self.chance(0.2):
            if self.chance(0.7):
                out(f"setmetatable({name}, {{__call = function(class, ...) return class.new(...) end}})")
            else:
                out(f"setmetatable({name}, {{__call = function(_, first) return {name}.new(first, 1) end}})")
            self.callable.append(name)
        elif base and style == 3 and self.chance(0.5):
            self.callable.append(name)
        self.constructor(name, base, source)
        for method in self.methods:
            if (not base or self.chance(0.4)) and self.chance(0.85):
                self.define(name, method)
        for feature in self.random.sample(MEMBERS, self.random.choice((0, 0, 1, 2))):
            text = feature.format(
                C=name, f=self.pick(self.fields), g=self.pick(self.fields), m=self.method(), v=self.scalar()
            )
            out(text)
        for _ in range(self.random.choice((0, 0, 1, 2))):
            self.event(name)
        if "odd_event" in self.risks:
            event = self.pick(("__newindex", "__call", "__len", "__index", "__close", "__name", "__metatable"))
            out(f"{name}.{event} = {self.pick(('function(self, other) return 1 end', chr(34) + 'odd' + chr(34)))}")
        self.classes.append(name)

    def constructor(self, name: str, base: str, source: str) -> None:
        out, style = self.lines.append, self.random.randrange(7)
        values = ("first", "second")
        out(f"function {name}.new(first, second)")
        if base and self.chance(0.35):
            out(f"    local self = setmetatable({base}.new(first, second), {source})")
        elif style <= 1:
            out(f"    local self = setmetatable({{{self.entries(values)}}}, {source})")
        elif style == 2:
            out(f"    local self = {{{self.entries(values)}}}")
            if self.chance(0.5):
                out(f"    self{self.field()} = {self.value(['self'], 1)}")
            if self.chance(0.3):
                out(f"    return setmetatable(self, {source})")
                out("end")
                return
            out(f"    setmetatable(self, {source})")
        elif style == 3:
            out(f"    if {self.pick(('first', 'second == nil', 'first == 1'))} then")
            out(f"        return setmetatable({{{self.entries(values)}}}, {source})")
            out("    end")
            out(f"    local self = setmetatable({{{self.entries(values)}}}, {source})")
        elif style == 4:
            out(f"    return setmetatable({{{self.entries(values)}}}, {source})")
            out("end")
            return
        elif style == 5 and "inline" in self.risks:
            out(f"    local self = setmetatable({{{self.entries((*values, 'spend()', 'show(first)'))}}}, {source})")
        else:
            out(f"    local self = setmetatable({{}}, {source})")
        for _ in range(self.random.randint(0, 2)):
            out(f"    self{self.field()} = {self.pick((*values, 'first or 1', 'second or nil', self.scalar()))}")
        out("    return self")
        out("end")

    def action(self) -> None:
        out, roll = self.lines.append, self.random.random()
        objects = ["o1", "o2", "o3"]
        one, two = self.pick(objects), self.pick((*objects, self.scalar()))
        owner, method = self.pick(self.classes), self.method()
        field = self.field()
        run = "try(function() {} end)"
        if self.chance(0.35):
            use = self.pick(USES)
            out(run.format(use.format(
                o=one, t=two, p=self.pick(objects), C=owner, D=self.pick(self.classes), m=method, v=self.scalar(),
                f=self.pick(self.fields), g=self.pick(self.fields),
            )))  # fmt: skip
        elif roll < 0.3:
            out(run.format(f"return {one}:{method}({two}, {self.scalar()})"))
        elif roll < 0.45:
            out(run.format(f"return {self.value(objects, 3)}"))
        elif roll < 0.52:
            out(run.format(f"{one}{field} = {self.value(objects)} return {one}{field}"))
        elif roll < 0.56:
            out(f"{one}{field} = {two}")
        elif roll < 0.6:
            out(run.format(f"return {owner}.{method}({one}, {two})"))
        elif roll < 0.63:
            out(run.format(f"return {owner}{self.pick((field, '.' + method, ':' + method + '(' + two + ')'))}"))
        elif roll < 0.66:
            operator = self.pick(("==", "~=", "<", "<=", "+", "..", ">", "-", "*"))
            out(run.format(f"return {one} {operator} {two}, {two} {operator} {one}"))
        elif roll < 0.69:
            out(run.format(f"return -{one}, not {one}, type({one}), {one} == nil, {one} ~= {two}"))
        elif roll < 0.72:
            out(f"try(print, {self.pick((one, owner, one + field))})")
        elif roll < 0.75:
            out(run.format(f"for _, each in ipairs({{{one}, {two}}}) do show(each:{method}({two})) end"))
        elif roll < 0.78:
            out(run.format(f"local f = {one}.{method} return f({one}, {two})"))
        elif roll < 0.81:
            out(f"try({one}.{method}, {one}, {two})")
        elif roll < 0.83:
            out(
                f"local wrapped = coroutine.wrap(function(v) local w = coroutine.yield(v:{method}({two})) "
                f"return w{field} end)"
            )
            out(f"try(wrapped, {one}) try(wrapped, {self.pick(objects)})")
        elif roll < 0.84:
            if self.callable or self.chance(0.2):
                out(
                    run.format(
                        f"local o = {self.pick(self.callable or self.classes)}({two}, {self.scalar()}) "
                        f"return o{field}, o:{method}({two})"
                    )
                )
            else:
                out(run.format(f"return {one}({two}, {self.scalar()})"))
        elif roll < 0.85:
            out(run.format(f"return rawequal({one}, {two}), select('#', {one}, {two}), (select(2, {one}, {two}))"))
        elif roll < 0.87:
            out(run.format(f"error({one})"))
        elif self.is_simple and not self.risks:
            out(run.format(f"return make({owner}, {two}){field}"))
        else:
            self.rare(one, two, owner, method, field)

    def rare(self, one: str, two: str, owner: str, method: str, field: str) -> None:
        """What changes classes later on, and what keeps tables from being classes."""
        out, roll = self.lines.append, self.random.random()
        run = "try(function() {} end)"
        if self.risks and roll < 0.4:
            out(run.format({
                "rawget": f'return rawget({one}, "{self.pick(self.fields)}"), rawget({owner}, "{method}")',
                "pairs": f"local n = 0 for k in pairs({one}) do n = n + 1 end return n",
                "getmetatable": f"return getmetatable({one}) == {owner}, getmetatable({owner}) == nil",
                "reset_metatable": f"setmetatable({one}, {owner}) return {one}:{method}({two})",
                "length": f"return #{one}, #{owner}",
                "subscript": f"local k = {self.pick((chr(34) + 'x' + chr(34), '1', one))} return {one}[k]",
                "next": f"return next({one}) == nil, next({owner}) ~= nil",
                "odd_event": f"return {one}({two}), #{one}",
                "inline": f"return setmetatable({{{self.entries((two,))}}}, {owner}):{method}()",
            }[self.pick(self.risks)]))  # fmt: skip
        elif roll < 0.5:
            out(f"function {owner}:{method}(other) spend() return {self.value(['self', 'other'])} end")
        elif roll < 0.58:
            out(f"function {one}:{method}(other) spend() return {self.value(['self', 'other'])} end")
        elif roll < 0.64:
            out(f"{owner}{field} = {self.scalar()}")
        elif roll < 0.68:
            out(f"{owner}.{method} = {self.pick(('nil', 'false', self.pick(self.classes) + '.' + method))}")
        elif roll < 0.72:
            out(f"{one}.{method} = {self.pick(('nil', self.pick(self.classes) + '.' + method))}")
        elif roll < 0.76:
            self.event(owner)
        elif roll < 0.82:
            out(run.format(f"return string.format('%s %s', {one}, {two})"))
        elif roll < 0.86:
            out(run.format(f"return table.concat({{{one}, {two}}})"))
        elif roll < 0.9:
            out(
                run.format(
                    f"local list = {{}} list[#list + 1] = {one} table.insert(list, {two}) "
                    f"table.sort(list, function(a, b) return a{field} < b{field} end) return list[1]{field}"
                )
            )
        elif roll < 0.94:
            out(run.format(f"local t = {{{self.pick(self.fields)} = {one}}} t[{one}] = 5 return t[{one}], t{field}"))
        else:
            out(run.format(f"return ({one} or {two}){field}, ({two} or {one}):{method}()"))


def _write(seed: int) -> tuple[_Writer, str, str]:
    """The writer of a seed, and the text of its classes and of what is done with them."""
    random = Random(seed)
    writer = _Writer(random)
    writer.dotted = {each for each in writer.methods if random.random() < 0.2}
    for name in ("Alpha", "Beta", "Gamma", "Delta")[: random.randint(1, 4)]:
        writer.klass(name)
    classes = "\n".join(writer.lines)
    writer.lines = []
    writer.lines.append("local function make(class, value)")
    writer.lines.append(f"    return {random.choice(('class.new(value)', 'class.new(value, 5)'))}")
    writer.lines.append("end")
    for name in ("o1", "o2", "o3"):
        made = f"{random.choice(writer.classes)}.new({writer.scalar()}, {writer.scalar()})"
        writer.lines.append(f"local {name} = {made}")
    for _ in range(random.randint(4, 12)):
        writer.action()
    for name in ("o1", "o2", "o3"):
        fields = ", ".join(f"{name}.{field}" for field in writer.fields)
        writer.lines.append(f"try(function() return {fields} end)")
    return writer, classes, "\n".join(writer.lines)


def program(seed: int) -> str:
    """The program of a seed."""
    _, classes, rest = _write(seed)
    return f"{PRELUDE}{classes}\n{rest}\n"


def folder(seed: int) -> dict[str, str]:
    """The files of a program whose classes are in a module."""
    writer, classes, rest = _write(seed)
    random = Random(seed)
    support = PRELUDE + "return {spend = spend, show = show, try = try}\n"
    names = "".join(
        f"local {name} = {text}\n"
        for name, text in (("support", 'require("support")'), ("spend", "support.spend"), ("show", "support.show"))
    )
    style = random.randrange(3)
    fields = ", ".join(f"{name} = {name}" for name in writer.classes)
    if style == 0:
        ending = f"return {{{fields}}}\n"
    else:
        filled = "".join(f"M.{name} = {name}\n" for name in writer.classes)
        extra = random.choice(("", "function M.count() return #M.names end M.names = 'abc'\n", "M.limit = 3\n"))
        helper = f"function M.of(a, b) return {random.choice(writer.classes)}.new(a, b) end\n"
        ending = f"local M = {{}}\n{filled}{helper}{extra}return M\n"
    main = names + "local try = support.try\n" + 'local shapes = require("shapes")\n'
    main += "".join(f"local {name} = shapes.{name}\n" for name in writer.classes) + rest + "\n"
    if style:
        main += f"try(function() local o = shapes.of(1, {writer.scalar()}) return o{writer.field()} end)\n"
        main += "try(function() return shapes.count() end)\ntry(function() return shapes.limit, shapes.nope end)\n"
    return {"support.lua": support, "shapes.lua": names + classes + "\n" + ending, "main.lua": main}
