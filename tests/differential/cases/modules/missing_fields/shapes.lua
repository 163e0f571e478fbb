local M = {}
M.limit = 10
function M.area(a, b) return a * b end
return M
