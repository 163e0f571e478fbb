-- Shows <const> variables, their use as upvalues and the compile error on assignment.
local K <const> = 42
local name <const>, other = "n", 2
other = other + K
print(K, name, other)
local function f() return K + 1 end
print(f())
local t <const> = {}
t.x = 1
print(t.x)
for _, source in ipairs {"local x <const> = 1; x = 2", "local x <const> = 1; local function f() x = 2 end",
  "local a, b <const> = 1; a = 2; b = 3", "local x <unknown> = 1", "local x <const>; x = 1", "local x <const> = 1; function x() end",
  "local x <const> = 1; for x = 1, 2 do x = x end", "local x <const> = 1; local x = 2; x = 3", "local x <close> = nil; x = 1",
  "local a <close>, b <close> = nil, nil", "local function f(x <const>) end", "for i <const> = 1, 2 do end"} do
  print(select(2, load(source, "=src")))
end
