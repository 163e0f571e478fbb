-- Shows getinfo fields of functions: source, lines, parameters, kind (manual 6.10).
local function f(a, b, ...) local x = a
  return x
end
local i = debug.getinfo(f)
print(i.source, i.short_src, i.what, i.linedefined, i.lastlinedefined, i.currentline, i.nups, i.nparams, i.isvararg, i.name, i.namewhat, i.func == f, i.istailcall)
i = debug.getinfo(print)
print(i.source, i.short_src, i.what, i.linedefined, i.lastlinedefined, i.currentline, i.nparams, i.isvararg, i.func == print)
i = debug.getinfo(1)
print(i.source, i.what, i.linedefined, i.lastlinedefined, i.currentline, i.name, i.namewhat, i.isvararg)
local keys = {}
for k in pairs(debug.getinfo(f)) do keys[#keys + 1] = k end
table.sort(keys)
print(table.concat(keys, " "))
keys = {}
for k in pairs(debug.getinfo(1, "Sl")) do keys[#keys + 1] = k end
table.sort(keys)
print(table.concat(keys, " "))
print(#debug.getinfo(1, "S").source, debug.getinfo(1, "l").currentline)
