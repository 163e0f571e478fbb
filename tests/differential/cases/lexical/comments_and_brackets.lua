-- Shows comments and long brackets of every level, next to each other and to operators.
local a = 1 --[[ inline ]] + --[=[ ]] still ]=] 2 -- tail
print(a) --[==[ several
lines ]=] ]==] print("after")
---[[ not a long comment
print("shown")
--]]
--[=[
print("hidden")
--]=]
--[[]] print("empty")
--[
print("one bracket is a plain comment")
--[=x
print("so is this")
print([[
first newline dropped]], [==[]]]=]]==], [[]], #[[

]], [=[a]]b]=])
local t = {[ [[key]] ] = 1, [ [=[other]=] ] = 2} print(t.key, t.other) print(t[ [[key]] ], #[[\n\z]], [[
]] == "") local x = 5 --[[x]] x --[[]] = --[[]] x --[[]] + 1 print(x) print(a--[[glued]]+x) return --[[ end ]] print("last") -- the end
