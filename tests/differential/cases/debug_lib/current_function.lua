-- Shows finding the running function and calling itself through debug.getinfo.
print((function(n) local self = debug.getinfo(1, "f").func if n == 0 then return "done" end return n .. (self(n - 1)) end)(3))
local function whoami() return debug.getinfo(2, "n").name end
local function alice() local n = whoami() return n end
function bob() local n = whoami() return n end
local t = {carol = function() local n = whoami() return n end}
print(alice(), bob(), t.carol(), t["carol"]())
print(debug.getinfo(1, "S").short_src, debug.getinfo(1, "S").source:sub(1, 1))
