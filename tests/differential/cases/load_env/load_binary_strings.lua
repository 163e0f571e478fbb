-- Shows chunk sources with bytes outside ASCII and long lines.
print(load("return '\xff\xfe', #'\xc3\xa9'")() == "\xff\xfe", load("return '\xc3' .. '\xa9'")())
print(#load("return '" .. ("x"):rep(100000) .. "'")())
print(load("return " .. ("1,"):rep(200) .. "1")())
print(select("#", load("return " .. ("nil,"):rep(240) .. "nil")()))
print(load("local " .. ("a"):rep(1000) .. " = 5 return " .. ("a"):rep(1000))())
