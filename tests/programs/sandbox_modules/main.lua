local strict = require("lib.strict")
local environment = require("lib.environment")
local sandbox = require("lib.sandbox")
local modules = require("lib.modules")
local getfenv, setfenv = environment.getfenv, environment.setfenv

local function check(label, ...)
  local out = table.pack(...)
  for i = 1, out.n do
    out[i] = type(out[i]) == "function" and "function" or type(out[i]) == "table" and not getmetatable(out[i]) and "table" or tostring(out[i])
  end
  print(label .. ":", table.concat(out, " "))
end

-- Modules ------------------------------------------------------------------------------------------------
check("loaded", select(2, require("lib.cyclic_a")), require("lib.cyclic_a").greet(), require("lib.cyclic_b").greet())
check("again", select("#", require("lib.cyclic_a")), require("lib.cyclic_a") == package.loaded["lib.cyclic_a"])
local legacy = require("lib.legacy")
check("legacy", legacy.VERSION, legacy.increase(), legacy.increase(5), legacy.count, legacy.names(), legacy.probe())
check("legacy globals", VERSION, count, increase)
local remove = modules.memory({
  first = "local second = require('second') return { value = second * 2, name = (...), from = select(2, ...) }",
  second = "return 21",
  nothing = "",
  falsy = "return false",
  broken = "return +",
  failing = "error('while loading')",
  failing_table = "error({ code = 1 })",
  loop_a = "return { require('loop_b') }",
  loop_b = "return { require('loop_a') }",
})
local first, from = require("first")
check("memory", first.value, first.name, first.from, from)
check("nothing", require("nothing"))
check("nothing again", package.loaded.nothing, require("nothing"))
check("falsy", require("falsy"), package.loaded.falsy)
check("falsy again", require("falsy"))
check("broken", pcall(require, "broken"))
check("failing", pcall(require, "failing"))
check("failing", (function()
  local ok, problem = pcall(require, "failing_table")
  return ok, type(problem), problem.code
end)())
local ok, problem = pcall(require, "loop_a")
check("loop", ok, type(problem))
ok, problem = pcall(require, "no.such.module")
print(ok)
for line in problem:gmatch("[^\n]+") do
  if not line:find("/usr/") then print((line:gsub("\t", "    "))) end
