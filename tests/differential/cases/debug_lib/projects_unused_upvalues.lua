-- Upvalues without code that uses them: `_ENV` of chunks that mention no global, and names in dead code.

local function environment(chunk) return (select(2, debug.getupvalue(chunk, 1))) end

local own = {}
local plain, given = load("return 1"), load("local t = {} return t", "=given", "t", own)
print((debug.getupvalue(plain, 1)), environment(plain) == _G, environment(given) == own)
print(debug.setupvalue(given, 1, _G), environment(given) == _G, environment(plain) == _G)
print(debug.upvalueid(given, 1) == debug.upvalueid(given, 1), debug.upvalueid(given, 1) == debug.upvalueid(plain, 1))
debug.upvaluejoin(given, 1, plain, 1)
print(debug.upvalueid(given, 1) == debug.upvalueid(plain, 1))
print(environment(load(string.dump(load("return 1")), "binary", "b", own)) == own)
print(environment(debug.getinfo(1, "f").func) == _G, debug.getinfo(given, "u").nups)

local kept = 5
local function dead()
  if false then return kept end
end
local function alive() return kept end
print(debug.getupvalue(dead, 1))
print(debug.setupvalue(dead, 1, 6), kept, alive(), debug.upvalueid(dead, 1) == debug.upvalueid(alive, 1))

-- The polyfill of setfenv that libraries carry.
local function setfenv(f, t)
  for i = 1, math.huge do
    local name = debug.getupvalue(f, i)
    if name == "_ENV" then
      debug.upvaluejoin(f, i, function() return name end, 1)
      debug.setupvalue(f, i, t)
      return f
    elseif not name then
      return f
    end
  end
end
local uses, ignores = load("x = 1 return x"), load("return 2")
print(setfenv(uses, own)(), own.x, rawget(_G, "x"))
print(setfenv(ignores, own)(), environment(ignores) == own)
