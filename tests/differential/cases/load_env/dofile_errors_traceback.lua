-- Shows positions and names of chunks run by dofile.
local name = "data.tmp"
local f = io.open(name, "w")
f:write("local function inner()\n  return debug.getinfo(1, 'S').what, debug.getinfo(2, 'S').what, debug.getinfo(1, 'l').currentline\nend\nreturn inner()")
f:close()
print(pcall(dofile, name))
f = io.open(name, "w") f:write("\n\nlocal x = nil\nx.y = 1\n") f:close()
local ok, e = pcall(dofile, name)
print(ok, (e:gsub("^.*:(%d+:)", "FILE:%1")))
print(debug.getinfo(loadfile(name), "S").source == "@" .. name)
os.remove(name)