end
remove()
check("removed", (select(2, pcall(require, "second_again")):gsub("\n.*", "")))
check("kept", require("second"))
package.preload.preloaded = function(...) return { args = table.concat({ ... }, ",") } end
check("preload", require("preloaded").args, (select(2, require("preloaded"))))
modules.translated("conf")
local settings, path = require("settings")
check("translated", settings.width, settings.height, settings.area, settings.text, path)
check("searchpath", package.searchpath("lib.strict", package.path) ~= nil, package.searchpath("a.b", "./?.x;/?/y.z"))
check("searchpath", package.searchpath("a-b", "?.x", "-", "+"))
check("config", (package.config:gsub("\n", " ")))
check("searchers", #package.searchers, type(package.cpath), (pcall(setmetatable, package.searchers, {})))
local file = io.open("reloaded.lua", "w")
file:write("return { version = 1, old = true, f = function() return 'one' end }")
file:close()
local reloaded = require("reloaded")
file = io.open("reloaded.lua", "w")
file:write("return { version = 2, f = function() return 'two' end }")
file:close()
check("before", reloaded.version, reloaded.old, reloaded.f())
check("after", modules.reload("reloaded") == reloaded, reloaded.version, reloaded.old, reloaded.f())
file = io.open("reloaded.lua", "w")
file:write("return {")
file:close()
check("bad reload", modules.reload("reloaded"))
check("still", require("reloaded").version, pcall(dofile, "reloaded.lua"))
check("loadfile", loadfile("reloaded.lua"), loadfile("missing.lua"))
file = io.open("reloaded.lua", "w")
file:write("#!/usr/bin/lua\nx = (x or 0) + 1\nreturn x, ...")
file:close()
local env = { x = 10 }
check("loadfile", loadfile("reloaded.lua", "t", env)("arg"), env.x, x)
os.remove("reloaded.lua")
local lazy = modules.lazy("lib.strict")
check("lazy", rawget(lazy, "enable"), lazy.enable == strict.enable)

-- Environments -----------------------------------------------------------------------------------------------
local function uses_global() return shared_name end
local function also() return shared_name end
shared_name = "global"
setfenv(uses_global, { shared_name = "own" })
check("setfenv", uses_global(), also(), shared_name)
check("getfenv", getfenv(uses_global).shared_name, getfenv(also) == _G, getfenv(1) == _G, getfenv(print) == _G)
check("upvalues", environment.upvalues(uses_global), environment.upvalues(function() return check, env end), environment.upvalues(print))
check("bad level", pcall(setfenv, 100, {}))
check("bad function", pcall(setfenv, "x", {}))
local function with_env(_ENV) return a + b, c end
check("_ENV parameter", with_env({ a = 1, b = 2, c = 3 }), pcall(with_env, {}))
check("_ENV nil", pcall(function() local _ENV; return print end))
check("_ENV value", (function() local _ENV <const> = { y = 5 }; z = y * 2; return _ENV.z end)())
check("_ENV number", pcall(function() local _ENV = 5; return field end))
check("_ENV string", (function() local _ENV = "text"; return len, upper == nil end)() ~= nil)
local G = _G
do
  local _ENV = setmetatable({}, { __index = function(_, name) return name .. "!" end })
  local got = hello .. world
  G.check_result = got
end
check("_ENV computed", check_result)
local function counter_pair()
  local n = 0
  return function() n = n + 1 return n end, function() return n end
end
local up1, get1 = counter_pair()
local up2, get2 = counter_pair()
up1() up1() up2()
check("before join", get1(), get2(), debug.upvalueid(up1, 1) == debug.upvalueid(get1, 1), debug.upvalueid(up1, 1) == debug.upvalueid(up2, 1))
debug.upvaluejoin(up2, 1, up1, 1)
up2()
check("after join", get1(), get2(), up1(), get1())
check("setupvalue", debug.setupvalue(get1, 1, 100), get1(), up1(), up2(), debug.setupvalue(get1, 5, 1), debug.getupvalue(get1, 2))
local chunk = load("return a, b", "chunk", "t", { a = 1 })
check("chunk", chunk(), debug.getupvalue(chunk, 1), (select("#", debug.getupvalue(chunk, 2))))
debug.setupvalue(chunk, 1, { a = 2, b = 3 })
check("chunk", chunk())
local base = 10
local function adder(n) return base + n end
local copy = environment.clone(adder)
base = 20
check("clone", adder(1), copy(1), copy ~= adder)
local parts = { "return ", "1", " + ", "2", nil }
local index = 0
check("load pieces", load(function() index = index + 1 return parts[index] end)())
check("load name", pcall(load("error('x')", "=name")), pcall(load("error('x')", "@file.lua")), pcall(load("error('x')", "text\nmore")))
check("load mode", load("return 1", "x", "b"))
check("load mode", load(string.dump(function() end), "x", "t"))
check("load bad", load(function() return {} end), pcall(load, nil))
check("load bad", select(2, pcall(load, function() error("reader", 0) end)))
check("varargs", load("return select('#', ...), ...")(1, nil))

-- Strict mode ---------------------------------------------------------------------------------------------------
local guarded = setmetatable({}, { __index = { print = print, pcall = pcall, tostring = tostring } })
local raw = { pcall = pcall, select = select }
local mode = strict.enable(raw)
local function strictly(text) return pcall(assert(load(text, "=strict", "t", raw))) end
check("main chunk", strictly("declared = 1; return declared"))
check("function", strictly("local function f() undeclared = 1 end f()"))
check("read", strictly("return missing"))
check("read in function", strictly("local function f() return missing + 1 end return f()"))
check("changed in function", strictly("local function f() declared = declared + 1 end f() return declared"))
mode.declare("later")
check("declared", strictly("local function f() later = 'set' return later end return f()"))
mode.close()
check("closed", strictly("return missing"))
local global_mode = strict.enable()
check("globals", pcall(function() return undeclared_global end))
check("globals", pcall(function() undeclared_global = 1 end))
check("rawget", rawget(_G, "undeclared_global"), (pcall(rawset, _G, "raw_global", 1)))
check("present", raw_global, pcall(function() raw_global = 2 return raw_global end))
global_mode.close()
setmetatable(_G, nil)

-- Sandbox ---------------------------------------------------------------------------------------------------------
local host = { calls = 0 }
local function fresh(limit)
  return sandbox.new({ limit = limit, extra = { host = sandbox.view(host, "host"), call = function(...) host.calls = host.calls + select("#", ...) return host.calls end } })
end
for _, text in ipairs {
  "return 1 + 1, 'x'", "print('hello', nil, 1.5) return #_G.string.rep('x', 10)", "return os", "return io or require or dofile or debug or getmetatable",
  "x = 1; return x, _G.x", "string.rep = nil", "math.pi = 3", "host.calls = 100", "return host.calls, call(1, 2, 3), host.calls", "return ('x'):rep(3), ('%d'):format(7)",
  "local s = '' for k in pairs(math) do s = s .. (k == 'pi' and 'found' or '') end return s", "return pcall(error, 'inner')", "error('custom')", "error({})", "error()",
  "local t = nil; return t.x", "return load('return x')()", "return load('x = 5 return x')(), x", "return load('return +')", "return load('return a', 'n', 'b', { a = 1 })()", "syntax error here",
  "while true do end", "local function f() return f() end return f()", "local function f() return 1 + f() end return f()", "return pcall(function() while true do end end)", "coroutine.yield(1)",
  "local c = coroutine.wrap(function() coroutine.yield(1) coroutine.yield(2) end) return c(), c()", "return string.format('%s', setmetatable and 1)", "return type(print), type(_ENV), _ENV == _G",
  "goto out; ::out:: return 'jumped'", "local t <close> = nil return 'closed'", "return (function(...) return select('#', ...) end)(...)", "return #_G.table, tostring(string) == tostring(string)",
} do
  local box = fresh(10000)
  local results = table.pack(sandbox.run(box, text))
  for i = 1, results.n do
    local value = results[i]
    if type(value) == "string" and value:find("stack overflow", 1, true) then value = "stack overflow" end
    results[i] = type(value) == "table" and "table" or tostring(value)
  end
  print(("%-60s %s%s"):format((text:gsub("\n", "~")):sub(1, 60), table.concat(results, " "), #box.output > 0 and " [" .. table.concat(box.output, "|") .. "]" or ""))
end
check("host", host.calls)
local box = fresh()
check("state stays", sandbox.run(box, "counter = 1"), sandbox.run(box, "counter = counter + 1 return counter"), counter)
check("view", getmetatable(box.env.math), pcall(setmetatable, box.env.math, {}))
check("view length", #sandbox.view({ 1, 2, 3 }, "list"), next(sandbox.view({ 1 }, "list")))

-- What the debug library tells
local function here(...)
  local a, b = 1, ...
  local info = debug.getinfo(1, "nSlut")
  return info.name, info.namewhat, info.short_src, info.currentline, info.linedefined, info.lastlinedefined, info.what, info.nups, info.nparams, info.isvararg, info.istailcall
end
local r = table.pack(here(1))
for i = 1, r.n do r[i] = tostring(r[i]) end
check("info", table.concat(r, " ", 1, r.n))
local function locals(p, q)
  local x, y = 1, "two"
  do local inner = true end
  local out, i = {}, 1
  while true do
    local name, value = debug.getlocal(1, i)
    if not name then break end
    if type(value) ~= "table" then out[#out + 1] = name .. "=" .. tostring(value) end
    i = i + 1
  end
  return table.concat(out, " ")
end
check("locals", locals(5, nil))
check("parameters", debug.getlocal(locals, 1), debug.getlocal(locals, 2), debug.getlocal(locals, 3))
check("metatable", debug.getmetatable("").__index == string, debug.setmetatable(10, { __index = { double = function(n) return n * 2 end } }), (5):double())
debug.setmetatable(10, nil)
debug.setmetatable(nil, { __index = function() return "nil has fields" end })
local nothing
check("nil", nothing.anything, nothing.x)
debug.setmetatable(nil, nil)
check("nil", pcall(function() return nothing.x end))
