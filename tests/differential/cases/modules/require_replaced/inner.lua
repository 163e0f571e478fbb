return {default = "default value"}
