-- What libraries do that run on Lua 5.1 to 5.4: find out what is there, and fill in the rest.

local bridge = { version = _VERSION, missing = {} }

local function note(name, present)
  if not present then bridge.missing[#bridge.missing + 1] = name end
  return present
end

bridge.unpack = note("unpack", rawget(_G, "unpack")) or table.unpack
bridge.loadstring = note("loadstring", rawget(_G, "loadstring")) or load
bridge.maxn = note("table.maxn", table.maxn) or function(t)
  local largest = 0
  for k in pairs(t) do
    if type(k) == "number" and k > largest then largest = k end
  end
  return largest
end
bridge.pow = math.pow or function(a, b) return a ^ b end
bridge.log10 = math.log10 or function(x) return math.log(x, 10) end
bridge.ldexp = math.ldexp or function(m, e) return m * 2.0 ^ e end
bridge.searchers = package.searchers or package.loaders
bridge.integer_division = load("return 7 // 2") and load("return function(a, b) return a // b end")()
  or function(a, b) return math.floor(a / b) end
bridge.has_goto = load("goto l ::l::") ~= nil
bridge.has_attributes = load("local x <const> = 1 return x") ~= nil
bridge.bits = note("bit32", rawget(_G, "bit32")) or load([[
  local bits = {}
  function bits.band(a, b) return a & b & 0xffffffff end
  function bits.bor(a, b) return (a | b) & 0xffffffff end
  function bits.bxor(a, b) return (a ~ b) & 0xffffffff end
  function bits.bnot(a) return ~a & 0xffffffff end
  function bits.lshift(a, n) return n >= 32 and 0 or (a << n) & 0xffffffff end
  function bits.rshift(a, n) return n >= 32 and 0 or (a & 0xffffffff) >> n end
  return bits
]], "=bits")()

-- setfenv and getfenv on chunks: the environment is their first upvalue.
bridge.setfenv = note("setfenv", rawget(_G, "setfenv")) or function(chunk, environment)
  for i = 1, math.huge do
    local name = debug.getupvalue(chunk, i)
    if name == "_ENV" then
      debug.setupvalue(chunk, i, environment)
      return chunk
    elseif not name then
      return chunk
    end
  end
end
bridge.getfenv = note("getfenv", rawget(_G, "getfenv")) or function(chunk)
  for i = 1, math.huge do
    local name, value = debug.getupvalue(chunk, i)
    if name == "_ENV" then return value end
    if not name then return _G end
  end
end

-- xpcall with arguments, pairs with metamethod: tried out, not asked for.
bridge.xpcall_takes_arguments = select(2, xpcall(function(...) return select("#", ...) end, print, 1, 2)) == 2
bridge.pairs_metamethod = pairs(setmetatable({}, { __pairs = function() return "yes" end })) == "yes"
bridge.length_metamethod = #setmetatable({}, { __len = function() return 42 end }) == 42

function bridge.class(name, parent)
  local class = { __name = name }
  class.__index = class
  for event, handler in pairs(parent or {}) do
    if event:sub(1, 2) == "__" and class[event] == nil then class[event] = handler end
  end
  return setmetatable(class, {
    __index = parent,
    __call = function(self, ...)
      local instance = setmetatable({}, self)
      if self.init then instance:init(...) end
      return instance
    end,
  })
end

return bridge
