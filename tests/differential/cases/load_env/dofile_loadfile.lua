-- Shows dofile and loadfile on temporary files: results, errors, modes, environments.
local name = "data.tmp"
local function write(s) local f = assert(io.open(name, "wb")) f:write(s) f:close() end
local function clean(...)
  local t = table.pack(...)
  for i = 1, t.n do if type(t[i]) == "string" then t[i] = t[i]:gsub(name:gsub("%p", "%%%0"), "TMP") end end
  return table.unpack(t, 1, t.n)
end
write "local a, b = ... ; glob = (glob or 0) + 1; return 'result', glob, a, b"
print(dofile(name)) print(dofile(name))
print(loadfile(name)(7, 8))
write "#!shebang line\nreturn debug.getinfo(1, 'l').currentline"
print(dofile(name))
write "return x"
print(loadfile(name, "t", {x = "from env"})(), loadfile(name, "bt")())
print(clean(loadfile(name, "b")))
write "x = = 1"
print(clean(loadfile(name))) print(clean(pcall(dofile, name)))
write "error('runtime')"
print(clean(pcall(dofile, name)))
write "\xEF\xBB\xBFreturn 'with BOM'"
print(dofile(name))
write "\xEF\xBB\xBF# comment after BOM\nreturn 'both'"
print(dofile(name))
write ""
print(select("#", dofile(name)))
write(string.dump(function(...) return "binary", ... end))
print(loadfile(name)(1)) print(clean(loadfile(name, "t")))
os.remove(name)
print(clean(loadfile(name))) print(clean(pcall(dofile, name)))
print(pcall(loadfile, {})) 
