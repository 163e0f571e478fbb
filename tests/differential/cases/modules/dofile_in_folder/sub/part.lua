return "sub part", debug.getinfo(1, "S").source, debug.getinfo(1, "S").short_src
