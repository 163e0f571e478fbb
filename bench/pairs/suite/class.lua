-- A small class library: single inheritance, `super`, constructors by call.

local Object = {}
Object.__index = Object
Object.class_name = "Object"

function Object:init() end

function Object:extend(name)
    local class = {}
    for key, value in pairs(self) do
        if type(key) == "string" and key:sub(1, 2) == "__" then
            class[key] = value
        end
    end
    class.__index = class
    class.class_name = name
    class.super = self
    return setmetatable(class, {
        __index = self,
        __call = function(_, ...)
            local object = setmetatable({}, class)
            object:init(...)
            return object
        end,
    })
end

function Object:is_a(class)
    local each = getmetatable(self)
    while each do
        if each == class then return true end
        each = each.super
    end
    return false
end

return Object
