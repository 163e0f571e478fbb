local M = {loads = 0}
M.loads = M.loads + 1
function M.area(w, h) return w * h end
print("loading shapes", ...)
return M
