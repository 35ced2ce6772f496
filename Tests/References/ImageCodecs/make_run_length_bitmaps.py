"""Writes run_length_bitmaps.txt: small run-length coded BMP files, and what Pillow makes of them.

Run in this folder: python3 make_run_length_bitmaps.py, with Pillow 13.0.0. A line has the name, width,
height, samples a pixel, the file in hexadecimal and the CRC-32 of the samples.
"""
import io
import random
import struct
import zlib

from PIL import Image


def codes(draw, width, height, bits, skips):
    """Rows of runs, of single pixels and of pixels that are left out."""
    out = bytearray()
    row = 0
    while row < height:
        column = 0
        while column < width:
            count = draw.randint(1, min(width - column, 20))
            kind = draw.randint(0, 3)
            if kind == 0 and count > 2:
                data = bytes(draw.randrange(256) for _ in range((count * bits + 7) // 8))
                out += bytes([0, count]) + data + bytes(len(data) % 2)
            elif kind == 1 and skips:
                out += bytes([0, 2, count, 0])
            else:
                out += bytes([count, draw.randrange(256)])
            column += count
            if skips and draw.random() < 0.2:
                break
        out += bytes([0, 0])
        row += 1
    return bytes(out) + bytes([0, 1])


def bitmap(seed, width, height, bits, skips):
    draw = random.Random(seed)
    colors = 1 << bits
    palette = b"".join(struct.pack("<4B", *(draw.randrange(256) for _ in range(3)), 0)
                       for _ in range(colors))
    data = codes(draw, width, height, bits, skips)
    start = 54 + len(palette)
    return (b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start)
            + struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, 1 if bits == 8 else 2,
                          len(data), 0, 0, colors, 0) + palette + data)


with open("run_length_bitmaps.txt", "w") as out:
    for seed, (width, height) in enumerate([(1, 1), (7, 5), (33, 4), (16, 9)]):
        for bits in (4, 8):
            for skips in (False, True):
                file = bitmap(seed, width, height, bits, skips)
                image = Image.open(io.BytesIO(file)).convert("RGB")
                print(f"rle{bits}-{'skips' if skips else 'whole'}-{width}x{height}", width, height, 3,
                      file.hex(), zlib.crc32(image.tobytes()), file=out)
