local message = buffer.alloc(8)
message:writeUInt16BE(513)
message:writeString("moon")
print(message:toHex()) --> 02016d6f6f6e0000

message:reset()
print(message:readUInt8(), message:readUInt8()) --> 2	1
print(message:readString(4), message:tell()) --> moon	7
