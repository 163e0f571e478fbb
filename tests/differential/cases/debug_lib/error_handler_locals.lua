-- Shows a handler that collects the frames of an error with their lines.
local function c(x) local y = x.z.w return y end
local function b(x) local r = c(x) return r end
local function a() local r = b({}) return r end
print(select(2, xpcall(a, function(m) local r = {m} local level = 2 while true do local i = debug.getinfo(level, "Snl") if not i then break end r[#r + 1] = (i.name or "?") .. ":" .. i.what .. ":" .. i.currentline level = level + 1 end return table.concat(r, "\n") end)))
