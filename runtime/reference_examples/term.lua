local title = term.bold("copper" .. term.red("moon"))
print(term.strip(title)) --> coppermoon
print((term.green("ok"):gsub("\27", "ESC"))) --> ESC[32mokESC[0m
if term.is_tty() then
  term.clear()
end
