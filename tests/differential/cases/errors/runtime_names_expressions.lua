-- Shows messages where the value has no name: call results, constants, operations.
local function none() end
local t = {}
local cases = {
  function() return none().x end,
  function() return (none()).x end,
  function() none()() end,
  function() return (1 + 1).x.y end,
  function() return ("a" .. "b").x.y end,
  function() return none() + 1 end,
  function() return 1 + none() end,
  function() return none() .. "x" end,
  function() return #none() end,
  function() return (t or none).x.y end,
  function() return (t and nil).x end,
  function() return ({}).x.y end,
  function() return ({nil})[1].y end,
  function() return (function() end).x end,
  function() return (nil)[1] end,
  function() return (true).x end,
  function() return -{} end,
  function() return {} + 1 end,
  function() return 2 ^ "x" end,
  function() return {} < {} end,
  function() return nil > 1 end,
  function() return 10 .. {} end,
  function() return t.x.y.z end,
  function() return t.f(1).x end,
  function() return t[none()].x end,
  function() t[none()] = 1 end,
  function() return none(none().y) end,
  function() return not none().z end,
}
for i, f in ipairs(cases) do print(i, select(2, pcall(f))) end
