-- Shows a read-only deep proxy with __len, __pairs, __index.
local function readonly(t)
  return setmetatable({}, {__index = function(_, k) local v = t[k] if type(v) == "table" then return readonly(v) end return v end,
    __newindex = function(_, k) error(("cannot set '%s'"):format(tostring(k)), 2) end, __len = function() return #t end,
    __pairs = function()
      return function(_, k) local nk, nv = next(t, k) return nk, nv end, nil, nil
    end, __metatable = "readonly"})
end
local r = readonly {1, 2, {3, x = "y"}}
print(#r, r[1], r[3].x, r[3][1], getmetatable(r))
print(pcall(function() r[1] = 5 end))
print(pcall(function() r[3].x = "z" end))
for i, v in pairs(r) do io.write(i, type(v), " ") end print()
print(pcall(setmetatable, r, {}))
