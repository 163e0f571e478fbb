-- What is built with it: a calculator, JSON, CSV, and names with balanced brackets.
local peg = require("peg")
local P, R, S, V, C, Cc, Ct, Cg, Cf, Cp, Cv = peg.P, peg.R, peg.S, peg.V, peg.C, peg.Cc, peg.Ct, peg.Cg, peg.Cf, peg.Cp, peg.Cv

local grammars = {}

local space = S " \t\r\n" ^ 0
local function token(p) return P(p) * space end

-- Calculator --------------------------------------------------------------------------------------
local digits = R "09" ^ 1
local number = C(digits * (P "." * digits) ^ -1 * (S "eE" * S "+-" ^ -1 * digits) ^ -1) / tonumber * space
local name = C((R("az", "AZ") + "_") * (R("az", "AZ", "09") + "_") ^ 0) * space

local operations = {
  ["+"] = function(a, b) return a + b end, ["-"] = function(a, b) return a - b end,
  ["*"] = function(a, b) return a * b end, ["/"] = function(a, b) return a / b end,
  ["%"] = function(a, b) return a % b end, ["//"] = function(a, b) return a // b end,
}
local function operate(a, operator, b)
  local f = operations[operator]
  return f(a, b)
end

local variables = setmetatable({ pi = 3.25 }, {
  __index = function(_, key) error("unknown name '" .. key .. "'", 0) end,
})
local functions = { max = math.max, min = math.min, abs = math.abs, sum = function(...)
  local total = 0
  for _, value in ipairs { ... } do total = total + value end
  return total
end }

local function failure(message)
  return peg.Cmt(Cp(), function(subject, _, at)
    local near = at > #subject and "end of input" or "'" .. subject:sub(at, at) .. "'"
    error({ message = ("%s at position %d near %s"):format(message, at, near) }, 0)
  end)
end

grammars.calculator = space * P {
  "statement",
  statement = V "assignment" + V "sum" * (-P(1) + failure("operator expected")),
  assignment = name * token "=" * V "sum" * -P(1) / function(key, value)
    variables[key] = value
    return value
  end,
  sum = Cf(V "product" * Cv(token(C(S "+-")) * V "product") ^ 0, operate),
  product = Cf(V "power" * Cv(token(C(P "//" + S "*/%")) * V "power") ^ 0, operate),
  power = V "unary" * (token "^" * V "power") ^ -1 / function(a, b) return b and a ^ b or a end,
  unary = token "-" * V "unary" / function(a) return -a end + V "primary",
  primary = number
    + token "(" * V "sum" * (token ")" + failure("')' expected"))
    + V "call"
    + name / function(key) return variables[key] end
    + failure("expression expected"),
  call = name * token "(" * (#P ")" + V "sum" * (token "," * V "sum") ^ 0) * token ")" / function(f, ...)
    if not functions[f] then error("unknown function '" .. f .. "'", 0) end
    return functions[f](...)
  end,
}

-- JSON -------------------------------------------------------------------------------------------------
local null = setmetatable({}, { __tostring = function() return "null" end })
local escapes = { ["\\n"] = "\n", ["\\t"] = "\t", ['\\"'] = '"', ["\\\\"] = "\\" }
local text = P '"' * Ct((C((1 - S '"\\') ^ 1) + P "\\u" * C(R("09", "af", "AF") ^ 4) / function(hex)
  return utf8.char(tonumber(hex, 16))
end + C(P "\\" * 1) / function(e) return escapes[e] or e:sub(2) end) ^ 0) * P '"' / table.concat * space

grammars.json = space * P {
  "value",
  value = V "object" + V "array" + text + (P "-" ^ -1 * digits * (P "." * digits) ^ -1) / tonumber * space
    + token "true" * Cc(true) + token "false" * Cc(false) + token "null" * Cc(null),
  array = token "[" * Ct((V "value" * (token "," * V "value") ^ 0) ^ -1) * token "]",
  object = token "{" * Cf(Cc(false) / function() return {} end * (V "pair" * (token "," * V "pair") ^ 0) ^ -1, function(t, key, value)
    t[key] = value
    return t
  end) * token "}",
  pair = Cv(text * token ":" * V "value"),
} * -P(1)
grammars.null = null

-- CSV ----------------------------------------------------------------------------------------------------
local quoted = P '"' * peg.Cs(((P(1) - '"') + peg.Cr('""', '"')) ^ 0) * '"'
local field = quoted + C((1 - S ',\n"') ^ 0)
grammars.csv = Ct((Ct(field * ("," * field) ^ 0) * (P "\n" + -P(1)) - -P(1)) ^ 0) * -P(1)

-- Balanced brackets, key=value pairs, split ---------------------------------------------------------------
grammars.balanced = P { "(" * ((1 - S "()") + V(1)) ^ 0 * ")" }

local key = C(R("az", "AZ") ^ 1) * space
local value = C(R("az", "09") ^ 1) * space
grammars.pairs = Ct((Cg(key * token "=" * value / function(k, v) return { k, v } end) * token(S ",;") ^ -1) ^ 0) * -P(1)
grammars.date = Ct(Cg(C(R "09" ^ 4) / tonumber, "year") * "-" * Cg(R "09" * R "09", "month") * "-" * Cg(C(R "09" * R "09"), "day")) * -P(1)

function grammars.split(separator)
  separator = P(separator)
  local element = C((1 - separator) ^ 0)
  return Ct(element * (separator * element) ^ 0)
end

function grammars.anywhere(p) return P { p + 1 * V(1) } end

return grammars
