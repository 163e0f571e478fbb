-- Shows long brackets of several levels, the first newline dropped, no escapes.
print([[a\n]], #[[a\n]])
print([[
first newline is dropped]])
print([==[
]]  ]=]  still inside
]==])
print([=[]]]=], #[==[]==], [[ [ ] ]])
print(#[[

x]])
print([[a]] .. [=[b]=])
local t = {[ [[k]] ] = 1}
print(t.k)
