-- Shows float numerals in all forms: fractions, exponents, leading and trailing dots.
print(3.0, 3.1416, 314.16e-2, 0.31416E1, 34e1)
print(.5, 5., 5.e2, .5e-1, 1e+3, 1E-3, 0.0, -0.0)
print(1e308, 1e309, 1e-324, 5e-324, 2^53, 1e15, 1e16, 123456789012345678.0)
print(3. == 3, 1e2 == 100, math.type(1e2), 00012.50)
