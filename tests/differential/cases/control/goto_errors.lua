-- Shows compile errors of goto and labels.
for _, source in ipairs {"goto nowhere", "do ::a:: end goto a", "goto a; local x; ::a:: print(x)", "::a:: ::a::", "::a:: do ::a:: end",
  "for i = 1, 2 do goto l end", "break", "if true then break end", "function f() goto out end ::out::", "do goto x; local a; ::x:: end",
  "goto a; local x; ::a::", "while true do local function f() break end end", "repeat goto c; local z = 1; ::c:: until z", "goto = 1",
  "do goto x; local a; ::x:: ; end", "do goto x; local a; ::x:: ; print(a) end"} do
  print(source, select(2, load(source, "=src")))
end
