-- A planner of one-way constraints in the style of DeltaBlue: strengths, chains of equalities, projections, removal.

local Variable = {}
Variable.__index = Variable

function Variable.new(name, value)
    return setmetatable({
        name = name, value = value, constraints = {}, determined_by = nil, mark = 0, strength = 6, stay = true,
    }, Variable)
end

local REQUIRED, STRONG, NORMAL, WEAK, WEAKEST = 1, 2, 4, 5, 6

local planner

local Constraint = {}
Constraint.__index = Constraint

function Constraint:extend()
    local class = setmetatable({}, { __index = self })
    class.__index = class
    class.super = self
    return class
end

function Constraint:init(strength)
    self.strength = strength
end

function Constraint:is_input() return false end

function Constraint:add()
    for _, variable in ipairs(self:variables()) do
        table.insert(variable.constraints, self)
    end
    self:unmark()
    planner:add(self)
end

function Constraint:destroy()
    if self:is_satisfied() then
        planner:remove(self)
    else
        self:detach()
    end
end

function Constraint:detach()
    for _, variable in ipairs(self:variables()) do
        for i, each in ipairs(variable.constraints) do
            if each == self then
                table.remove(variable.constraints, i)
                break
            end
        end
    end
    self:unmark()
end

function Constraint:inputs_known(mark)
    for _, input in ipairs(self:inputs()) do
        if not (input.mark == mark or input.stay or input.determined_by == nil) then
            return false
        end
    end
    return true
end

function Constraint:satisfy(mark)
    self:choose(mark)
    if not self:is_satisfied() then
        if self.strength == REQUIRED then
            error("a required constraint cannot be satisfied")
        end
        return nil
    end
    for _, input in ipairs(self:inputs()) do
        input.mark = mark
    end
    local output = self:output()
    local overridden = output.determined_by
    if overridden then
        overridden:unmark()
    end
    output.determined_by = self
    if not planner:propagate(self, mark) then
        error("a cycle of constraints")
    end
    output.mark = mark
    return overridden
end

-- Constraints on one variable
local Unary = Constraint:extend()

function Unary:init(variable, strength)
    Constraint.init(self, strength)
    self.target = variable
    self.satisfied = false
    self:add()
end

function Unary:variables() return { self.target } end
function Unary:inputs() return {} end
function Unary:output() return self.target end
function Unary:is_satisfied() return self.satisfied end
function Unary:unmark() self.satisfied = false end

function Unary:choose(mark)
    self.satisfied = self.target.mark ~= mark and self.strength < self.target.strength
end

function Unary:recalculate()
    self.target.strength = self.strength
    self.target.stay = not self:is_input()
    if self.target.stay then self:execute() end
end

function Unary:execute() end

local Stay = Unary:extend()

local Edit = Unary:extend()
function Edit:is_input() return true end

local function create(class, ...)
    local self = setmetatable({}, class)
    self:init(...)
    return self
end

-- Constraints between two variables, in either direction
local Binary = Constraint:extend()

function Binary:init(a, b, strength)
    Constraint.init(self, strength)
    self.a = a
    self.b = b
    self.direction = nil
    self:add()
end

function Binary:variables() return { self.a, self.b } end
function Binary:input() return self.direction == "forward" and self.a or self.b end
function Binary:output() return self.direction == "forward" and self.b or self.a end
function Binary:inputs() return { self:input() } end
function Binary:is_satisfied() return self.direction ~= nil end
function Binary:unmark() self.direction = nil end

function Binary:choose(mark)
    local a, b = self.a, self.b
    if a.mark == mark then
        self.direction = (b.mark ~= mark and self.strength < b.strength) and "forward" or nil
    elseif b.mark == mark then
        self.direction = self.strength < a.strength and "backward" or nil
    elseif a.strength > b.strength then
        self.direction = self.strength < a.strength and "backward" or nil
    else
        self.direction = self.strength < b.strength and "forward" or nil
    end
end

function Binary:recalculate()
    local input, output = self:input(), self:output()
    output.strength = math.max(self.strength, input.strength)
    output.stay = input.stay
    if output.stay then self:execute() end
end

local Equal = Binary:extend()

function Equal:execute()
    self:output().value = self:input().value
end

local Scale = Binary:extend()

function Scale:init(a, scale, offset, b, strength)
    self.scale = scale
    self.offset = offset
    Binary.init(self, a, b, strength)
end

