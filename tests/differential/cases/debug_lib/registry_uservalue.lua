-- Shows the registry, uservalues of values that have none, and debug.debug existing.
print(type(debug.getregistry()), debug.getregistry()[2] == _G, debug.getregistry()._LOADED == package.loaded, type(debug.getregistry()[1]))
print(debug.getuservalue(5), debug.getuservalue({}), debug.getuservalue(io.stdout, 1))
print(pcall(debug.setuservalue, 5, 1))
print(pcall(debug.setuservalue, {}, 1))
print(type(debug.debug), type(debug.setcstacklimit))
