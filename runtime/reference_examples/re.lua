local date = re.compile([[(?P<year>\d{4})-(\d\d)]])
print(date:test("on 2026-11-21")) --> true
print(re.replaceAll([[\s+]], "a  b   c", "-")) --> a-b-c
print(table.concat(re.split(",\\s*", "x, y,z"), "|")) --> x|y|z
