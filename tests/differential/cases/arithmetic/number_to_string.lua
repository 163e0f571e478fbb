-- Shows numbers converted to strings by concatenation and library functions.
print(1 .. "", 1.0 .. "", -0.0 .. "", 2^63 .. "", 1e100 .. "|", 0.1 .. "")
print((10 .. 20) + 1, 1 .. 2, -1 .. -2)
print(("x"):rep(3) .. 4, #(12 .. ""), #tostring(12.0))
print(string.len(12345), string.rep(12, 2), string.sub(12.5, 1, 2))
print(math.mininteger .. "", math.maxinteger .. "", 1/0 .. "", -1/0 .. "")
