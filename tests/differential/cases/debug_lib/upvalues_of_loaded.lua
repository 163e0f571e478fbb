-- Shows upvalues of loaded chunks and functions with many upvalues.
local f = load("return x")
print(debug.getupvalue(f, 1) == "_ENV", select(2, debug.getupvalue(f, 1)) == _G, debug.getupvalue(f, 2))
local a, b, c, d = 1, 2, 3, 4
local function many() return d, b, a, c end
local r = {}
for i = 1, 5 do local n, v = debug.getupvalue(many, i) r[#r + 1] = tostring(n) .. "=" .. tostring(v) end
print(table.concat(r, " "))
debug.setupvalue(many, 2, "B")
print(many())
print(b)
local s = load(string.dump(many))
print(debug.getinfo(s, "u").nups, (debug.getupvalue(s, 2)))
