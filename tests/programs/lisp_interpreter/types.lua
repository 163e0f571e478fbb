-- Values: numbers, booleans, strings (Text), symbols, pairs, vectors are Lua tables with a tag in
-- their metatable; the empty list and the unspecified value are single objects.
local types = {}

local Symbol = { __name = "symbol" }
Symbol.__tostring = function(s) return s.name end
local interned = setmetatable({}, { __mode = "v" })
function types.symbol(name)
  local s = interned[name]
  if not s then
    s = setmetatable({ name = name }, Symbol)
    interned[name] = s
  end
  return s
end

local generated = 0
function types.gensym(prefix)
  generated = generated + 1
  return setmetatable({ name = (prefix or "g") .. generated }, Symbol)
end

local Pair = { __name = "pair" }
function types.cons(car, cdr, line) return setmetatable({ car, cdr, line = line }, Pair) end

types.null = setmetatable({}, { __name = "null", __tostring = function() return "()" end })
types.void = setmetatable({}, { __name = "void", __tostring = function() return "#<void>" end })
types.Symbol, types.Pair = Symbol, Pair

local Closure = { __name = "procedure" }
Closure.__tostring = function(c) return "#<procedure " .. (c.name or "lambda") .. ">" end
types.Closure = Closure
local Macro = { __name = "macro" }
types.Macro = Macro

function types.is(value, meta) return getmetatable(value) == meta end
function types.is_pair(value) return getmetatable(value) == Pair end

function types.name_of(value)
  local kind = type(value)
  if kind == "table" then return getmetatable(value).__name end
  return kind == "function" and "procedure" or kind
end

function types.list(...)
  local result = types.null
  for i = select("#", ...), 1, -1 do result = types.cons((select(i, ...)), result) end
  return result
end

-- for index, item in types.each(list) do … end
function types.each(list)
  return function(state, index)
    local pair = state.rest
    if not types.is_pair(pair) then return nil end
    state.rest = pair[2]
    return index + 1, pair[1]
  end, { rest = list }, 0
end

function types.to_array(list)
  local out, n = {}, 0
  for i, item in types.each(list) do out[i], n = item, i end
  return out, n
end

local names = { ["\n"] = "\\n", ["\t"] = "\\t", ['"'] = '\\"', ["\\"] = "\\\\" }
local quotes = { quote = "'", quasiquote = "`", unquote = ",", ["unquote-splicing"] = ",@" }

function types.show(value, display)
  local kind = type(value)
  if kind == "string" then
    return display and value or '"' .. value:gsub('[\n\t"\\]', names) .. '"'
  elseif kind == "boolean" then
    return value and "#t" or "#f"
  elseif kind == "function" then
    return "#<primitive>"
  elseif types.is_pair(value) then
    local abbreviation = types.is(value[1], Symbol) and quotes[value[1].name]
    if abbreviation and types.is_pair(value[2]) and value[2][2] == types.null then
      return abbreviation .. types.show(value[2][1], display)
    end
    local out = {}
    while types.is_pair(value) do
      out[#out + 1] = types.show(value[1], display)
      value = value[2]
    end
    if value ~= types.null then
      out[#out + 1] = "."
      out[#out + 1] = types.show(value, display)
    end
    return "(" .. table.concat(out, " ") .. ")"
  end
  return tostring(value)
end

return types
