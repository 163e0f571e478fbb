-- Prints the payroll of a small company.

local people = require("employee")
local Money = require("money")

local YEAR = 2024

local ada = people.Engineer.new("Ada", 2015, 82000, { "Lua", "C", "Python" })
local edsger = people.Engineer.new("Edsger", 2021, 74000, { "ALGOL" })
local grace = people.Manager.new("Grace", 2010, 96000)
local john = people.Manager.new("John", 2008, 130000)
local kim = people.Contractor.new("Kim", 2023, 85, 1200)
local lee = people.Employee.new("Lee", 2019, 51000)

grace:lead(ada, edsger, kim)
john:lead(grace, lee)

local staff = { ada, edsger, grace, john, kim, lee }
table.sort(staff, function(a, b)
  return a < b
end)

---@param list Employee[]
---@return Money
local function payroll(list)
  local total = Money(0)
  for _, employee in ipairs(list) do
    local cost = Money(employee:cost(YEAR))
    print(("%-22s %2d years  %16s"):format(tostring(employee), employee:seniority(YEAR), tostring(cost)))
    total = total + cost
  end
  return total
end

local before = payroll(staff)
print("total", before)

edsger:raise(5)
lee:raise(2.5)
local after = payroll({ edsger, lee })
print("total of two", after, after < before, after <= after, before == Money(1))
print("difference", after - before, (before - after) * 0.5)
print("headcount", john:headcount(), grace:headcount())

local ok, message = pcall(lee.raise, lee, -1)
print(ok, message)
ok, message = pcall(function()
  return Money(1) + Money(1, "USD")
end)
print(ok, (message:gsub("^.-:%d+: ", "")))

for _, person in ipairs(staff) do
  if rawget(person, "languages") then
    print(person.name .. " knows " .. table.concat(person.languages, ", "))
  end
end
