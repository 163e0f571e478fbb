-- Shows changing package.path, package.loaded entries removed and replaced.
package.path = "./modules/?.luax;" .. package.path
local m = require "custom"
print(m.n, select(2, require "custom"))
m.n = 5
package.loaded.custom = nil
print(require("custom").n, require("custom") ~= m)
package.loaded.custom = "replaced"
print(require "custom")
package.loaded["fake.module"] = {fake = true}
print(require("fake.module").fake)
print(package.loaded._G == _G, package.loaded.string == string, require "string" == string, require("math") == math, require "_G" == _G)
print(package.loaded.package == package, package.loaded.coroutine == coroutine)
package.cpath = "./?.so"
package.path = 5
print(pcall(require, "other"))
package.path = nil
print(pcall(require, "other"))
package.loaded.string = false
print(pcall(require, "string") == false, ("x"):rep(2))
