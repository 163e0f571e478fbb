local name = console.prompt("Name?", "nobody") --< Ada
local number, colour = console.select("Colour?", { "red", "green" }) --< 2
local sure = console.confirm("Sure?") --< yes
print("thanks")
print(name, number, colour, sure)
--> Name? [nobody] Colour?
-->   1) red
-->   2) green
--> > Sure? [y/n] thanks
--> Ada	2	green	true
