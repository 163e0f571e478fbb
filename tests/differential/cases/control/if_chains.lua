-- Shows elseif chains, nested ifs, conditions evaluated in order.
local log = {}
local function c(name, v) log[#log + 1] = name; return v end
if c("a", false) then
  print "a"
elseif c("b", nil) then
  print "b"
elseif c("c", 0) then
  print "c"
elseif c("d", true) then
  print "d"
else
  print "e"
end
print(table.concat(log, " "))
for _, v in ipairs {0, "", "x", false, true, {}, 1} do
  if v then io.write("T ") else io.write("F ") end
  if not v then io.write("nT ") end
end
print()
local function grade(n)
  if n >= 90 then return "A"
  elseif n >= 80 then return "B"
  elseif n >= 70 then if n >= 75 then return "C+" else return "C" end
  end
  return "F"
end
print(grade(95), grade(85), grade(77), grade(70), grade(10))
if nil then else print "else of an empty branch" end
if true then elseif false then end
