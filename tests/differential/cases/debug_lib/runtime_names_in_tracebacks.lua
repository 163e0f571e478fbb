-- Modules that are functions have their names in tracebacks, and levels without lines show none.
package.loaded.runner = function() error("boom") end
print(select(2, xpcall(package.loaded.runner, debug.traceback)))
package.loaded.tools = { mend = function() error("no") end }
print(select(2, xpcall(package.loaded.tools.mend, debug.traceback)))

local stripped = load(string.dump(load("error('x')"), true))
print(select(2, xpcall(stripped, debug.traceback)))
