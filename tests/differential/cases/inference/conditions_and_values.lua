-- Shows and, or, not and comparisons as values, with nil, false, zero and empty strings.
local values = {n = 8, nil, false, true, 0, "", "a", 0.0, {}}
local function name(v) return type(v) == "table" and "table" or tostring(v) end
for i = 1, values.n do
  local a = values[i]
  local row = {}
  for j = 1, values.n do
    local b = values[j] row[#row + 1] = name(a and b) .. "/" .. name(a or b) .. "/" .. name(not a == not b) end
  print(name(a), not a, not not a, table.concat(row, " "))
end
local function effect(v) io.write("e", tostring(v), " ") return v end
print(effect(false) and effect(1))
print(effect(nil) or effect(2))
print(effect(1) and effect(nil) or effect(3))
print(not effect(false) and effect(4))
print((effect(1) or effect(2)) and effect(5))
print(effect(nil) == nil and "nil" or "other")
local x = nil
x = x or 10
print(x)
x = x and x + 1
print(x)
x = x > 5 and "big" or "small"
print(x)
x = not x
print(x)
x = x == false
print(x)
x = x ~= nil and x
print(x)
local function default(a, b) a = a == nil and "unset" or a b = b or {} return a, #b end
print(default())
print(default(false))
print(default(0, {1}))
local t = {}
t.list = t.list or {}
t.list[1] = t.list[1] or "first"
t.count = (t.count or 0) + 1
t.count = (t.count or 0) + 1
print(t.list[1], t.count)
if x and t.count == 2 and not t.missing then print("all") elseif t.missing then print("missing") else print("none")
  end
while t.count and t.count > 0 do t.count = t.count > 1 and t.count - 1 or nil end
print(t.count)
repeat local done = (t.n or 0) >= 3 t.n = (t.n or 0) + 1 until done
print(t.n)
print(1 < 2 == true, "a" < "b" and "yes", not 1 == 2, not (1 == 2), -2 ^ 2, not nil == true, 1 .. 2 == "12",
  2 * 3 .. "", "a" .. "b" == "ab" and "same", #"abc" == 3, -"2" + 5, 1 or error("never"), nil and error("never"))
local function multi() return nil, "second" end
print(multi() or "first only", (multi()), multi())
print((multi() and 1) or 2, not multi())
local function is_leap(y) return y % 4 == 0 and (y % 100 ~= 0 or y % 400 == 0) end
print(is_leap(2000), is_leap(1900), is_leap(2024), is_leap(2023))
local max = (function(a, b) return a > b and a or b end)
print(max(1, 2), max("a", "b"), pcall(max, 1, "b"))
local ok = pcall(error) and "impossible" or "caught"
print(ok)
local flag = false
flag = flag or true and false or nil
print(flag)
print(false == nil, nil == false, 0 == false, "" == false, 1 == true)
