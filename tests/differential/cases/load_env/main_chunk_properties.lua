-- Shows the main chunk as a vararg function with _ENV as its upvalue.
print(select("#", ...), debug.getinfo(1, "S").what, debug.getinfo(1, "u").isvararg, debug.getinfo(1, "u").nparams)
print((debug.getupvalue(debug.getinfo(1, "f").func, 1)))
print(select(2, debug.getupvalue(debug.getinfo(1, "f").func, 1)) == _G) 
return print("return from main ends it"), error and 5
