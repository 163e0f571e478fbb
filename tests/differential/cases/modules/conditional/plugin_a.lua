io.write("[a] ")
return {name = "plugin a"}
