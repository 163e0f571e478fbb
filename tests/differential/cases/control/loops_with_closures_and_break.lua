-- Shows closures made in loops left by break, goto and return.
local function collect()
  local fs = {}
  for i = 1, 10 do
    local x = i
    fs[#fs + 1] = function() x = x + 1; return x + i end
    if i == 3 then break end
  end
  while true do
    local y = #fs
    fs[#fs + 1] = function() y = y + 100; return y end
    if #fs >= 5 then return fs end
  end
end
local fs = collect()
for i, f in ipairs(fs) do io.write(f(), ",", f(), " ") end
print(#fs)
