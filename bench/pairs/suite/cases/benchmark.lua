-- What all cases have in common.

local Object = require("class")

local Benchmark = Object:extend("Benchmark")

function Benchmark:benchmark()
    error(self.class_name .. " has no benchmark")
end

function Benchmark:verify(result)
    return result == self.expected
end

return Benchmark
