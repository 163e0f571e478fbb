-- Shows upper, lower, len and reverse on ASCII, bytes and empty strings.
print(("Hello World 123"):upper(), ("Hello World 123"):lower(), (""):upper() == "", ("ÄÖü"):upper(), ("ÄÖü"):lower())
print(("abc"):len(), (""):len(), ("a\0b"):len(), ("é"):len(), string.len(123.5))
print(("abc"):reverse(), (""):reverse() == "", ("a"):reverse(), ("12 34"):reverse(), ("é"):reverse():byte(1, -1))
print(pcall(string.upper))
print(pcall(string.len, nil))
print(pcall(string.reverse, {}))
print(string.upper(12), string.lower(1.5e10))
print(("é"):reverse():reverse(), ("ß"):upper(), ("İ"):lower(), ("ǅ"):upper())
