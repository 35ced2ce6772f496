"""Writes bitmap_headers.txt: noise under every BMP header, and what Pillow makes of it.

Run in this folder: python3 make_bitmap_headers.py, with Pillow 13.0.0. A line has the name, width,
height, samples a pixel, the file in hexadecimal and the CRC-32 of the samples. Headers that Pillow does
not read, of 16 bytes and of 2 bits a pixel, are judged here.
"""
import io
import random
import struct
import zlib

from PIL import Image

RGB565, RGB555, RGB888 = (0xF800, 0x7E0, 0x1F), (0x7C00, 0x3E0, 0x1F), (0xFF0000, 0xFF00, 0xFF)


def bitmap(draw, size, bits, width, height, top_down, masks):
    """A file, the numbers of its pixels' colours in rows from the top, and the colours."""
    colors = 0 if bits > 8 else 1 << bits if size <= 16 else draw.randint(2, 1 << bits)
    palette = [[draw.randrange(256) for _ in range(3)] for _ in range(colors)]
    numbers = [[draw.randrange(colors or 1 << bits) for _ in range(width)] for _ in range(height)]
    data = b""
    for row in numbers if top_down else numbers[::-1]:
        if bits > 8:
            line = b"".join(number.to_bytes(bits // 8, "little") for number in row)
        else:
            text = "".join(format(number, f"0{bits}b") for number in row)
            text += "0" * (-len(text) % 8)
            line = int(text, 2).to_bytes(len(text) // 8, "big")
        data += line + bytes(-len(line) % 4)
    signed = -height if top_down else height
    if size == 12:
        header = struct.pack("<IHHHH", size, width, height, 1, bits)
    elif size == 16:
        header = struct.pack("<IiiHH", size, width, signed, 1, bits)
    else:
        used = colors if colors < 1 << bits else 0
        header = struct.pack("<IiiHHIIiiII", size, width, signed, 1, bits, 3 if masks else 0,
                             len(data), 2835, 2835, used, 0)
        header += b"".join(struct.pack("<I", mask) for mask in masks)
        header = header.ljust(size, b"\0")
    header += b"".join(bytes(color[::-1]) + bytes(size != 12) for color in palette)
    # Between the colours and the pixels there may be a gap.
    header += bytes(draw.choice((0, 0, 3, 8)))
    start = 14 + len(header)
    return (b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + header + data, numbers,
            palette)


def lines():
    draw = random.Random(124)
    for size in (12, 16, 40, 52, 56, 64, 108, 124):
        for bits in (1, 2, 4, 8, 16, 24, 32):
            for masks in ((), RGB565, RGB555, RGB888):
                if masks and (size in (12, 16, 64) or (bits != 32 if masks == RGB888 else bits != 16)):
                    continue
                if size == 16 and bits > 8:
                    continue
                width, height = draw.choice((1, 5, 7, 9)), draw.choice((1, 3, 4))
                top_down = size > 12 and draw.random() < 0.4
                file, numbers, palette = bitmap(draw, size, bits, width, height, top_down, masks)
                if size == 16 or bits == 2:
                    samples = bytes(v for row in numbers for number in row for v in palette[number])
                else:
                    samples = Image.open(io.BytesIO(file)).convert("RGB").tobytes()
                name = f"header{size}-{bits}-bits" + "-top-down" * top_down
                name += f"-{masks[0]:x}" if masks else ""
                yield name, width, height, file, samples


with open("bitmap_headers.txt", "w") as out:
    for name, width, height, file, samples in lines():
        print(name, width, height, 3, file.hex(), zlib.crc32(samples), file=out)
