-- Shows closures that captured a to-be-closed variable, and __close changed after declaration.
local mt = {__close = function(self) print("first", self.v) end}
local get
do
  local r <close> = setmetatable({v = 1}, mt)
  get = function() return r.v end
  r.v = 2
  mt.__close = function(self) print("second", self.v); self.v = 3 end
end
print(get())
print(pcall(function()
  local r <close> = setmetatable({}, {__close = function() end})
  setmetatable(r, nil)
end))
print(pcall(function()
  local r <close> = setmetatable({}, {__close = function() end})
  getmetatable(r).__close = 42
end))
