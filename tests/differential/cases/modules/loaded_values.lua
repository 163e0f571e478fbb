-- Shows what require does with loaders of every kind, values in package.loaded, and broken search settings.
local function try(...) print(pcall(...)) end
package.preload.a = function(...) print("loading a", ...) return "value", "second" end
try(require, "a")
try(require, "a")
print(package.loaded.a)
package.preload.b = function() return nil end
try(require, "b")
print(package.loaded.b)
package.preload.c = function() return false end
try(require, "c")
print(package.loaded.c)
try(require, "c")
package.preload.d = function(name) package.loaded[name] = "set inside" end
try(require, "d")
package.preload.e = function(name) package.loaded[name] = "set" return "returned" end
try(require, "e")
package.preload.f = function() error("in loader", 0) end
try(require, "f")
print(package.loaded.f)
package.preload.f = function() error({}) end
print(type(select(2, pcall(require, "f"))))
package.preload.g = 5
try(require, "g")
package.preload.h = setmetatable({}, {__call = function(self, n, e) return n .. e end})
try(require, "h")
package.loaded.i = 0
try(require, "i")
package.loaded.j = false
print(select("#", pcall(require, "j")))
try(require)
try(require, {})
try(require, 5)
local path = package.path
package.path = nil
try(require, "zzz")
package.path = 5
try(require, "zzz")
package.path = ""
try(require, "zzz")
package.path = "./?.nothing;;x?y?;?"
try(require, "zz.z")
package.path = path
package.cpath = ""
local searchers = package.searchers
package.searchers = nil
try(require, "zzz")
package.searchers = {}
try(require, "zzz")
package.searchers = {function(n) return "\n\tmine: " .. n end, function() return nil end, function() end, function(n)
  return function(...) return table.concat({...}, "/") end, "extra" end}
try(require, "zzz")
package.searchers = {5}
try(require, "yyy")
package.searchers = {function() error("searcher fails", 0) end}
try(require, "yyy")
package.searchers = {function() return {} end}
try(require, "yyy")
package.searchers = {function() return 5 end}
try(require, "yyy")
package.searchers = searchers
try(package.searchpath, "a.b", "./?.x;?/y")
try(package.searchpath, "a.b", "?", "")
try(package.searchpath, "a-b", "?;?", "-", "+")
try(package.searchpath, "x", "")
try(package.searchpath)
try(package.searchpath, "x")
print(package.config)
print(#package.searchers, type(package.preload), package.loaded._G == _G, package.loaded.string == string,
  package.loaded.package == package)
try(package.loadlib)
print(require("string") == string, require("_G") == _G, select("#", require("math")), select(2, require("math")))
