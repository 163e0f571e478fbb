-- Functions that get another environment find their names there, those of the library as well.
local function f() print("in f", x, type(error)) end
local function setfenv(f, env)
    local i = 1
    while true do
        local name = debug.getupvalue(f, i)
        if name == "_ENV" then
            debug.upvaluejoin(f, i, function() return env end, 1)
            break
        elseif not name then
            break
        end
        i = i + 1
    end
end
local out = print
setfenv(f, { print = function(...) out("mine", ...) end, x = 3, type = function(v) return v == nil and "none" end })
f()
