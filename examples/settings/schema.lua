-- Says which settings there are, and checks values.

---@class Rule
---@field type string `string`, `integer`, `number`, `boolean` or `list`
---@field default Value?
---@field required boolean?
---@field min number?
---@field max number?
---@field one_of string[]?

local schema = {}

---@type table<string, table<string, Rule>>
schema.RULES = {
  main = {
    name = { type = "string", required = true },
    debug = { type = "boolean", default = false },
  },
  server = {
    host = { type = "string", default = "127.0.0.1" },
    port = { type = "integer", default = 8080, min = 1, max = 65535 },
    timeout = { type = "number", default = 30, min = 0 },
    tags = { type = "list", default = {} },
  },
  database = {
    driver = { type = "string", default = "sqlite", one_of = { "sqlite", "postgresql", "mysql" } },
    url = { type = "string", required = true },
    pool = { type = "integer", default = 4, min = 1, max = 64 },
  },
}

---@param value Value
---@return string
local function type_of(value)
  if type(value) == "table" then
    return "list"
  end
  return math.type(value) or type(value)
end

---@param list string[]
---@param wanted Value
---@return boolean
local function contains(list, wanted)
  for _, item in ipairs(list) do
    if item == wanted then
      return true
    end
  end
  return false
end

--- Why a value breaks a rule, or nil.
---@param rule Rule
---@param value Value
---@return string?
function schema.problem(rule, value)
  local found = type_of(value)
  if found == "float" or found == "integer" and rule.type == "number" then
    found = "number"
  end
  if found ~= rule.type then
    return "must be of type " .. rule.type .. ", not " .. found
  end
  if rule.min and value < rule.min then
    return "must be at least " .. rule.min
  elseif rule.max and value > rule.max then
    return "must be at most " .. rule.max
  elseif rule.one_of and not contains(rule.one_of, value) then
    return "must be one of " .. table.concat(rule.one_of, ", ")
  end
  return nil
end

return schema
