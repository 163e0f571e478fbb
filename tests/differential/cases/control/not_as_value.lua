-- `not` gives a boolean, whatever a condition would take for one.
local function f(b, c, d)
    local never
    local flag = b == nil or b
    print(not not never, not never == nil, not not never == nil, not not c, not not d, not not flag)
    print(not not c == nil, not not c == false, not (not c) == true, (not not d) == d, not not print)
    local t = { not not c, not not never, x = not not d }
    print(t[1], t[2], t.x, type(not not c), not not c and 1, not not c or 2)
    return not not c
end
print(f(nil, nil, {}), f(true, print, nil), f(false, false, true), f(nil, true, print))
