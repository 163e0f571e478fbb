local user = json.decode('{"name": "Ada", "langs": ["lua", "python"], "age": null}')
print(user.name, #user.langs, user.age) --> Ada	2	nil

print(json.encode({ b = 1.0, a = { 1, 2 }, list = {} })) --> {"a":[1,2],"b":1.0,"list":[]}
print(json.pretty({ "x" }))
--> [
-->   "x"
--> ]
print(pcall(json.decode, "{oops}")) --> false	JSON decode error: key must be a string at line 1 column 2
