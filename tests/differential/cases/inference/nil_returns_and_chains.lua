-- Shows calls on results that may be nil, with messages naming what failed.
local function find(t, k) for i, v in ipairs(t) do if v.k == k then return v, i end end end
local data = {{k = "a", v = {w = 1}}, {k = "b"}}
print(find(data, "a").v.w, select(2, find(data, "b")), find(data, "z"))
print(pcall(function() return find(data, "z").v end))
print(pcall(function() return find(data, "b").v.w end))
print(pcall(function() local r = find(data, "z") return r.v end))
print(pcall(function() return data[3].k end))
print(pcall(function() return data[1].v.w.x.y end))
print(pcall(function() return data.missing[1] end))
print(pcall(function() return find(nil, "a") end))
print(pcall(function() return find({1}, "a") end))
print(pcall(function() return (find(data, "a").v.w)() end))
print(pcall(function() return data[1]:method() end))
print(pcall(function() return #find(data, "z") end))
print(pcall(function() return find(data, "z") .. "x" end))
print(pcall(function() return find(data, "z") + 1 end))
print(pcall(function() for _, v in ipairs(find(data, "z")) do end end))
