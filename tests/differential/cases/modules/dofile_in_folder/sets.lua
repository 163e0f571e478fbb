a = 1
function f() return a + 1 end
