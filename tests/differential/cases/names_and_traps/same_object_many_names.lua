-- Shows functions and tables reached under several names, compared and used as keys.
local f = function() return "f" end
local g, t = f, {f = f, [f] = "key", list = {f, f}}
print(g == f, t.f == f, t[g], t.list[1] == t.list[2], t.list[1](), rawequal(f, t.f))
_G.f_global = f
print(f_global == f, _G["f_global"]())
local m = {} m.__index = m m.self = m
print(m.self.self.self == m, m.__index == m)
local k1, k2 = {}, {}
local map = {[k1] = 1, [k2] = 2, [print] = 3, [1] = 4, ["1"] = 5}
print(map[k1], map[k2], map[{}], map[print], map[1], map["1"], string.format == ("").format)
local co = coroutine.create(f) map[co] = "thread" print(map[co])
print(math.max == math.max, print == print, io.write == io.write, (function() end) == (function() end))
