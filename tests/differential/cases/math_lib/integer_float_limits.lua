-- Shows conversions at the edges of the integer range in library calls.
print(math.floor(2^62), math.floor(2^63), math.floor(-2^63), math.ceil(-2^63 - 1024.0), math.tointeger(2^63 - 1024), math.floor(9007199254740993.0))
print(pcall(string.rep, "x", 2^63))
print(pcall(string.char, 2^63))
print(pcall(math.random, 2^63))
print(pcall(table.concat, {}, "", 1, 2^53) ~= nil, ("x"):rep(-2^63) == "")
print(1 < math.huge, math.maxinteger < math.huge, math.mininteger > -math.huge, math.maxinteger + 1.0 > math.maxinteger, math.abs(math.mininteger) == math.mininteger, -math.mininteger == math.mininteger)
