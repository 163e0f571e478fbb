-- Shows globals through _G in every way: dynamic names, deletion, iteration, rawset.
for i = 1, 3 do _G["var" .. i] = i * i end
print(var1, var2, var3)
_G.var2 = nil
print(var2, rawget(_G, "var3"))
local names = {}
for k in pairs(_G) do if k:match "^var" then names[#names + 1] = k end end
table.sort(names)
print(table.concat(names, " "))
rawset(_G, "made", function() return "by rawset" end)
print(made())
print(_G._G._G == _G, _ENV._G == _G)
local function getfield(f) local v = _G for w in f:gmatch "[%w_]+" do v = v[w] end return v end
local function setfield(f, v)
  local t = _G
  for w, d in f:gmatch "([%w_]+)(%.?)" do if d == "." then t[w] = t[w] or {} t = t[w] else t[w] = v end end
end
setfield("t.x.y", 10)
print(t.x.y, getfield "t.x.y", getfield "math.pi" == math.pi)
_G._G = nil
print(type(_G), type(_ENV))
