-- Shows every single-letter escape sequence in short strings (manual 3.1).
local s = "\a\b\f\n\r\t\v\\\"\'"
print(#s, s:byte(1, -1))
print('it\'s', "say \"hi\"", 'a"b', "a'b")
print("line one\
line two")
