local even = table.filter({ 1, 2, 3, 4 }, function(n) return n % 2 == 0 end)
print(even) --> { 2, 4 }
print(table.map(even, function(n) return n * 10 end)) --> { 20, 40 }
print(table.reduce(even, function(sum, n) return sum + n end, 0)) --> 6

local settings = table.freeze({ debug = false })
print(pcall(function() settings.debug = true end)) --> false	cannot modify a frozen table
