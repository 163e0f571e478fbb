os_ext.setenv("APP_MODE", "test")
print(os_ext.env("APP_MODE"), os_ext.env("NOT_SET")) --> test	nil
print(os_ext.cpus() >= 1, #os_ext.cwd() > 0) --> true	true
