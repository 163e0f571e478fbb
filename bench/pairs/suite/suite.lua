-- A harness: loads benchmarks by computed names, runs each some times and verifies its result.

local Object = require("class")

local Runner = Object:extend("Runner")

function Runner:init(name, iterations)
    self.name = name
    self.iterations = iterations
    self.results = {}
end

function Runner:load()
    local Case = require("cases." .. self.name)
    self.case = Case()
end

function Runner:run()
    for i = 1, self.iterations do
        local result = self.case:benchmark()
        if not self.case:verify(result) then
            error(self.name .. ": wrong result " .. tostring(result) .. " in iteration " .. i)
        end
        self.results[i] = result
    end
end

function Runner:report()
    return self.name .. ": " .. tostring(self.results[self.iterations]) .. " in " .. #self.results .. " iterations"
end

local iterations = tonumber(arg[1]) or 12
local names = {}
for name in ("bounce towers storage lists collisions"):gmatch("%a+") do
    names[#names + 1] = name
end
for _, name in ipairs(names) do
    local runner = Runner(name, iterations)
    runner:load()
    runner:run()
    print(runner:report())
end
