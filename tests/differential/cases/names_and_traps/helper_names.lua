-- Shows program variables named like things an implementation might use itself.
local index, setindex, call, method, add, concat, length, truth, table_, first, results, wrap = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
local Table, LuaError, runtime, environment, ENV, _env, G, env, args, kwargs, vararg, varargs = 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24
local t = {index = index, call = call, add = {concat = concat}}
print(t.index + t.call + t.add.concat, #t, -length, not truth, table_ .. first, results // wrap)
print(Table, LuaError, runtime, environment, ENV, _env, G, env, args, kwargs, vararg, varargs, setindex, method)
local function index(t, k) return t[k] end
print(index({x = "via local index"}, "x"), ("s"):rep(2), pcall(index, nil, 1))
function call(f, ...) return f(...) end
print(call == 3, _G.call == nil)
local math, string, table = {floor = "f"}, {rep = "r"}, {concat = "c"}
print(math.floor, string.rep, table.concat, ("x"):rep(2))
