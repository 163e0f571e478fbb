-- Shows that character classes and case mapping are those of the C locale.
local up, low, alpha = 0, 0, 0
for i = 128, 255 do
  local c = string.char(i)
  if c:upper() ~= c then up = up + 1 end
  if c:lower() ~= c then low = low + 1 end
  if c:find "[%a%d%s%p%c]" then alpha = alpha + 1 end
end
print(up, low, alpha)
print(("ÀÉÎ àéî"):lower(), ("ÀÉÎ àéî"):upper(), ("straße"):upper(), ("ı"):upper(), ("Σ"):lower())
print(("naïve"):match("%a+"), ("naïve"):gsub("%a", "."), ("٣"):match("%d"), ("\u{A0}"):match("%s"), ("\u{2028}"):match("%s"))
