-- Shows the facts of several functions that one local holds in turn.
local function foo(a, b) return debug.getinfo(1).linedefined, debug.getinfo(1).nparams end
print(foo())
function foo(a) error("x") end
print(pcall(foo))
print(xpcall(foo, debug.traceback))
local bar
if arg then function bar(x) return x.y end else function bar(x, y) return x + y end end
print(pcall(bar))
