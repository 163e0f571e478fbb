-- Shows that operands that are calls run from left to right.
local trace = {}
local function v(x) trace[#trace + 1] = tostring(x); return x end
local function flush() print(table.concat(trace, " ")); trace = {} end
local r = v(1) + v(2) * v(3); flush()
r = v("a") .. v("b") .. v("c"); flush()
r = (v(1) < v(2)) == (v(3) > v(4)); flush()
r = v(5) // v(2) % v(3) - v(1); flush()
r = {v(1), v(2), x = v(3), v(4), [v(5)] = v(6)}; flush()
print(v(1), v(2), v(3)); flush()
r = v(2) ^ v(3) ^ v(2); flush()
r = v(false) and v(1) or v(2); flush()
