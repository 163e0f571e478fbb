-- Shows nested do blocks hiding and freeing names.
local out = {}
do
  local a = 1; do local b = a + 1; do local c = b + 1; out[#out + 1] = a + b + c end out[#out + 1] = tostring(c) end
end
print(table.concat(out, " "), a, b)
do
  local function helper(x) return x * 2 end
  function exported(x) return helper(x) + 1 end
end
print(exported(5), helper)
local v = 1
do v = 2 local v = 3 v = 4 end
print(v)
