-- Shows sqrt, exp, log with bases, and domain edges.
print(math.sqrt(16), math.sqrt(2), math.sqrt(0), math.exp(0), math.exp(1), math.exp(-1), math.exp(1000), math.exp(-1000))
print(math.log(1), math.log(math.exp(2)), math.log(8, 2), math.log(100, 10), math.log(27, 3), math.log(2, 10), math.log(1024, 2), math.log(0), math.log(1000, 10), math.log(0.001, 10), math.log(2^63, 2), math.log(10, 0.5))
print((tostring(math.sqrt(-1)):gsub("-", "")), (tostring(math.log(-1)):gsub("-", "")), math.log(1/0), math.sqrt(1/0), math.log(5, 1), (tostring(math.log(1, 1)):gsub("-", "")))
print(pcall(math.sqrt))
print(pcall(math.log))
print(pcall(math.log, "x"))
print(pcall(math.log, 2, "x"))
print(math.sqrt("9"), math.log("8", "2"), math.type(math.sqrt(16)), math.exp("0"))
