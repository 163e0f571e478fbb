-- Shows chunks that return tables, functions, many values, and run twice giving fresh values.
local chunk = load("local M = {n = 0} function M.inc() M.n = M.n + 1 return M.n end return M, 'second', nil")
local a, s, x = chunk()
local b = chunk()
print(a ~= b, a.inc(), a.inc(), b.inc(), s, x, select("#", chunk()))
print(load("do return 1 end")())
print(load("if true then return 'then' else return 'else' end")())
print(select("#", load("local x = 1")()))
print(load("return (function(...) return select('#', ...) end)(...)")(nil, nil))
