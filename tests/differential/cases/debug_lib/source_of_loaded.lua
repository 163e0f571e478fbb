-- Shows source, short_src and lines of loaded chunks and functions in them.
local f = load("local function g()\n return 1\nend\nreturn g", "@virtual.lua")
local g = f()
local i = debug.getinfo(g, "S")
print(i.source, i.short_src, i.linedefined, i.lastlinedefined, i.what, debug.getinfo(f, "S").what, debug.getinfo(f, "S").linedefined)
for _, n in ipairs {"=name", "text", "two\nlines", "@" .. ("x"):rep(80), ("y"):rep(80), "=" .. ("z"):rep(80)} do
  print(debug.getinfo(load("return 1", n), "S").short_src)
end
print(debug.getinfo(load("return 1"), "S").source, debug.getinfo(load(function() end), "S").source, debug.getinfo(load(function() end), "S").short_src)
