-- Layers of settings: defaults below, then files, then the environment.

local reader = require("reader")
local schema = require("schema")

---@class Config
---@field values table<string, Section>
---@field origin table<string, string> where a value comes from, by `section.key`
---@field problems string[]
local Config = {}
Config.__index = Config

---@return Config
function Config.new()
  local self = setmetatable({}, Config)
  self.values = {}
  self.origin = {}
  self.problems = {}
  for section, rules in pairs(schema.RULES) do
    self.values[section] = {}
    for key, rule in pairs(rules) do
      if rule.default ~= nil then
        self:set(section, key, rule.default, "default")
      end
    end
  end
  return self
end

---@param section string
---@param key string
---@param value Value
---@param origin string
function Config:set(section, key, value, origin)
  local name = section .. "." .. key
  local rules = schema.RULES[section]
  local rule = rules and rules[key]
  if not rule then
    self:complain(name, "is no setting", origin)
    return
  end
  local problem = schema.problem(rule, value)
  if problem then
    self:complain(name, problem, origin)
    return
  end
  self.values[section][key] = value
  self.origin[name] = origin
end

---@param name string
---@param problem string
---@param origin string
function Config:complain(name, problem, origin)
  self.problems[#self.problems + 1] = name .. " " .. problem .. " (" .. origin .. ")"
end

--- Adds a text in INI form on top.
---@param text string
---@param name string
---@return Config
function Config:load(text, name)
  local sections, problem = reader.read(text, name)
  if not sections then
    self.problems[#self.problems + 1] = problem
    return self
  end
  for section, values in pairs(sections) do
    for key, value in pairs(values) do
      self:set(section, key, value, name)
    end
  end
  return self
end

--- Adds variables such as `APP_SERVER_PORT` on top.
---@param environment table<string, string>
---@param prefix string
---@return Config
function Config:load_environment(environment, prefix)
  for variable, text in pairs(environment) do
    local section, key = variable:match("^" .. prefix .. "_(%u+)_([%u_]+)$")
    if section then
      local value = tonumber(text) or text
      if text == "true" or text == "false" then
        value = text == "true"
      end
      self:set(section:lower(), key:lower(), value, "$" .. variable)
    end
  end
  return self
end

--- Replaces `${section.key}` in texts by other settings.
---@return Config
function Config:expand()
  for section, values in pairs(self.values) do
    for key, value in pairs(values) do
      if type(value) == "string" then
        values[key] = value:gsub("%${([%w_]+)%.([%w_]+)}", function(other, name)
          local found = self.values[other] and self.values[other][name]
          if found == nil then
            self:complain(section .. "." .. key, "refers to unknown " .. other .. "." .. name, "expansion")
            return nil
          end
          return tostring(found)
        end)
      end
    end
  end
  return self
end

--- A setting, as `config:get("server.port")`.
---@param name string
---@return Value?
function Config:get(name)
  local section, key = name:match("^(.-)%.(.+)$")
  return self.values[section][key]
end

--- Notes settings that are missing; returns whether all is well.
---@return boolean
function Config:check()
  for section, rules in pairs(schema.RULES) do
    for key, rule in pairs(rules) do
      if rule.required and self.values[section][key] == nil then
        self:complain(section .. "." .. key, "is required", "nowhere")
      end
    end
  end
  table.sort(self.problems)
  return #self.problems == 0
end

return Config
