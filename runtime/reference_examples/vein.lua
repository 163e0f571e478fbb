local vein = require("vein")
print(vein.render("Hello {{ name }}!", { name = "<moon>" })) --> Hello &lt;moon&gt;!
