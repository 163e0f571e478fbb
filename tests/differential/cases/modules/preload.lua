-- Shows package.preload: loaders called with the name and ":preload:", results stored.
package.preload["virtual"] = function(...) print("loading", ...) return {v = 1} end
package.preload["no.result"] = function(name) print("no result", name) end
print(require("virtual").v, require("virtual") == package.loaded.virtual)
print(select(2, require "virtual"))
print(require "no.result")
package.loaded.virtual = nil
print(require("virtual").v)
package.preload.bad = function() error("preload failed") end
print(pcall(require, "bad"))
package.path, package.cpath = "./?.lua", "./?.so"
package.preload.weird = "not a function"
print(pcall(require, "weird"))
