-- Shows levels around metamethods that ipairs and other functions of the library reach.
local function strict(t) return setmetatable(t, {__index = function(t, k) error("no " .. tostring(k), 2) end}) end
local t = strict{1, 2}
print(pcall(function() for _, a in ipairs(t) do io.write(a, " ") end end))
print(pcall(function() for i in ipairs(t) do io.write(i, " ") end end))
print(pcall(function() for _, a in ipairs(t) do if a == 1 then return "x" end end end))
print(xpcall(function() for _, a in ipairs(t) do io.write(a, " ") end end, debug.traceback))
local f, s, i = ipairs(t)
print(pcall(f, s, 2)) print(pcall(function() return f(s, 2) end))
local u = setmetatable({}, {__index = function(t, k) if k < 3 then return debug.getinfo(2, "S").what .. k end end})
for i, v in ipairs(u) do io.write(i, "=", v, " ") end print()
print(pcall(function() for k in pairs(setmetatable({}, {__pairs = function() error("p", 2) end})) do end end))
print(pcall(function() for k in pairs(setmetatable({}, {__pairs = function(t) return function() error("q", 2) end end})) do end end))
print(pcall(function() for k in function() error("r", 2) end do end end))
print(pcall(function() for k, v, w in function() error("r", 3) end do end end))
print(xpcall(function() for k in function() error("r") end do end end, debug.traceback))
print(pcall(table.unpack, strict{}, 1, 2)) print(pcall(table.concat, strict{}, "", 1, 2)) print(pcall(table.insert, strict{}, 1)) print(pcall(table.sort, strict{n = 1})) print(pcall(function() return table.unpack(strict{}, 1, 2) end)) print(pcall(function() return table.concat(strict{1}, ",", 1, 2) end)) print(pcall(function() return #strict{}, next(strict{}), rawget(strict{}, 1) end)) print(pcall(function() return string.format("%s", strict{}.x) end)) print(pcall(function() local x = strict{} x.y = x.z end)) print(pcall(function() return table.remove(strict{1}, 2) end)) print(pcall(function() return table.move(strict{1}, 1, 2, 3) end))
