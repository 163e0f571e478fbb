VERSION = "2.1"
shared = {count = 10}
function string.first(s) return s:sub(1, 1) end
