-- Module systems on package.searchers: modules from memory, from archives, translated ones, hot reloading.
local modules = {}

--- Modules as texts in a table, found before files.
function modules.memory(texts, position)
  local function searcher(name)
    local text = texts[name]
    if not text then return ("no text '%s'"):format(name) end
    local chunk, problem = load(text, "=memory/" .. name)
    if not chunk then error(("error loading module '%s' from memory:\n\t%s"):format(name, problem), 0) end
    return chunk, "memory:" .. name
  end
  table.insert(package.searchers, position or #package.searchers + 1, searcher)
  return function()
    for i = #package.searchers, 1, -1 do
      if package.searchers[i] == searcher then table.remove(package.searchers, i) end
    end
  end
end

--- Files in a small language: `name = expression` lines, translated to Lua.
function modules.translated(extension)
  table.insert(package.searchers, function(name)
    local path, tried = package.searchpath(name, "./?." .. extension .. ";./lib/?." .. extension)
    if not path then return tried end
    return function(...)
      local out = { "local M, name, path = {}, ..." }
      for line in io.lines(path) do
        local key, value = line:match("^(%w+)%s*=%s*(.+)$")
        out[#out + 1] = key and ("M.%s = %s"):format(key, value:gsub("@(%w+)", "M.%1")) or ""
      end
      out[#out + 1] = "return M"
      return assert(load(table.concat(out, "\n"), "@" .. path))(...)
    end, path
  end)
end

--- Loads again, into the same table, so that who holds it sees the new contents.
function modules.reload(name)
  local old = package.loaded[name]
  package.loaded[name] = nil
  local ok, new = pcall(require, name)
  if not ok then
    package.loaded[name] = old
    return nil, new
  end
  if type(old) == "table" and type(new) == "table" then
    for key in pairs(old) do if new[key] == nil then old[key] = nil end end
    for key, value in pairs(new) do old[key] = value end
    package.loaded[name] = old
    return old
  end
  return new
end

--- A module that is loaded at its first use.
function modules.lazy(name)
  return setmetatable({}, {
    __index = function(t, key)
      local module = require(name)
      setmetatable(t, { __index = module, __newindex = module, __pairs = function() return pairs(module) end })
      return module[key]
    end,
  })
end

return modules
