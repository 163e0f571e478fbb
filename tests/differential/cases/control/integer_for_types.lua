-- Shows whether the loop variable is integer or float.
local function kinds(a, b, c)
  local r = {}
  for i = a, b, c or 1 do r[#r + 1] = math.type(i) .. " " .. i; if #r > 3 then break end end
  return table.concat(r, ", ")
end
print(kinds(1, 2))
print(kinds(1.0, 2))
print(kinds(1, 2.0))
print(kinds(1, 2, 1.0))
print(kinds(1, 2, 0.5))
print(kinds(3, 1, -1))
print(kinds(2^53, 2^53 + 1))
print(kinds(1, 3.9)) print(kinds(-1, -3.9, -1)) print(kinds(1, 1e100, 1 << 62))
