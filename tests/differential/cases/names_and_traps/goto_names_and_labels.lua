-- Shows labels named like variables, keywords elsewhere and each other.
do
  local continue, break_, class = 1, 2, 3
  for i = 1, 3 do
    if i == continue then goto continue end
    if i == break_ then goto class end
    io.write("body", i, " ")
    ::class::
    io.write("class", i, " ")
    ::continue::
  end
  print(class)
end
do goto pass ::except:: print "except" goto try ::pass:: print "pass" goto except ::try:: end
local function f() goto x; do ::y:: return "y" end ::x:: return "x" end
print(f())
for a = 1, 2 do for b = 1, 2 do if b == 2 then goto a end io.write(a, b, " ") ::b:: end ::a:: end print()
