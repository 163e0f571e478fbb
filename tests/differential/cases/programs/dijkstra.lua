-- Shows shortest paths in a graph with path reconstruction.
local graph = {A = {B = 7, C = 9, F = 14}, B = {A = 7, C = 10, D = 15}, C = {A = 9, B = 10, D = 11, F = 2}, D = {B = 15, C = 11, E = 6}, E = {D = 6, F = 9}, F = {A = 14, C = 2, E = 9}, G = {}}
local function dijkstra(src)
  local dist, prev, done = {}, {}, {}
  for n in pairs(graph) do dist[n] = math.huge
  end
  dist[src] = 0
  while true do
    local u
    for n, d in pairs(dist) do
      if not done[n] and d < math.huge and (not u or d < dist[u] or (d == dist[u] and n < u)) then u = n end
    end
    if not u then
      return dist, prev
    end
    done[u] = true
    for v, w in pairs(graph[u]) do
      if dist[u] + w < dist[v] then dist[v], prev[v] = dist[u] + w, u end
    end
  end
end
local dist, prev = dijkstra "A"
local names = {}
for n in pairs(graph) do names[#names + 1] = n end
table.sort(names)
for _, n in ipairs(names) do
  local path, u = {}, n
  while u do table.insert(path, 1, u) u = prev[u] end
  print(n, dist[n], table.concat(path, "->"))
end
