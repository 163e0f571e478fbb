-- Shows dotted module names, init files and modules requiring one another.
local a = require "pkg.a"
local pkg = require "pkg"
print(a.name, a.b.name, pkg.version, pkg.a == a)
print(require("pkg.sub.deep")("x"))
for _, n in ipairs {"pkg", "pkg.a", "pkg.b", "pkg.sub.deep"} do print(n, type(package.loaded[n])) end
