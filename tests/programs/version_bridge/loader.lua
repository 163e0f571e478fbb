-- Modules from memory: a searcher of its own, templates turned into Lua, environments without a way out.

local bridge = require("bridge")

local loader = { sources = {}, log = {} }

local function translate(text)
  local out, at = { "local _out = {}\n" }, 1
  while true do
    local from, to, equals, code = text:find("<%%(=?)(.-)%%>", at)
    local literal = text:sub(at, (from or 0) - 1)
    if literal ~= "" then out[#out + 1] = ("_out[#_out + 1] = %q\n"):format(literal) end
    if not from then break end
    out[#out + 1] = equals == "=" and ("_out[#_out + 1] = tostring(%s)\n"):format(code) or code .. "\n"
    at = to + 1
  end
  out[#out + 1] = "return table.concat(_out)\n"
  return table.concat(out)
end

function loader.add(name, text, kind)
  loader.sources[name] = { text = text, kind = kind or "lua" }
end

function loader.search(name)
  local source = loader.sources[name]
  if not source then return ("\n\tno source '%s' in memory"):format(name) end
  local text = source.text
  if source.kind == "template" then
    text = ("return function(_values) local _ENV = setmetatable(_values, { __index = _G }) %s end"):format(translate(text))
  end
  local chunk, message = load(text, "=" .. name)
  if not chunk then error(("error loading '%s': %s"):format(name, message), 0) end
  loader.log[#loader.log + 1] = name
  return chunk, ":memory:"
end

table.insert(bridge.searchers, 2, loader.search)

function loader.forget()
  for name in pairs(loader.sources) do package.loaded[name] = nil end
end

function loader.sandbox(text, name, allowed)
  local environment = {}
  for _, key in ipairs(allowed or { "pairs", "ipairs", "tostring", "tonumber", "type", "select", "error", "pcall" }) do
    environment[key] = _G[key]
  end
  environment.string = setmetatable({}, { __index = string, __newindex = function() error("string is read only", 2) end })
  environment._G = environment
  local chunk, message = bridge.loadstring(text, name or "=sandbox")
  if not chunk then return nil, message end
  return bridge.setfenv(chunk, environment), environment
end

return loader
