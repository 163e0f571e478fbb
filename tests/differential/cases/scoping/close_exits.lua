-- Shows to-be-closed variables with break, return, goto, error and loops.
local function res(name)
  return setmetatable({}, {__close = function(_, err) print("close " .. name, err) end})
end
local function f(n)
  local outer <close> = res "outer"
  for i = 1, 3 do
    local r <close> = res("r" .. i)
    if n == i then return "returned", i end
    if n == 10 then break end
    if n == 20 and i == 2 then goto out end
    if n == 30 then error("oops") end
    if n == 40 then goto continue end
    print("end of body", i)
    ::continue::
  end
  print "after loop"
  ::out::
  return "end"
end
for _, n in ipairs {2, 10, 20, 30, 40, 0} do print(n, pcall(f, n)) end
