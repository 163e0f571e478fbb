local db = sqlite.memory()
db:exec([[
  CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
  CREATE INDEX by_name ON users (name);
]])

db:transaction(function()
  for _, name in ipairs({ "Ada", "Grace" }) do
    db:execute("INSERT INTO users (name) VALUES (?)", name)
  end
end)
print(db:last_insert_id()) --> 2

for _, row in ipairs(db:query("SELECT id, name FROM users WHERE id > ? ORDER BY id", 0)) do
  print(row.id, row.name)
end
--> 1	Ada
--> 2	Grace

print(pcall(db.execute, db, "INSERT INTO users (name) VALUES ('Ada')"))
--> false	UNIQUE constraint failed: users.name
db:close()
