-- Numeric loops: the spectral norm of an infinite matrix, by the power method.

local n = tonumber(arg and arg[1]) or 260

local function A(i, j)
    local ij = i + j - 1
    return 1.0 / (ij * (ij - 1) * 0.5 + i)
end

local function multiply(x, y)
    for i = 1, n do
        local sum = 0
        for j = 1, n do
            sum = sum + x[j] * A(i, j)
        end
        y[i] = sum
    end
end

local function multiply_transposed(x, y)
    for i = 1, n do
        local sum = 0
        for j = 1, n do
            sum = sum + x[j] * A(j, i)
        end
        y[i] = sum
    end
end

local function multiply_both(x, y, t)
    multiply(x, t)
    multiply_transposed(t, y)
end

local u, v, t = {}, {}, {}
for i = 1, n do
    u[i] = 1
end
for _ = 1, 10 do
    multiply_both(u, v, t)
    multiply_both(v, u, t)
end
local vBv, vv = 0, 0
for i = 1, n do
    local ui, vi = u[i], v[i]
    vBv = vBv + ui * vi
    vv = vv + vi * vi
end
print(string.format("%0.9f", math.sqrt(vBv / vv)))
