-- Shows messages of arithmetic on all types, both orders.
local values = {nil, true, "abc", {}, print}
local names = {"nil", "true", "abc", "table", "function"}
for i = 1, 5 do
  local v = values[i]
  for _, op in ipairs {"+", "-", "*", "/", "%", "^", "//", "&", "|", "~", "<<", ">>"} do
    local f = load("local v = ... return v " .. op .. " 1", "=(x)")
    local g = load("local v = ... return 1 " .. op .. " v", "=(x)")
    print(names[i], op, select(2, pcall(f, v)))
    if op == "+" or op == "&" then print(names[i], op, select(2, pcall(g, v))) end
  end
end
