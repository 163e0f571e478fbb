-- Shows namewhat for locals, upvalues, globals, fields, methods, metamethods, iterators and hooks.
local function who() local i = debug.getinfo(2, "n") return tostring(i.name) .. "|" .. i.namewhat end
local function l() return (who()) end
function g() return (who()) end
local t = {f = function() return (who()) end, [1] = function() return (who()) end} function t:m() return (who()) end
local function viaup() return (l()) end
print((l()), (g()), (t.f()), (t[1]()), (t:m()), (viaup()), (_G.g()), ((function() return (who()) end)()))
local mt = setmetatable({}, {__index = function() return (who()) end, __add = function() return (who()) end, __unm = function() return (who()) end, __len = function() return (who()) end, __eq = function() print((who())) return true end, __lt = function() print((who())) end, __le = function() print((who())) end, __concat = function() return (who()) end, __call = function() return (who()) end, __newindex = function() print((who())) end, __close = function() print((who())) end, __bnot = function() return (who()) end, __idiv = function() return (who()) end})
print(mt.x, mt + 1, -mt, #mt, mt .. "", (mt()), ~mt, mt // 1)
local _ = mt == setmetatable({}, getmetatable(mt))
_ = mt < mt
_ = mt <= mt
mt.x = 1
do local c <close> = mt end
for v in function(_, c) if not c then return (who()) end end do print(v) end
print(pcall(l), select(2, pcall(l)))
print(select(2, xpcall(error, function() return (who()) end)))
table.sort({1, 2}, function(a, b) print((who())) return a < b end)
local k = "f"
print((t[k]()))
