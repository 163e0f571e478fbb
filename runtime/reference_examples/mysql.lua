local db = mysql.connect({ host = "127.0.0.1", user = "root", database = "test" })
db:exec("CREATE TEMPORARY TABLE planets (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20))")
db:execute("INSERT INTO planets (name) VALUES (?)", "Mars")
print(db:last_insert_id(), db:query_row("SELECT name FROM planets WHERE id = ?", 1).name) --> 1	Mars
db:close()
