-- Shows how many arguments each metamethod receives.
local function n(...) return select("#", ...) end
local mt = {__add = n, __unm = n, __bnot = n, __len = n, __index = n, __call = n, __concat = n, __band = n, __idiv = n}
local o = setmetatable({}, mt)
print(o + 1, -o, ~o, #o, o.x, o(), o(1, 2), o .. "", o & 1, o // 1)
local got
setmetatable(o, {__newindex = function(...) got = n(...) end, __eq = function(...) got = n(...) return true end, __lt = function(...) got = n(...) end,
  __le = function(...)
    got = n(...)
  end, __close = function(...)
    got = n(...)
  end, __gc = function(...)
    got = n(...)
  end, __tostring = function(...)
    got = n(...)
    return ""
  end, __pairs = function(...)
    got = n(...)
    return next, {}
  end})
o.x = 1 print("newindex", got)
local _ = o == setmetatable({}, getmetatable(o)) print("eq", got)
_ = o < o print("lt", got)
_ = o <= o print("le", got)
do local c <close> = o end print("close", got)
tostring(o) print("tostring", got)
for _ in pairs(o) do end print("pairs", got)
