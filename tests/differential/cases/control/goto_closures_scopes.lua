-- Shows gotos out of and into blocks, with fresh variables for closures at every passage.
local show = print
local function print(...)
  local texts = table.pack(...)
  for i = 1, texts.n do
    texts[i] = tostring(texts[i]):gsub("0x%x%x%x%x%x+", "ADDRESS")
  end
  show(table.concat(texts, "\t", 1, texts.n))
end
local fs = {}
do
  local i = 1
  ::top::
  local j = i * 10
  fs[i] = function() j = j + 1 return i, j end
  i = i + 1
  if i <= 3 then goto top end
end
for k = 1, 3 do print(fs[k]()) print(fs[k]()) end
for i = 1, 3 do for j = 1, 3 do if j == 2 then goto next_i end io.write(i, ",", j, " ") end ::next_i:: end
print()
do goto skip local never ::skip:: end
do
  local k = 0
  ::a::
  k = k + 1
  if k < 3 then goto a elseif k == 3 then goto b end
  print("unreached")
  ::b::
  print(k)
end
local function state(input)
  local pos, out = 1, {}
  ::start::
  local c = input:sub(pos, pos)
  pos = pos + 1
  if c == "" then goto done elseif c == "a" then goto in_a else goto start end
  ::in_a::
  out[#out + 1] = "A" .. pos
  goto start
  ::done::
  return table.concat(out, " ")
end
print(state("xaabxa"))
while true do local x = 1 do local y = 2 if x + y == 3 then goto out end end end
::out::
repeat local z = 5 if z == 5 then goto cont end z = 6 ::cont:: until true
print("end")
do
  local t = {}
  for i = 1, 2 do
    local v
    ::redo::
    v = (v or 0) + i
    t[#t + 1] = function() return v end
    if v < 3 then goto redo end
  end
  for _, f in ipairs(t) do io.write(f(), " ") end
  print()
end
for _, text in ipairs{"goto x", "do ::x:: end goto x", "goto x; local a; ::x:: print(a)", "goto x; local a; ::x::",
  "goto x; local a; ::x:: ;;", "::x:: ::x::", "do goto x end; ::x::", "repeat goto x; local a; ::x:: until a",
  "repeat goto x; local a; ::x:: until 1", "for i = 1, 2 do goto x end ::x::", "break",
  "function f() goto x end ::x::", "goto = 1", "local goto", "::goto::", "if x then ::y:: end goto y",
  "goto continue; ::continue:: ::continue2::", "do local a ::x:: end goto x"} do
  print(text, load(text))
end
