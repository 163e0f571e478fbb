-- Shows objects in cycles finalized, resurrected and finalized again when marked again.
local saved, count = nil, 0
local mt
mt = {__gc = function(o) count = count + 1 if count == 1 then saved = o setmetatable(o, mt) end end}
do local o = setmetatable({name = "o"}, mt) o.self = o end
collectgarbage()
collectgarbage()
print(count, saved and saved.name, saved and saved.self == saved)
saved = nil
collectgarbage()
collectgarbage()
print(count)
