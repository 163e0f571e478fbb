-- Shows _ as an ordinary variable.
local _, b, _ = 1, 2, 3
print(_, b)
for _, _ in ipairs({"x", "y"}) do io.write(tostring(_), " ") end
print(_)
local function f(_, _, x) return _, x end
print(f(1, 2, 3))
_ENV._ = "global underscore"
do local x = _ENV._ print(x) end
