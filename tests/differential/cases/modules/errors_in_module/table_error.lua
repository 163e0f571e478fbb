error({code = "from module"})
