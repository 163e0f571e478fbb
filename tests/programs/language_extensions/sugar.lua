--- Sugar by metatables of the basic types: string formatting with %, slices by call, nil-safe paths,
--- composition of functions with .. and >>, ranges from numbers, iteration of anything.
local sugar = {}

local string_meta = getmetatable("")
local saved = { index = string_meta.__index }

function sugar.install()
  string_meta.__mod = function(format, arguments)
    if type(arguments) == "table" then
      if #arguments > 0 or next(arguments) == nil then return format:format(table.unpack(arguments)) end
      return (format:gsub("{(%w+)(:?[^}]*)}", function(name, spec)
        local value = arguments[name]
        if value == nil then return nil end
        return spec ~= "" and ("%" .. spec:sub(2)):format(value) or tostring(value)
      end))
    end
    return format:format(arguments)
  end
  string_meta.__index = function(s, key)
    if math.type(key) == "integer" then
      local c = s:sub(key, key)
      return c ~= "" and c or nil
    end
    return string[key]
  end
  string_meta.__call = function(s, from, to) return s:sub(from, to) end
  string_meta.__unm = function(s) return s:reverse() end
  string_meta.__mul = function(a, b)
    if type(a) == "number" then a, b = b, a end
    return a:rep(b)
  end
  string_meta.__idiv = function(s, separator)
    local out = {}
    for piece in (s .. separator):gmatch("(.-)" .. separator:gsub("%p", "%%%0")) do out[#out + 1] = piece end
    return out
  end

  debug.setmetatable(function() end, {
    __concat = function(f, g) return function(...) return f(g(...)) end end,
    __shr = function(f, g) return function(...) return g(f(...)) end end,
    __pow = function(f, n)
      return function(...)
        local results = table.pack(...)
        for _ = 1, n do results = table.pack(f(table.unpack(results, 1, results.n))) end
        return table.unpack(results, 1, results.n)
      end
    end,
    __index = { curry = function(f, ...)
      local fixed = table.pack(...)
      return function(...)
        local all = table.move({ ... }, 1, select("#", ...), fixed.n + 1, table.move(fixed, 1, fixed.n, 1, {}))
        return f(table.unpack(all, 1, fixed.n + select("#", ...)))
      end
    end },
    __lt = function(f, g) return f(0) < g(0) end,
    __len = function(f) return debug.getinfo(f, "u").nparams end,
  })

  debug.setmetatable(1, {
    __index = {
      times = function(n, f) for i = 1, n do f(i) end return n end,
      upto = function(n, m)
        return function(_, i)
          if i < m then return i + 1 end
        end, nil, n - 1
      end,
      clamp = function(n, low, high) return n < low and low or n > high and high or n end,
    },
    __call = function(n, _, i)
      i = (i or 0) + 1
      if i <= n then return i end
    end,
    __len = function(n) return #tostring(n) end,
    __concat = function(a, b) return tostring(a) .. "~" .. tostring(b) end,
  })

  debug.setmetatable(nil, { __index = function() return nil end, __call = function() return nil end, __concat = function(a, b) return (a or "nil") .. (b or "nil") end })
  debug.setmetatable(true, { __add = function(a, b) return a or b end, __mul = function(a, b) return a and b end, __unm = function(a) return not a end, __index = { pick = function(c, a, b) if c then return a end return b end } })
end

function sugar.remove()
  for _, name in ipairs { "__mod", "__call", "__unm", "__mul", "__idiv" } do string_meta[name] = nil end
  string_meta.__index = saved.index
  debug.setmetatable(print, nil)
  debug.setmetatable(1, nil)
  debug.setmetatable(nil, nil)
  debug.setmetatable(true, nil)
end

return sugar
