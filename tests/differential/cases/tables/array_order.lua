-- Shows that pairs visits an array part in order, then ipairs stops at nil.
local t = {"a", "b", "c", "d"}
for k, v in pairs(t) do io.write(k, v, " ") end print()
t[2] = nil
for k, v in pairs(t) do io.write(k, v, " ") end print()
for i, v in ipairs(t) do io.write(i, v, " ") end print()
for i, v in ipairs({1, 2, nil, 4}) do io.write(i, ":", v, " ") end print()
t[2] = "B"
for i, v in ipairs(t) do io.write(i, v, " ") end print()
for k in pairs({}) do print("never", k) end
for i, v in ipairs({n = 1}) do print("never", i) end
