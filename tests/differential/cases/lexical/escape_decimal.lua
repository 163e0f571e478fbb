-- Shows decimal escapes of one to three digits and where they end.
print(("\065\066\67"):byte(1, -1))
print("\0651", "\1a" == "\001a", #"\0\0\0")
print(("\255\0\200"):byte(1, -1))
print("\10" == "\n", "\0100" == "\n0")
