io.write("[b] ")
return {name = "plugin b"}
