local M = {}
function M.safe(x) return x + 1 end
local function helper(x) return x.field end
function M.check(x)
  local v = helper(x)
  return v
end
return M
