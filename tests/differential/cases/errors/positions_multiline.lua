-- Shows the line in errors of statements that span several lines.
local t = {}
print(pcall(function()
  local x = 1 +
    2 +
    t.missing
end))
print(pcall(function()
  return t
    .a
    .b
end))
print(pcall(function()
  print(
    "x",
    t.a.b,
    "y"
  )
end))
print(pcall(function()
  t.f(
    1,
    2
  )
end))
print(pcall(function()
  local r = {
    a = 1,
    b = t.x.y,
  }
end))
print(pcall(function()
  return "a" ..
    "b" ..
    t ..
    "c"
end))
print(pcall(function()
  if t.a
    .b then
    return
  end
end))
print(pcall(function()
  error(
    "multi"
  )
end))
print(pcall(function()
  t
  :method(
    1)
end))