function Scale:variables() return { self.a, self.b, self.scale, self.offset } end

function Scale:inputs() return { self:input(), self.scale, self.offset } end

function Scale:execute()
    if self.direction == "forward" then
        self.b.value = self.a.value * self.scale.value + self.offset.value
    else
        self.a.value = (self.b.value - self.offset.value) // self.scale.value
    end
end

function Scale:recalculate()
    local input, output = self:input(), self:output()
    output.strength = math.max(self.strength, input.strength)
    output.stay = input.stay and self.scale.stay and self.offset.stay
    if output.stay then self:execute() end
end

local Planner = {}
Planner.__index = Planner

function Planner.new()
    return setmetatable({ mark = 0, executed = 0 }, Planner)
end

function Planner:next_mark()
    self.mark = self.mark + 1
    return self.mark
end

function Planner:add(constraint)
    local mark = self:next_mark()
    local overridden = constraint:satisfy(mark)
    while overridden do
        overridden = overridden:satisfy(mark)
    end
end

local function consumers(variable, into)
    for _, each in ipairs(variable.constraints) do
        if each ~= variable.determined_by and each:is_satisfied() then
            into[#into + 1] = each
        end
    end
end

function Planner:remove(constraint)
    local output = constraint:output()
    constraint:unmark()
    constraint:detach()
    output.determined_by = nil
    output.strength = WEAKEST
    output.stay = true
    local unsatisfied, todo = {}, { output }
    while #todo > 0 do
        local variable = table.remove(todo)
        for _, each in ipairs(variable.constraints) do
            if not each:is_satisfied() then unsatisfied[#unsatisfied + 1] = each end
        end
        local following = {}
        consumers(variable, following)
        for _, each in ipairs(following) do
            each:recalculate()
            todo[#todo + 1] = each:output()
        end
    end
    for strength = REQUIRED, WEAKEST do
        for _, each in ipairs(unsatisfied) do
            if each.strength == strength then self:add(each) end
        end
    end
end

function Planner:propagate(constraint, mark)
    local todo = { constraint }
    while #todo > 0 do
        local each = table.remove(todo)
        if each:output().mark == mark then
            return false
        end
        each:recalculate()
        consumers(each:output(), todo)
    end
    return true
end

function Planner:plan(sources)
    local mark = self:next_mark()
    local plan, todo = {}, sources
    while #todo > 0 do
        local each = table.remove(todo)
        if each:output().mark ~= mark and each:inputs_known(mark) then
            plan[#plan + 1] = each
            each:output().mark = mark
            consumers(each:output(), todo)
        end
    end
    return plan
end

function Planner:execute(plan)
    for _, constraint in ipairs(plan) do
        constraint:execute()
    end
    self.executed = self.executed + #plan
end

function Planner:change(variable, value)
    local edit = create(Edit, variable, STRONG)
    local plan = self:plan({ edit })
    for _ = 1, 10 do
        variable.value = value
        self:execute(plan)
    end
    edit:destroy()
end

local function chain(length)
    planner = Planner.new()
    local first = Variable.new("v0", 0)
    local last = first
    for i = 1, length do
        local following = Variable.new("v" .. i, 0)
        create(Equal, last, following, REQUIRED)
        last = following
    end
    create(Stay, last, NORMAL)
    local edit = create(Edit, first, STRONG)
    local plan = planner:plan({ edit })
    local sum = 0
    for value = 1, 20 do
        first.value = value
        planner:execute(plan)
        sum = sum + last.value
    end
    edit:destroy()
    return sum, planner.executed
end

local function projection(count)
    planner = Planner.new()
    local scale, offset = Variable.new("scale", 10), Variable.new("offset", 1000)
    local sources, targets = {}, {}
    for i = 1, count do
        local source, target = Variable.new("source", i), Variable.new("target", i)
        sources[i], targets[i] = source, target
        create(Stay, source, NORMAL)
        create(Scale, source, scale, offset, target, REQUIRED)
    end
    planner:change(sources[1], 17)
    local first = targets[1].value
    planner:change(targets[2], 1050)
    local second = sources[2].value
    planner:change(scale, 5)
    planner:change(offset, 2000)
    local sum = 0
    for _, target in ipairs(targets) do
        sum = sum + target.value
    end
    return first, second, sum, planner.executed
end

local n = tonumber(arg and arg[1]) or 10000
print("chain", chain(n))
print("projection", projection(n))
