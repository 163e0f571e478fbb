local db = postgresql.connect({ host = "127.0.0.1", user = "postgres", database = "test" })
db:exec("CREATE TEMPORARY TABLE planets (id SERIAL PRIMARY KEY, name TEXT)")
db:execute("INSERT INTO planets (name) VALUES (?)", "Mars")
print(db:last_insert_id(), db:query_row("SELECT name FROM planets WHERE id = ?", 1).name) --> 1	Mars
db:close()
