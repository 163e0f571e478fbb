-- Shows an exception class hierarchy with catch by type and rethrow.
local Error = {} Error.__index = Error
Error.__tostring = function(e) return e.class .. ": " .. e.msg end
local function new(class, msg) return setmetatable({class = class, msg = msg}, Error) end
local function try(f, handlers)
  local r = table.pack(pcall(f))
  if r[1] then return table.unpack(r, 2, r.n) end
  local h = type(r[2]) == "table" and handlers[r[2].class] or handlers.any
  if h then return h(r[2]) end
  error(r[2], 0)
end
print(try(function() return 1, 2 end, {}))
print(try(function() error(new("IOError", "disk")) end, {IOError = function(e) return "caught " .. tostring(e) end}))
print(try(function() local x; x() end, {any = function(e) return "any: " .. e end}))
print(pcall(try, function() error(new("Other", "m")) end, {IOError = print}))
print(tostring(select(2, pcall(error, new("X", "y")))))
print(getmetatable(select(2, pcall(error, new("X", "y")))) == Error)
