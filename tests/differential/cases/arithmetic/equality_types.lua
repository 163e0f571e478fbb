-- Shows equality between values of different types.
print(1 == "1", "1" == 1, 0 == false, 1 == true, nil == false, "" == false, "nil" == nil)
print({} == {}, print == print, "a" == "a", 1 == 1.0, "1" == "1.0", -0.0 == 0.0)
print(1 ~= "1", nil ~= nil, true ~= 1, true == true, false == false)
local t = {}
local u = t
print(t == u, t ~= u, rawequal(t, u), rawequal(1, 1.0), rawequal("a", "a"), rawequal(1, true))
