-- Shows upvalues living after their block ended, and blocks making new ones.
local get
do
  local secret = "hidden"
  function get() return secret end
end
print(get(), secret)
local fs = {}
for round = 1, 2 do
  local v = "r" .. round
  fs[round] = {get = function() return v end, set = function(x) v = x end}
end
fs[1].set("changed")
print(fs[1].get(), fs[2].get())
local function param(p) return function() p = p .. "!"; return p end end
local p1, p2 = param("a"), param("b")
print(p1(), p1(), p2())
