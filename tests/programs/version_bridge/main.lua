local bridge = require("bridge")
local loader = require("loader")

print("what is there")
print(bridge.version, #bridge.missing, table.concat(bridge.missing, " "))
print(bridge.unpack({ 1, 2, nil, 4 }, 1, 4))
print(bridge.maxn({ 1, 2, [10] = 1, [5.5] = 1, x = 1 }), bridge.pow(2, 10), bridge.log10(1000), bridge.ldexp(0.5, 4))
print(bridge.integer_division(7, 2), bridge.integer_division(-7, 2), bridge.has_goto, bridge.has_attributes)
print(bridge.bits.band(0xff00ff00, 0x0ff00ff0), bridge.bits.bnot(0), bridge.bits.lshift(1, 31), bridge.bits.lshift(1, 32))
print(bridge.bits.rshift(-1, 28), bridge.bits.bxor(-1, 0xf), bridge.bits.bor(1 << 40, 5))
print(bridge.xpcall_takes_arguments, bridge.pairs_metamethod, bridge.length_metamethod)

print("plugins")
local names = { "counter", "limited", "broken", "missing" }
local plugins = {}
for _, name in ipairs(names) do
  local ok, found = pcall(require, "plugins." .. name)
  if ok then
    plugins[name] = found.class
    print(found.name, found.path, tostring(found.class()))
  else
    print(name, (found:gsub("\n.*", "")))
  end
end
print(package.loaded["plugins.counter"].class == plugins.counter, package.loaded["plugins.broken"], loaded_plugins)
local counter, limited = plugins.counter(3), plugins.limited(2, 5)
print(counter:step():step(4), limited:step(3), counter > limited, counter == limited, limited:step(-2).value)
print(pcall(limited.step, limited, 10))
print(pcall(function() limited:step(1) end))
print(rawequal(getmetatable(limited), plugins.limited), getmetatable(plugins.limited).__index == plugins.counter)

print("modules in memory")
loader.add("greeting", "local name, place = ... return { text = 'hello from ' .. name .. ' in ' .. place }")
loader.add("page", "<h1><%= title %></h1>\n<% for i, item in ipairs(items) do %><li><%= i %>: <%= item:upper() %></li>\n<% end %>end", "template")
loader.add("wrong", "return +")
loader.add("late", "error({ code = 7 })")
print(require("greeting").text, select(2, require("greeting")))
print(require("page")({ title = "T & T", items = { "a", "b" } }))
print(pcall(require("page"), { title = nil, items = {} }))
print(pcall(require("page"), {}))
for _, name in ipairs({ "wrong", "late", "nowhere" }) do
  local ok, problem = pcall(require, name)
  print(name, ok, type(problem) == "table" and problem.code or (tostring(problem):gsub("\n.*", "")))
end
local _, message = pcall(require, "nowhere")
print((message:match("no source 'nowhere' in memory")), select(2, message:gsub("\n\tno ", "")) > 3)
print(table.concat(loader.log, " "))
loader.forget()
print(package.loaded.greeting, require("greeting").text, #loader.log)
package.preload.greeting = function(name, extra) return { text = "preloaded " .. name .. " " .. extra } end
package.loaded.greeting = nil
print(require("greeting").text, select(2, require("greeting")))

print("sandboxes")
local function run(text)
  local chunk, environment = loader.sandbox(text)
  if not chunk then return "no chunk", environment end
  return bridge.getfenv(chunk) == environment, pcall(chunk)
end
print(run("x = 5 return x, _G.x, _G == _G._G"))
print(run("return print"))
print(run("return os.time()"))
print(run("string.rep = 1"))
print(run("return ('x'):rep(3), string.rep('y', 2)"))
print(run("local function f() y = (y or 0) + 1 return y end return f(), f(), y"))
print(run("return pcall(error, 'inside')"))
print(run("return 1 +"))
print(run("local t = {} return t.a.b"))
print(rawget(_G, "x"), rawget(_G, "y"))

print("strict globals")
setmetatable(_G, {
  __newindex = function(t, name, value)
    local what = debug.getinfo(2, "S").what
    if what ~= "main" then error("assignment to undeclared global '" .. name .. "'", 2) end
    rawset(t, name, value)
  end,
  __index = function(_, name) error("undeclared global '" .. name .. "'", 2) end,
})
declared = 1
print(declared, pcall(function() undeclared = 1 end))
print(pcall(function() return undefined end))
print(pcall(load("chunk_global = 2 return chunk_global", "=chunk")))
declared = nil
print(pcall(function() return declared end))
print(rawget(_G, "undefined"), next({}), type(chunk_global))
setmetatable(_G, nil)
error(setmetatable({}, { __tostring = function() return "the end, on purpose" end }))
