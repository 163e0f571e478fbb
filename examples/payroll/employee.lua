-- The people on the payroll: a base class and three kinds of employees.

---@class Employee
---@field name string
---@field started integer the year
---@field salary number a year
local Employee = {}
Employee.__index = Employee

--- Hires somebody.
---@param name string
---@param started integer
---@param salary number
---@return Employee
function Employee.new(name, started, salary)
  local self = setmetatable({}, Employee)
  self:init(name, started, salary)
  return self
end

---@param name string
---@param started integer
---@param salary number
function Employee:init(name, started, salary)
  self.name = name
  self.started = started
  self.salary = salary
end

---@return string
function Employee:title()
  return "Employee"
end

--- Full years in the company.
---@param year integer
---@return integer
function Employee:seniority(year)
  return math.max(0, year - self.started)
end

--- What is paid on top: one percent of the salary a year of seniority, at most ten.
---@param year integer
---@return number
function Employee:bonus(year)
  return self.salary * math.min(self:seniority(year), 10) / 100
end

---@param percent number
function Employee:raise(percent)
  if percent <= 0 then
    error("a raise must be positive", 2)
  end
  self.salary = self.salary * (1 + percent / 100)
end

--- Salary and bonus.
---@param year integer
---@return number
function Employee:cost(year)
  return self.salary + self:bonus(year)
end

---@param other Employee
---@return boolean
function Employee:__lt(other)
  return self.name < other.name
end

---@return string
function Employee:__tostring()
  return self:title() .. " " .. self.name
end

---@class Engineer : Employee
---@field languages string[]
local Engineer = setmetatable({}, { __index = Employee })
Engineer.__index = Engineer
Engineer.__lt = Employee.__lt
Engineer.__tostring = Employee.__tostring

---@param name string
---@param started integer
---@param salary number
---@param languages string[]?
---@return Engineer
function Engineer.new(name, started, salary, languages)
  local self = setmetatable({}, Engineer)
  Employee.init(self, name, started, salary)
  self.languages = languages or {}
  return self
end

---@return string
function Engineer:title()
  return #self.languages > 2 and "Senior engineer" or "Engineer"
end

--- Engineers get 500 for each language, too.
---@param year integer
---@return number
function Engineer:bonus(year)
  return Employee.bonus(self, year) + 500 * #self.languages
end

---@class Manager : Employee
---@field reports Employee[]
local Manager = setmetatable({}, { __index = Employee })
Manager.__index = Manager
Manager.__lt = Employee.__lt
Manager.__tostring = Employee.__tostring

---@param name string
---@param started integer
---@param salary number
---@return Manager
function Manager.new(name, started, salary)
  local self = setmetatable({}, Manager)
  Employee.init(self, name, started, salary)
  self.reports = {}
  return self
end

function Manager:title()
  return "Manager"
end

--- Puts people into the manager's team; returns the manager, for chains.
---@param ... Employee
---@return Manager
function Manager:lead(...)
  for _, employee in ipairs({ ... }) do
    table.insert(self.reports, employee)
  end
  return self
end

--- Everybody below, in any depth.
---@return integer
function Manager:headcount()
  local count = 0
  for _, employee in ipairs(self.reports) do
    count = count + 1
    if getmetatable(employee) == Manager then
      count = count + employee:headcount()
    end
  end
  return count
end

---@param year integer
---@return number
function Manager:bonus(year)
  return Employee.bonus(self, year) + 250 * self:headcount()
end

---@class Contractor : Employee
---@field rate number an hour
---@field hours number a year
local Contractor = setmetatable({}, { __index = Employee })
Contractor.__index = Contractor
Contractor.__lt = Employee.__lt
Contractor.__tostring = Employee.__tostring

---@param name string
---@param started integer
---@param rate number
---@param hours number
---@return Contractor
function Contractor.new(name, started, rate, hours)
  local self = setmetatable({}, Contractor)
  Employee.init(self, name, started, 0)
  self.rate = rate
  self.hours = hours
  return self
end

function Contractor:title()
  return "Contractor"
end

function Contractor:bonus()
  return 0
end

---@param year integer
---@return number
function Contractor:cost(year)
  return self.rate * self.hours
end

return {
  Employee = Employee,
  Engineer = Engineer,
  Manager = Manager,
  Contractor = Contractor,
}
