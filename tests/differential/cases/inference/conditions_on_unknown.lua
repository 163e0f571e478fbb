-- Shows conditions over values that may be nil, false, zero, empty.
local function t(v) if v then return "T" else return "F" end end
print(t(nil), t(false), t(0), t(""), t({}), t(0.0), t(0/0), t("false"), t(print))
local function n(v) return not v, not not v, v == nil, v == false, v ~= nil end
print(n(nil)) print(n(false)) print(n(0))
local function o(a, b) return a or b, a and b, (a or b) and true, not (a and b) end
print(o(nil, false))
print(o(false, nil))
print(o(0, nil))
print(o("", 1))
local function w(x) local c = 0 while x do c = c + 1 x = x > 1 and x - 1 or nil end return c end
print(w(3), w(nil), w(false))
local function r(x) repeat x = x and x.next until not x or x.stop return x and x.name end
print(r({next = {next = {stop = true, name = "found"}}}), r({}))
local function e(x)
  if x == nil then
    return "nil"
  elseif x == false then
    return "false"
  elseif x == 0 then
    return "zero"
  elseif x == "" then
    return "empty"
  elseif x == true then
    return "true"
  end
  return "other"
end
print(e(nil), e(false), e(0), e(0.0), e(-0.0), e(""), e(true), e("0"), e({}))
local x = nil
local y = x and x.y.z or "safe"
print(y)
local z = (x or {}).field
print(z)
print((x == nil) == true, (x ~= nil) == false, (nil == false))
