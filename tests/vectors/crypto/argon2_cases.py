"""Derives keys with argon2-cffi, which is the reference implementation in C.

Reads lines of JSON {"password", "salt", "passes", "memory_kib", "lanes", "length"}, bytes in
hexadecimal, and prints one key in hexadecimal for each. Needs the package `argon2-cffi`.
"""

import json
import sys

from argon2.low_level import Type, hash_secret_raw

for line in sys.stdin:
    case = json.loads(line)
    key = hash_secret_raw(
        bytes.fromhex(case["password"]),
        bytes.fromhex(case["salt"]),
        time_cost=case["passes"],
        memory_cost=case["memory_kib"],
        parallelism=case["lanes"],
        hash_len=case["length"],
        type=Type.ID,
        version=19,
    )
    print(key.hex())
