-- Shows a script with a syntax error: nothing runs, exit status 1.
print("never printed")
local x = = 5
print("never")
