"""Writes streams compressed by zlib, which DeflateTests decompresses.

Run in this folder: python3 make_streams.py. The plain texts are made by the same rules in
DeflateTests/ReferenceStreams.swift.
"""
import zlib


def noise(count, mask):
    state, out = 1, bytearray()
    for _ in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        out.append((state >> 24) & mask)
    return bytes(out)


PLAIN = {
    "empty": b"",
    "one": b"a",
    "zeros": bytes(70000),
    "words": b"".join(b"%d bottles of beer on the wall, " % (i * i) for i in range(150)),
    "noise": noise(600, 0xFF),
    "skewed": bytes(a & b for a, b in zip(noise(2500, 0xFF), noise(2501, 0xFF)[1:])),
}

SETTINGS = {
    "stored": (0, 15, zlib.Z_DEFAULT_STRATEGY),
    "fast": (1, 15, zlib.Z_DEFAULT_STRATEGY),
    "best": (9, 15, zlib.Z_DEFAULT_STRATEGY),
    "fixed": (6, 15, zlib.Z_FIXED),
    "huffman": (6, 15, zlib.Z_HUFFMAN_ONLY),
    "raw": (6, -15, zlib.Z_DEFAULT_STRATEGY),
}

for text, plain in PLAIN.items():
    for setting, (level, window, strategy) in SETTINGS.items():
        if len(plain) > 8000 and setting in ("stored", "huffman"):
            continue
        compressor = zlib.compressobj(level, zlib.DEFLATED, window, 9, strategy)
        with open(f"{text}-{setting}.deflated", "wb") as file:
            file.write(compressor.compress(plain) + compressor.flush())
