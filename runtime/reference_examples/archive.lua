local zip = archive.zip.create("site.zip")
zip:add_string("index.html", "<h1>Hello</h1>")
zip:add_string("css/site.css", "h1 { color: green }")
zip:close()

local reader = archive.zip.open("site.zip")
for _, entry in ipairs(reader:list()) do
  print(entry.name, entry.size)
end
--> index.html	14
--> css/site.css	19
print(reader:read("index.html")) --> <h1>Hello</h1>
reader:close()

print(archive.gzip.decompress(archive.gzip.compress("text"))) --> text
