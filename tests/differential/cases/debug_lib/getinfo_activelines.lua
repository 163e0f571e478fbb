-- Shows the lines with code in functions ("L" option).
local function f(x)

  local y = x -- line 4

  if y then
    return y
  end
  -- comment
end
local function lines(fn)
  local l = {}
  for k in pairs(debug.getinfo(fn, "L").activelines) do l[#l + 1] = k end
  table.sort(l)
  return table.concat(l, " ")
end
print(lines(f)) print(debug.getinfo(print, "L").activelines) print(lines(load("local a = 1\n\nlocal b = a\nreturn b")))
