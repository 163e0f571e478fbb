-- Shows a state machine with labels jumping in all directions.
local function run(input)
  local pos, out = 1, {}
  ::start::
  do
    local c = input:sub(pos, pos)
    pos = pos + 1
    if c == "a" then goto state_a end
    if c == "b" then goto state_b end
    if c == "" then goto stop end
    out[#out + 1] = "?"
    goto start
  end
  ::state_a::
  out[#out + 1] = "A"
  if input:sub(pos, pos) == "b" then pos = pos + 1 goto state_b end
  goto start
  ::state_b::
  out[#out + 1] = "B"
  if #out > 8 then goto stop end
  if input:sub(pos, pos) == "a" then pos = pos + 1 goto state_a end
  goto start
  ::stop::
  return table.concat(out)
end
print(run "abab") print(run "xaab?b") print(run "") print(run(("ab"):rep(10)))
