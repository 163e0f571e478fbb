--- A small xUnit: suites, fixtures, assertions, spies and reports.
local xunit = {}

-- Formatting values ----------------------------------------------------------------------------

local function sorted_keys(t)
  local keys = {}
  for key in next, t do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    local x, y = type(a), type(b)
    if x ~= y then return x < y end
    if x == "number" or x == "string" then return a < b end
    return tostring(a) < tostring(b)
  end)
  return keys
end

local function inspect(value, seen, depth)
  local kind = type(value)
  if kind == "string" then return (("%q"):format(value):gsub("\\\n", "\\n")) end
  if kind ~= "table" then
    return (kind == "number" or kind == "boolean" or kind == "nil") and tostring(value) or "<" .. kind .. ">"
  end
  local meta = getmetatable(value)
  if type(meta) == "table" and rawget(meta, "__tostring") then return tostring(value) end
  seen, depth = seen or {}, depth or 0
  if seen[value] then return "<cycle>" end
  if depth > 4 then return "{...}" end
  seen[value] = true
  local out, n = {}, 0
  for i, item in ipairs(value) do out[i], n = inspect(item, seen, depth + 1), i end
  for _, key in ipairs(sorted_keys(value)) do
    if not (math.type(key) == "integer" and key >= 1 and key <= n) then
      local name = type(key) == "string" and key:match("^[%a_][%w_]*$") or "[" .. inspect(key, seen, depth + 1) .. "]"
      out[#out + 1] = name .. " = " .. inspect(value[key], seen, depth + 1)
    end
  end
  seen[value] = nil
  return "{" .. table.concat(out, ", ") .. "}"
end
xunit.inspect = inspect

-- Comparing -------------------------------------------------------------------------------------

local function deep_equal(a, b, seen)
  if rawequal(a, b) then return true end
  if type(a) ~= type(b) then return false, ("%s instead of %s"):format(type(b), type(a)) end
  if a ~= a and b ~= b then return true end
  if type(a) ~= "table" then return a == b, not (a == b) and inspect(b) .. " instead of " .. inspect(a) or nil end
  local meta = getmetatable(a)
  if type(meta) == "table" and meta.__eq and meta == getmetatable(b) then return a == b, "different by __eq" end
  seen = seen or {}
  if seen[a] == b then return true end
  seen[a] = b
  for _, key in ipairs(sorted_keys(a)) do
    local ok, why = deep_equal(a[key], b[key], seen)
    if not ok then return false, ("at %s: %s"):format(inspect(key), why) end
  end
  for _, key in ipairs(sorted_keys(b)) do
    if a[key] == nil then return false, ("at %s: surplus %s"):format(inspect(key), inspect(b[key])) end
  end
  return true
end

-- Failures ----------------------------------------------------------------------------------------

local Failure = { __name = "xunit.Failure" }
Failure.__tostring = function(self) return self.position .. self.message end

local function fail(level, message, ...)
  local info = debug.getinfo(level + 1, "Sl")
  local position = info and info.currentline > 0 and ("%s:%d: "):format(info.short_src, info.currentline) or ""
  if select("#", ...) > 0 then message = message:format(...) end
  error(setmetatable({ position = position, message = message }, Failure), 0)
end

local assertions = {}

local function assertion(name, f)
  assertions[name] = function(...)
    local ok, message = f(...)
    if not ok then
      local extra = select(debug.getinfo(f, "u").nparams + 1, ...)
      fail(2, "%s", (extra and extra .. ": " or "") .. message)
    end
    return ...
  end
end

assertion("equal", function(actual, expected)
  return actual == expected, ("expected %s, got %s"):format(inspect(expected), inspect(actual))
end)
assertion("same", function(actual, expected)
  local ok, why = deep_equal(expected, actual)
  return ok, why and ("tables differ %s"):format(why)
end)
assertion("different", function(actual, other)
  return actual ~= other, ("%s should be different"):format(inspect(actual))
end)
assertion("truthy", function(value) return value, "a true value expected, got " .. inspect(value) end)
assertion("falsy", function(value) return not value, "a false value expected, got " .. inspect(value) end)
assertion("near", function(actual, expected, tolerance)
  return math.abs(actual - expected) <= tolerance,
    ("%.6g is not within %g of %.6g"):format(actual, tolerance, expected)
end)
assertion("matches", function(text, pattern)
  return text:find(pattern), ("%s does not match %q"):format(inspect(text), pattern)
end)
assertion("type", function(value, kind)
  return (math.type(value) or type(value)) == kind or type(value) == kind,
    ("%s expected, got %s"):format(kind, math.type(value) or type(value))
end)
assertion("raises", function(f, pattern)
  local ok, problem = pcall(f)
  if ok then return false, "an error expected" end
  local text = tostring(problem)
  return not pattern or text:find(pattern), ("error %q does not match %q"):format(text, tostring(pattern))
end)

-- assert_not: every assertion turned round, by way of __index
local negated = setmetatable({}, {
  __index = function(self, name)
    local positive = assertions[name]
    if not positive then error("unknown assertion '" .. name .. "'", 2) end
    local function negative(...)
      local ok, problem = pcall(positive, ...)
      if not ok and getmetatable(problem) == Failure then return ... end
      if not ok then error(problem, 0) end
      fail(2, "'%s' should not hold for %s", name, inspect((...)))
    end
    rawset(self, name, negative)
    return negative
  end,
})

xunit.assert = setmetatable(assertions, {
  __call = function(_, condition, message, ...)
    if not condition then fail(2, message or "assertion failed") end
    return condition, message, ...
  end,
  __index = function(_, name)
    if name == "is_not" then return negated end
    error("unknown assertion '" .. tostring(name) .. "'", 2)
  end,
})

-- Spies --------------------------------------------------------------------------------------------

local Spy = {}
Spy.__index = Spy
function Spy:__call(...)
  local call = table.pack(...)
  self.calls[#self.calls + 1] = call
  local behaviour = self.behaviours[#self.calls] or self.behaviours.default
  if behaviour then return behaviour(...) end
end
function Spy:returns(...)
  local values = table.pack(...)
  self.behaviours.default = function() return table.unpack(values, 1, values.n) end
  return self
end
function Spy:once(index, f)
  self.behaviours[index] = f
  return self
end
function Spy:raises(problem)
  self.behaviours.default = function() error(problem, 0) end
  return self
end
function Spy:called_with(...)
  local wanted = table.pack(...)
  for _, call in ipairs(self.calls) do
    if deep_equal(wanted, call) then return true end
  end
  return false
end
function Spy:count() return #self.calls end
function Spy:__tostring() return ("spy '%s' (%d calls)"):format(self.name, #self.calls) end

function xunit.spy(f, name)
  return setmetatable({ calls = {}, behaviours = { default = f }, name = name or "?" }, Spy)
end

--- Replaces t[name] by a spy; the result is to be closed.
function xunit.stub(t, name, f)
  local original = rawget(t, name)
  local spy = xunit.spy(f or t[name], name)
  t[name] = spy
  return setmetatable({ spy = spy }, {
    __index = spy,
    __close = function() t[name] = original end,
  })
end

-- Suites ---------------------------------------------------------------------------------------------

local Suite = {}
Suite.__index = Suite

function xunit.suite(name)
  return setmetatable({ name = name, tests = {}, order = {}, nested = {} }, {
    __index = Suite,
    __newindex = function(self, key, value)
      if type(value) == "function" and key:find("^test") then
        self.order[#self.order + 1] = key
        self.tests[key] = value
      else
        rawset(self, key, value)
      end
    end,
  })
end

function Suite:parametrise(name, cases, f)
  for index, case in ipairs(cases) do
    self[("test_%s[%d]"):format(name, index)] = function(fixture)
      return f(fixture, table.unpack(case, 1, case.n or #case))
    end
  end
end

local function handler(problem)
  if getmetatable(problem) == Failure then return problem end
  local lines = {}
  for file, line in debug.traceback("", 2):gmatch("([%w_]+%.lua):(%d+):") do
    if file ~= "xunit.lua" then lines[#lines + 1] = file .. ":" .. line end
  end
  return { message = type(problem) == "string" and problem or inspect(problem), trace = lines }
end

function Suite:run(results)
  results = results or { passed = 0, failed = 0, errors = 0, lines = {} }
  local function say(...) results.lines[#results.lines + 1] = string.format(...) end
  say("%s", self.name)
  if self.setup_all then self:setup_all() end
  for _, name in ipairs(self.order) do
    local fixture = setmetatable({}, { __index = self })
    local ok, problem = xpcall(function()
      if self.setup then self.setup(fixture) end
      local _ <close> = setmetatable({}, { __close = function()
        if self.teardown then self.teardown(fixture) end
      end })
      return self.tests[name](fixture)
    end, handler)
    if ok then
      results.passed = results.passed + 1
      say("  ok   %s", name)
    elseif getmetatable(problem) == Failure then
      results.failed = results.failed + 1
      say("  FAIL %s\n         %s", name, tostring(problem))
    else
      results.errors = results.errors + 1
      say("  ERR  %s\n         %s", name, problem.message)
      if #problem.trace > 0 then say("         at %s", table.concat(problem.trace, " < ")) end
    end
  end
  if self.teardown_all then self:teardown_all() end
  for _, nested in ipairs(self.nested) do nested:run(results) end
  return results
end

function xunit.report(results, write)
  for _, line in ipairs(results.lines) do write(line, "\n") end
  write(("%d passed, %d failed, %d errors"):format(results.passed, results.failed, results.errors), "\n")
  return results.failed + results.errors == 0
end

return xunit
