-- Shows short and long comments in odd places.
print(1) -- trailing
--[[ block
print("not run") ]] print(2)
--[==[ level two
]] ]=] print("not run") ]==] print(3)
---[[ only a line comment
print(4)
--]]
local x --[[ in ]] = --[[ an ]] 5 --[[ assignment ]]
print(x)--
--[ not a long comment
print(6 --[=[ argument ]=], 7)
--
