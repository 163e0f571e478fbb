local inner = require "inner"
local value = inner.default
return {get = function() return value end, set = function(v) local old = value value = v return old end}
