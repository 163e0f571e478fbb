for _, part in ipairs(("a,b,,c"):split(",")) do
  io.write("<", part, ">")
end
print() --> <a><b><><c>
print(("  padded "):trim(), ("7"):pad_left(3, "0")) --> padded	007
print(("Hello World!"):slug(), ("banana"):count("an")) --> hello-world	2
