local result = process.exec("echo hello; exit 3")
print(result.stdout:trim(), result.status, result.success) --> hello	3	false
print(process.spawn("printf", { "%s", "no shell; here" }).stdout) --> no shell; here
process.exit(0)
