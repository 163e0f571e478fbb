"""The texts that random programs about classes are put together from."""

PRELUDE = """\
local budget = 300
local function spend()
    budget = budget - 1
    if budget < 0 then error("spent", 0) end
end
local function show(...)
    local count = select("#", ...)
    for position = 1, count do
        local value = (select(position, ...))
        local kind = type(value)
        if kind == "number" then
            io.write(math.type(value), " ", value, "; ")
        elseif kind == "table" or kind == "function" then
            io.write(kind, "; ")
        else
            io.write(tostring(value), "; ")
        end
    end
    print(count)
end
local function try(f, ...)
    show(pcall(f, ...))
end
"""

FIELDS = ("x", "y", "name", "size", "next", "count", "owner")
METHODS = ("get", "put", "step", "mix", "describe", "reset", "new2")
ODD = (
    "def", "lambda", "None", "self", "self_", "cls", "mro", "type", "print", "staticmethod", "classmethod", "Any",
    "_private", "LuaObject", "instance", "fields", "Alpha", "is", "str", "value", "budget", "other",
)  # fmt: skip
SCALARS = ("0", "1", "7", "-3", "2.5", '"x"', '"10"', "true", "false", "nil", "math.huge", "9223372036854775807")
OPERATORS = ("+", "-", "*", "/", "//", "%", "..", "==", "<", "<=", "~=", ">", "and", "or", "^")
EVENTS = (
    "__tostring",
    "__eq",
    "__lt",
    "__le",
    "__add",
    "__concat",
    "__unm",
    "__sub",
    "__mul",
    "__div",
    "__idiv",
    "__call",
)
RISKS = ("rawget", "pairs", "getmetatable", "reset_metatable", "length", "subscript", "next", "odd_event", "inline")


MEMBERS = (
    "function {C}.ping() return {v} end",
    "function {C}:ping() return self.{f} end",
    "function {C}.ping(...) return select('#', ...), ... end",
    "function {C}:ping(...) self.{f} = select('#', ...) return ... end",
    "function {C}:each() local i = 0 return function() i = i + 1 if i < 3 then return i, self.{f} end end end",
    "function {C}:each() return coroutine.wrap(function() coroutine.yield(self.{f}) coroutine.yield(self) end) end",
    "function {C}:each() return pairs({{{f} = self.{f}}}) end",
    "function {C}:each() return ipairs({{self.{f}, self, {v}}}) end",
    "function {C}:create(v) return setmetatable({{{f} = v}}, self) end",
    "function {C}:create(v) local o = setmetatable({{}}, self) o.{f} = v return o end",
    "function {C}:create(v) local o = {{{f} = v}} setmetatable(o, self) self.__index = self return o end",
    "function {C}.create(class, v) return setmetatable({{{f} = v, {g}2 = class}}, {C}) end",
    "function {C}:create(v) return {C}.new(v, self.{f}) end",
    "{C}.class = {C}",
    "function {C}:ping() return self.class, self.class and self.class.new(1, 2).{f} end",
    "{C}.{f}, {C}.{g} = {v}, 5",
    "local alias_{C} = {C} function alias_{C}:ping(v) return self.{f}, v end",
    "if {v} then {C}.ping = function(self) return self.{f} end end",
    "{C}.items = {{}} function {C}:ping(v) self.items[#self.items + 1] = v return #self.items end",
    "function {C}:ping(v) if v then return v end for i = 1, 3 do self.{f} = i if i == 2 then return i end end end",
    "function {C}:ping(v) local ok, e = pcall(function() self.{f} = v:{m}() end) "
    "if not ok then return e end return self.{g} end",
    "function {C}:ping(v) return pcall(self.{m}, self, v) end",
    "function {C}:ping(v) return self.{m} and self.{m}(v, self) or self.{g} end",
    "function {C}:ping(v) self.{f} = nil return self.{f}, v end",
    "function {C}:ping(v) {C}.{f} = v self.{f} = nil return self.{f} end",
    "function {C}.__tostring() return {v} end",
    "local function helper_{C}(self, v) return self.{f}, v end {C}.ping = helper_{C}",
    "function {C}.ping(a, b) return a, b end",
    "{C}.create = {C}.new",
    "function {C}:create(v) local o = {C}.new(v, v) o.each = function(self, w) return self.{f}, w end return o end",
)  # fmt: skip
"""Members that a class `{C}` may have besides; `{f}` and `{g}` are fields, `{m}` a method, `{v}` a value."""

USES = (
    "return {o}:ping({t})",
    "return {o}:ping()",
    "return {o}.ping({o}, {t})",
    "return {C}.ping({t})",
    "return {C}:ping({o})",
    "for a, b in {o}:each() do show(a, b) end",
    "return {C}:create({t}).{f}",
    "local o = {C}:create({t}) return o:{m}({t}), o:ping(1, 2, 3)",
    "local o = {C}.create({t}, {v}) return o.{f}, o.ping",
    "return {o}:create({t}).{f}",
    "local kinds = {{a = {C}, b = {D}}} return kinds.a.new({t}, 1).{f}, kinds.b.new({t}).{g}",
    "local kinds = {{{C}, {D}}} for _, each in ipairs(kinds) do show(each.new({t}).{f}, each.{m}) end",
    "local class = {t} and {C} or {D} return class.new({v}):{m}({o})",
    "local list = {{{o}, {p}, {C}.new(1, 2)}} table.sort(list) return list[1].{f}",
    "return math.max({o}.{f}, {p}.{f}), #tostring({o}.{g})",
    "local function nested(o, n) if n == 0 then return o.{f} end return nested(o, n - 1) end return nested({o}, 3)",
    "return ({o}).{f}, ({C}.new({t}, {o})):{m}({p})",
    "local a, b = {o}, {p} a, b = b, a return a.{f}, b:{m}(a)",
    "{o}.{f}, {p}.{g} = {p}.{g}, {o}.{f} return {o}.{f}, {p}.{g}",
    "return {o}.class == {C}, {o}.{m} == {C}.{m}, {C}.{m} == {D}.{m}",
    "return {o}.items, {C}.items, {o}.items == {p}.items",
    "local s = '' for _, each in ipairs({{{o}, {p}}}) do s = s .. tostring(each.{f}) end return s",
    "local x <const> = {o} return x:{m}(x)",
    "while {o}.{f} do {o}.{f} = nil break end return {o}.{f}",
    "repeat local done = {o}.{f} {o}.{f} = 1 until done return {o}.{f}",
    "return table.unpack({{{o}, {C}, {o}.{f}}})",
    "local t = setmetatable({{}}, {{__index = {o}}}) return t.{f}, t:{m}({t})",
    "return {C}.{f} == {o}.{f}, {C}.{f} ~= nil and {v}",
    "{C}.{f} = {t} return {o}.{f}, {C}.{f}, {D}.{f}",
    "return (function(...) return select('#', ...), (...).{f} end)({o}, {p})",
    "return {o}.{f}.{g}.{f}",
    "{o}.{f} = {p} {o}.{f}.{g} = {v} return {p}.{g}, {o}.{f}:{m}({v})",
    "return tostring(nil) .. {o}.{f}, -{o}.{f}, #{o}.{f}",
    "for i = {o}.{f}, {p}.{g} do show(i) if i > 3 then break end end",
)  # fmt: skip
"""What is done with objects `{o}` and `{p}`, classes `{C}` and `{D}`, and another value `{t}`."""
