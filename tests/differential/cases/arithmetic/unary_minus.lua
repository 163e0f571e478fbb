-- Shows unary minus on integers, floats, zeros and strings.
local zero = 0.0
print(-0, -zero, - -0.0, -(0/1), -5, -(-5), -math.mininteger, -math.maxinteger)
print(-"2", -"2.0", -" 0x10 ", -"-7", -"0", -"0.0", -"-0.0")
print(1/-0.0, 1/(-zero), 1/(0 * -1.0), 0 * -1)
