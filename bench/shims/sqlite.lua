local db = sqlite.memory()
db:exec("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, score REAL, n INTEGER)")
db:exec("CREATE TABLE log (id INTEGER PRIMARY KEY, name TEXT, n INTEGER)")
db:transaction(function()
  for i = 1, 1000 do
    db:execute("INSERT INTO t (name, score, n) VALUES (?, ?, ?)", "name " .. i, i * 1.5, i)
  end
end)

local functions = {}

function functions.point(count)
  local row
  for i = 1, count do
    row = db:query_row("SELECT id, name, score, n FROM t WHERE id = ?", i % 1000 + 1)
  end
  return row.name
end

function functions.many(count)
  local sum
  for _ = 1, count do
    sum = 0
    for _, row in ipairs(db:query("SELECT id, name, score, n FROM t")) do
      sum = sum + row.n
    end
  end
  return sum
end

function functions.insert(count)
  db:transaction(function()
    for i = 1, count do
      db:execute("INSERT INTO log (name, n) VALUES (?, ?)", "entry", i)
    end
  end)
  return db:changes()
end

return functions
