-- Shows tables written as Lua source and loaded back.
local function ser(v, ind)
  if type(v) == "table" then
    local keys, out = {}, {}
    for k in pairs(v) do keys[#keys + 1] = k end
    table.sort(keys, function(a, b) if type(a) == type(b) then return a < b end return type(a) < type(b) end)
    for _, k in ipairs(keys) do out[#out + 1] = ind .. "  [" .. ser(k, "") .. "] = " .. ser(v[k], ind .. "  ") end
    return "{\n" .. table.concat(out, ",\n") .. "\n" .. ind .. "}"
  end
  return ("%q"):format(v)
end
local data = {1, 2.5, "three\n\"q\"\0z", {nested = {true, false}}, ["key with space"] = -0.0, big = math.maxinteger, small = math.mininteger, inf = 1/0, f = 0.1, e = 1e100}
local text = ser(data, "")
print(text)
local copy = load("return " .. text)()
print(ser(copy, "") == text, copy[3] == data[3], copy.big, math.type(copy[2]))
