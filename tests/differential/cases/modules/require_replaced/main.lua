-- Shows a replaced require and hot reloading of a module.
local real = require
local names = {}
function require(name) names[#names + 1] = name return real(name) end
local c = require "config"
print(c.get(), c.set("new"), c.get())
package.loaded.config = nil
local c2 = require "config"
print(c2.get(), c.get(), c == c2, table.concat(names, ","))
