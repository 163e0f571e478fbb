-- Shows error with values of all types, caught by pcall.
for _, v in ipairs {"message", 42, 4.5, true, false} do
  local ok, e = pcall(error, v)
  print(ok, e, type(e))
end
print(pcall(error))
print(pcall(error, nil))
local t = {code = 7}
local ok, e = pcall(error, t)
print(e == t, e.code)
local f = function() return "fn" end
print(select(2, pcall(error, f))())
local co = coroutine.create(f)
print(select(2, pcall(error, co)) == co)
print(select("#", pcall(error)), select("#", pcall(error, 1, 2, 3)))
