"""Opens every object of golden-1.json and golden-2.json, written from the description of the formats alone.

Needs the packages `cryptography` (44 or newer) and `cbor2`. Prints one line and exits with 0 when
all open. `--label TEXT` takes another label for the keys of records, which must then not open.
"""

import argparse
import hashlib
import hmac
import json
import pathlib
import unicodedata

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

BUCKETS = [256, 512, 1024, 2048, 4096, 8192]
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def require(condition):
    if not condition:
        raise ValueError


def derive(salt, secret, info, length):
    return HKDF(SHA256(), length, salt, info).derive(secret)


def root_label(root, name):
    return derive(None, root, b"credenza/1/" + name, 32)


def padded_length(length):
    return next((b for b in BUCKETS if length <= b), -(-length // 8192) * 8192)


def open_record(vector, label):
    data = bytes.fromhex(vector["bytes"])
    expected = b"".join(
        [
            b"CZR1\x01",
            vector["class"].to_bytes(1, "big"),
            vector["schema"].to_bytes(2, "big"),
            bytes.fromhex(vector["scope"]),
            bytes.fromhex(vector["record"]),
            vector["epoch"].to_bytes(4, "big"),
            vector["revision"].to_bytes(8, "big"),
            bytes.fromhex(vector["author"]),
            bytes.fromhex(vector["previous"]),
        ]
    )
    require(data[:100] == expected)
    salt, commitment, sealed = data[100:132], data[132:164], data[168:]
    require(int.from_bytes(data[164:168], "big") == len(sealed))
    scope = root_label(bytes.fromhex(vector["root"]), vector["scope_key"].encode())
    okm = derive(salt, scope, label + data[:100], 76)
    require(hmac.compare_digest(okm[44:], commitment))
    plain = AESGCM(okm[:32]).decrypt(okm[32:44], sealed, data[:168])
    length = int.from_bytes(plain[:4], "big")
    content, padding = plain[4 : 4 + length], plain[4 + length :]
    require(len(plain) == padded_length(length + 4) and not any(padding))
    require(content.hex() == vector["content"])
    value = cbor2.loads(content)
    require(set(value) in ({"value"}, {"pfx", "password"}))
    require(cbor2.dumps(value, canonical=True) == content)


def code_bits(text, label):
    number = 0
    for character in text.replace("-", ""):
        number = number << 5 | CROCKFORD.index(character)
    data = number.to_bytes(20, "big")
    check = hashlib.sha256(label + data[:16]).digest()[:4]
    require(check == data[16:])
    return data[:16]


def password_key(password, salt, params):
    memory, passes, lanes = (int.from_bytes(params[at : at + 4], "big") for at in (0, 4, 8))
    argon2 = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    return argon2.derive(unicodedata.normalize("NFC", password).encode())


def envelope_secret(vector, kind, salt, params):
    if kind == 1:
        return password_key(vector["password"], salt, params)
    return code_bits(vector["recovery"], b"credenza/1/recovery-check") if kind == 2 else bytes.fromhex(vector["key_store"])


def open_envelope(vector, fixed, envelope, device):
    kind, params, salt, nonce = envelope[0], envelope[1:13], envelope[13:29], envelope[29:41]
    secret = envelope_secret(vector, kind, salt, params)
    outer = hashlib.sha256(b"credenza/1/2skd" + fixed[8:24]).digest()
    flags, beside = (1, device) if kind == 1 and device else (0, bytes(16))
    info = b"credenza/1/kek" + bytes([kind, flags, 0, 28]) + params + salt
    okm = derive(outer, secret + beside + bytes(16), info, 64)
    require(hmac.compare_digest(okm[32:], envelope[41:73]))
    return AESGCM(okm[:32]).decrypt(nonce, envelope[73:121], fixed + bytes([kind]))


def open_device(fixed, part, device, root):
    name = hashlib.sha256(b"credenza/1/device-secret-name" + fixed[8:24] + device).digest()[:8]
    require(name == part[:8])
    key = root_label(root, b"device-secret")
    require(AESGCM(key).decrypt(part[8:20], part[20:], fixed + name) == device)


def open_header(vector):
    data = bytes.fromhex(vector["bytes"])
    count, text = data[32], vector.get("device_secret")
    device = code_bits(text, b"credenza/1/device-secret-check") if text else None
    start = 85 if device else 33
    require(data[:8] == b"CZH1" + (b"\x00\x02\x01\x01" if device else b"\x00\x01\x01\x00"))
    require(len(data) == start + 121 * count + 32)
    require(int.from_bytes(data[24:32], "big") == vector["counter"])
    require(count == (3 if vector["key_store"] else 2))
    fixed = b"CZH1\x00\x01\x01\x00" + data[8:24]
    for number in range(count):
        root = open_envelope(vector, fixed, data[start + 121 * number :][:121], device)
        state = root_label(root, b"state")
        require(hmac.digest(state, data[:-32], "sha256") == data[-32:])
        require(hmac.digest(state, b"golden", "sha256").hex() == vector["proof"])
        if device:
            open_device(fixed, data[33:85], device, root)


def opens(function, *arguments):
    try:
        function(*arguments)
    except (ValueError, InvalidTag):
        return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--label", default="credenza/1/rec")
    label = parser.parse_args().label.encode()
    count = total = 0
    for name in ("golden-1.json", "golden-2.json"):
        golden = json.loads(pathlib.Path(__file__).with_name(name).read_text("utf-8"))
        count += sum(opens(open_record, vector, label) for vector in golden["records"])
        count += sum(opens(open_header, vector) for vector in golden["headers"])
        total += len(golden["records"]) + len(golden["headers"])
    good = count == total == 220
    print(f"R4 {count} of {total} golden objects open in Python, target 220 {'pass' if good else 'FAIL'}")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
