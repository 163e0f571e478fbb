-- Runs untrusted text: a list of what it may use, read-only views, a limit of steps, its own output.
local sandbox = {}

local function view(t, name)
  return setmetatable({}, {
    __index = t,
    __newindex = function(_, key) error(("%s is read-only (field '%s')"):format(name, tostring(key)), 2) end,
    __pairs = function() return next, t, nil end,
    __metatable = "locked",
    __len = function() return #t end,
  })
end
sandbox.view = view

local allowed = {
  "assert", "error", "ipairs", "next", "pairs", "pcall", "select", "tonumber", "tostring", "type", "xpcall", "rawequal", "rawlen",
  "math.abs", "math.floor", "math.max", "math.min", "math.huge", "math.pi", "math.tointeger", "math.type",
  "string.byte", "string.char", "string.find", "string.format", "string.gmatch", "string.gsub", "string.len", "string.lower", "string.match",
  "string.rep", "string.reverse", "string.sub", "string.upper", "table.concat", "table.insert", "table.remove", "table.sort", "table.unpack",
  "coroutine.create", "coroutine.resume", "coroutine.wrap", "coroutine.yield", "coroutine.status",
}

function sandbox.new(options)
  options = options or {}
  local output = {}
  local env = {}
  local libraries = {}
  for _, path in ipairs(allowed) do
    local library, name = path:match("^(%a+)%.(%w+)$")
    if library then
      libraries[library] = libraries[library] or {}
      libraries[library][name] = _G[library][name]
    else
      env[path] = _G[path]
    end
  end
  for name, library in pairs(libraries) do env[name] = view(library, name) end
  env._G = env
  function env.print(...)
    local parts = table.pack(...)
    for i = 1, parts.n do parts[i] = tostring(parts[i]) end
    output[#output + 1] = table.concat(parts, "\t")
  end
  function env.load(text, name, _, own)
    return load(text, name or "=(inner)", "t", own or env)
  end
  for name, value in pairs(options.extra or {}) do env[name] = value end
  return { env = env, output = output, options = options }
end

function sandbox.run(box, text, name)
  local chunk, problem = load(text, "=" .. (name or "sandboxed"), "t", box.env)
  if not chunk then return false, problem end
  local thread = coroutine.create(chunk)
  local limit = box.options.limit
  if limit then
    debug.sethook(thread, function() error("too many steps", 0) end, "", limit)
  end
  local results = table.pack(coroutine.resume(thread))
  debug.sethook(thread)
  if coroutine.status(thread) == "suspended" then
    coroutine.close(thread)
    return false, "the program wants to wait"
  end
  return table.unpack(results, 1, results.n)
end

return sandbox
