-- `#` of sequences where some tables have metatables.
local function show(...) print(...) end
local function fails(f, ...)
    local ok, message = pcall(f, ...)
    show(ok, (tostring(message):gsub("^.-:%d+: ", "")))
end

local counted = setmetatable({1, 2, 3}, {__len = function() return 42 end})
show(#counted)
local defaulted = setmetatable({}, {__index = function(_, k) return k end})
defaulted[#defaulted + 1] = "one"
show(#defaulted, defaulted[2])
local shadow = {}
local redirected = setmetatable({}, {__newindex = shadow})
redirected[#redirected + 1] = "a"
redirected[#redirected + 1] = "b"
show(#redirected, #shadow, shadow[1])
local late = {1, 2}
local function give(t) setmetatable(t, {__len = function() return "late" end}) end
show(#late)
give(late)
show(#late)


local plain = {}
for i = 1, 3 do plain[#plain + 1] = i end
show(#plain)

-- A metamethod answers for a field, with another table each time
local made = 0
local moody = setmetatable({}, {__index = function()
    made = made + 1
    local t = {}
    for i = 1, made do t[i] = i end
    return t
end})
moody.items[#moody.items + 1] = "x"
show(made)
local list = {}
local eager = setmetatable({}, {__index = function(_, k) list[#list] = nil return k end, __add = function() return 1 end})
for i = 1, 3 do list[i] = i end
list[#list + 1] = eager.field
show(#list == 2 or #list == 4)
list[#list + 1] = eager + 1
show(list[#list] ~= nil)
