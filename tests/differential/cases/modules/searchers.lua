-- Shows package.searchers: custom searchers, their messages, order and extra values.
print(#package.searchers, type(package.searchers[1]))
package.path, package.cpath = "./?.nothing", "./?.nothing"
table.insert(package.searchers, 2, function(name)
  if name:match "^gen%." then return function(...) return {args = {...}} end, "extra data" end
  return "\n\tno generated module '" .. name .. "'"
end)
local m, extra = require "gen.x"
print(m.args[1], m.args[2], extra)
print(pcall(require, "other"))
package.searchers[#package.searchers + 1] = function(name) return nil end
print(pcall(require, "other"))
package.searchers[1] = function() return 5 end
print(pcall(require, "another"))
local saved = package.searchers
package.searchers = nil
print(pcall(require, "x"))
package.searchers = {}
print(pcall(require, "x"))
package.searchers = saved
package.searchers[2] = function() error("searcher failed", 0) end
print(pcall(require, "y"))
