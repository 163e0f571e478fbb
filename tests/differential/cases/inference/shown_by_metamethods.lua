-- Metamethods of one operand get what has a metatable; called by name they get anything.
local Point = {}
Point.__index = Point
Point.__tostring = function(p) return "(" .. tostring(p.x) .. ")" end
Point.__len = function(p) return p.x end
Point.__unm = function(p) return setmetatable({x = -p.x}, Point) end
local point = setmetatable({x = 3}, Point)
for _, value in ipairs({1, "text", 2.5, point, true}) do print(tostring(value), value) end
print(#point, #"abc", -2, tostring(-point))
print(string.format("%s %s", point, "plain"))
for _, value in ipairs({"text", 12, {x = 1}, point}) do
    local ok, shown = pcall(Point.__tostring, value)
    print(ok, (tostring(shown):gsub("^.-:%d+: ", "")))
    ok, shown = pcall(Point.__len, value)
    print(ok, (tostring(shown):gsub("^.-:%d+: ", "")))
end
