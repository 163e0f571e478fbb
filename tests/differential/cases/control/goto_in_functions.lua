-- Shows labels of the same name in nested functions.
local function outer(n)
  ::top::
  local function inner(m)
    ::top::
    if m > 2 then m = m - 1 goto top end
    return m
  end
  if n > 0 then n = n - inner(n) goto top end
  do return n end
end
print(outer(10), outer(3), outer(0))
