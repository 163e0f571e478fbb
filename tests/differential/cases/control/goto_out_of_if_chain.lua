-- Shows goto inside nested if branches jumping forward and back.
local i, out = 0, {}
::start::
i = i + 1
if i < 10 then
  if i % 3 == 0 then
    out[#out + 1] = "three"
    if i == 6 then
      goto skip
    end
  elseif i % 2 == 0 then
    goto start
  else
    out[#out + 1] = tostring(i)
  end
  out[#out + 1] = "."
  ::skip::
  goto start
end
print(table.concat(out, " "))
