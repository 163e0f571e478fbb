-- Shows requires inside functions, branches and loops, with computed names.
local loaded = {}
local function get(n) return require("plugin_" .. n) end
for _, n in ipairs {"a", "b", "a"} do loaded[#loaded + 1] = get(n).name end
print(table.concat(loaded, " "))
local ok, opt = pcall(require, "plugin_missing")
local impl = ok and opt or {name = "fallback"}
print(impl.name)
if package.loaded.plugin_c then print "never" else print(require("plugin_c")(1, 2)) end
local lazy = setmetatable({}, {__index = function(t, k) local m = require("plugin_" .. k) rawset(t, k, m) return m end})
print(lazy.a.name, rawget(lazy, "b"), lazy.b.name)
