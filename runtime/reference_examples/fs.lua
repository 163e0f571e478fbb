fs.mkdir_all("data/logs")
fs.write("data/logs/today.txt", "started\n")
fs.append("data/logs/today.txt", "stopped\n")
print(fs.read("data/logs/today.txt"):lines()[2]) --> stopped
print(fs.size("data/logs/today.txt"), fs.is_dir("data")) --> 16	true
for _, path in ipairs(fs.glob("data/**/*.txt")) do
  print(path) --> data/logs/today.txt
end
print(pcall(fs.read, "missing.txt"))
--> false	Failed to read file 'missing.txt': No such file or directory (os error 2)
fs.rmdir_all("data")
