print(crypto.sha256("moon"):sub(1, 16)) --> 9e78b43ea00edcac
print(crypto.hmac("sha256", "key", "data"):sub(1, 16)) --> 5031fe3d989c6d15
print(crypto.base64_encode("copper")) --> Y29wcGVy
print(#crypto.uuid(), #crypto.random_bytes(16)) --> 36	16
