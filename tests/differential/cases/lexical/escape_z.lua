-- Shows \z skipping following white space, line breaks included.
print("abc\z
       def\z   ghi")
print("x\z

    y", #"x\z

    y")
print("end\z ")
print("a\zb")
