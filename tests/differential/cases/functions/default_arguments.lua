-- Shows idioms for default values, and the false pitfall.
local function f(a, b) a = a or 1; if b == nil then b = true end return a, b end
print(f()) print(f(5, false)) print(f(false, nil)) print(f(nil, 0))
local function opts(o) o = o or {}; return o.width or 80, o.title or "none", o.wrap ~= false end
print(opts()) print(opts {width = 10, wrap = false}) print(opts {title = ""})
