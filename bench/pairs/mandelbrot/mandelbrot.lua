-- Numeric loops: the Mandelbrot set as text and as a checksum of iterations.

local size = tonumber(arg[1]) or 400
local limit = 50

local function iterations(cr, ci)
    local zr, zi = 0.0, 0.0
    for i = 1, limit do
        local zr2, zi2 = zr * zr, zi * zi
        if zr2 + zi2 > 4.0 then return i end
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
    end
    return 0
end

local total, inside = 0, 0
for y = 0, size - 1 do
    local ci = 2.0 * y / size - 1.0
    for x = 0, size - 1 do
        local count = iterations(2.0 * x / size - 1.5, ci)
        if count == 0 then
            inside = inside + 1
        else
            total = total + count
        end
    end
end
print(inside, total)

local shades = " .:-=+*#%@"
for y = 0, 11 do
    local row = {}
    for x = 0, 39 do
        local count = iterations(x / 15 - 2.0, y / 5 - 1.1)
        row[#row + 1] = shades:sub(count % 10 + 1, count % 10 + 1)
    end
    print((table.concat(row):gsub("%s+$", "")))
end
