-- Shows the message when a module is not found, and that it can be caught.
package.path = "./?.lua;./?/init.lua"
package.cpath = "./?.so"
print(pcall(require, "no.such.module"))
local ok, e = pcall(function() local m = require("also missing") end)
print(ok) print(e)
print(pcall(require)) print(pcall(require, {})) print(pcall(require, 5))
