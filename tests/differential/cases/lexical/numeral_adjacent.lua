-- Shows how numerals meet dots, operators and identifiers.
print(1 ..2, 1. ..2, "a"..1 .."b")
print(1--[[c]]+2, 0xep1, 0xe+1, 0xe-1)
print(3-2, 3 -2, 3- -2, - - 2)
print(2^-1, 1e1-1)
