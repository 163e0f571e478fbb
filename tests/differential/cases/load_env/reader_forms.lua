-- Shows load with readers, modes, names and environments of every kind.
local show = print
local function print(...)
  local texts = table.pack(...)
  for i = 1, texts.n do
    texts[i] = tostring(texts[i]):gsub("0x%x%x%x%x%x+", "ADDRESS")
  end
  show(table.concat(texts, "\t", 1, texts.n))
end
local load = function(...)
  local r = table.pack(pcall(load, ...))
  if r[1] then return table.unpack(r, 2, r.n) end
  error(r[2], 0)
end
local function pieces(...) local list, i = {...}, 0 return function() i = i + 1 return list[i] end end
print(load(pieces("return ", "1", " + 2"))())
print(load(pieces("return 1", "", " + 2"))())
print(load(pieces()))
print(load(pieces(nil))() == nil)
print(load(pieces(5)))
print(load(pieces("return ", 5)))
print(load(pieces({})))
print(pcall(load, function() error("in reader", 0) end))
print(load(function() error("in reader", 0) end))
print(pcall(load))
print(pcall(load, 5))
print(pcall(load, nil))
print(load("return 1", nil, nil)())
print(load("x ="))
for _, name in ipairs{"=name", "@file.lua", "plain", "=", "@", "", "first\nsecond", "=" .. ("n"):rep(80),
  "@" .. ("p/"):rep(50), ("text "):rep(30), "\n", "=\n", "a\0b"} do
  print(select(2, load("x =", name)))
  print(debug.getinfo(load("return 1", name), "S").short_src)
end
print(select(2, load("x =")), select(2, load(pieces("x ="))))
print(debug.getinfo(load(pieces("return 1")), "S").source)
print(load("return 1", "n", "b"))
print(load("return 1", "n", "t")())
print(load("return 1", "n", "bt")())
print(pcall(load, "return 1", "n", "x"))
print(load("\27Lua", "n", "t"))
print(load("\27Lua", "n", "b") == nil)
print(load("\27", "n"))
print(pcall(load, "return 1", "n", 5))
local env = {y = 7}
print(load("x = y return x", "n", "t", env)(), env.x, x)
print(pcall(load("return x", "n", "t", nil)))
print(pcall(load("return x", "n", "t", 5)))
print(pcall(load("x = 1", "n", "t", setmetatable({}, {__newindex = function(_, k, v) error(k .. "=" .. v, 0) end}))))
print(load("return ...", "n")(1, 2))
print(select("#", load("return")()))
print(load("local a <const> = 5 return a")())
print(load("#!shebang\nreturn 1"))
print(load("return _ENV", "n", "t", env)() == env)
print(load("local _ENV = {z = 1} return z")())
print(load("return function() return y end", "n", "t", env)()())
print(debug.getupvalue(load("return x"), 1), debug.setupvalue(load("return x"), 1, {}),
  debug.getupvalue(load("return 1"), 1), debug.getupvalue(load("local a return function() return a end")(), 1))
print(load("x = 'bad argument' y"))
print(load(function() error("bad argument in reader", 0) end))
print(load(function() local n = nil return n.x end))
print(load("\27Lua"))
print(load("\27Lua", "\27abc"))
print(load("\27Lua", "=a"))
print(load("\27Lua", "@=b"))
print(pcall(function() return (load(function() return {} end)) end))
print(select(2, load(function() return true end)))
