-- Shows and/or/not returning operands, with all kinds of truthy values.
print(0 and "zero", "" and "empty", {} and "table", 0.0 and 1, (0/0) and "nan")
print(nil and 1, false and 1, nil or 1, false or nil, nil or false, 1 or 2, nil and nil)
print(not nil, not false, not 0, not "", not {}, not print)
local function f() io.write("f ") return nil end
local function g() io.write("g ") return "g" end
print(f() and g(), f() or g(), g() and f(), g() or f())
print((f() or g()) and (g() and f() or "end"))
local x = false
print(x == nil, x == false, not x == true, (x and 1) == false, (nil and 1) == false)
print((f()), (g()), select("#", f() and g()), select("#", g() or f(), 1))
