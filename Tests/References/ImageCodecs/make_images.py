"""Writes images.txt: small PNG and PNM files, and the samples that must come out of them.

Run in this folder: python3 make_images.py. It needs nothing but Python. A line has the file's name,
width, height, channels, the file in hexadecimal, and the samples in hexadecimal. The files are
written here from samples, filter by filter and bit by bit, so that they do not depend on any other
PNG library.
"""
import struct
import zlib

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
          (0, 1, 1, 2)]


def noise(seed):
    state = seed
    while True:
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        yield state >> 16


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def packed(values, depth):
    if depth == 16:
        return b"".join(struct.pack(">H", v) for v in values)
    bits = "".join(format(v, f"0{depth}b") for v in values)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def filtered(rows, distance, first_filter):
    out, above = bytearray(), None
    for index, row in enumerate(rows):
        above = above or bytes(len(row))
        kind = (first_filter + index) % 5
        out.append(kind)
        for i, x in enumerate(row):
            a = row[i - distance] if i >= distance else 0
            b = above[i]
            c = above[i - distance] if i >= distance else 0
            out.append((x - (0, a, b, (a + b) // 2, paeth(a, b, c))[kind]) & 0xFF)
        above = row
    return bytes(out)


def png(pixels, width, height, color, depth, interlaced, extra, pieces):
    distance = max(1, CHANNELS[color] * depth // 8)
    data = b""
    for number, (x0, y0, dx, dy) in enumerate(PASSES if interlaced else [(0, 0, 1, 1)]):
        rows = [packed([v for x in range(x0, width, dx) for v in pixels[y][x]], depth)
                for y in range(y0, height, dy)]
        if rows and rows[0]:
            data += filtered(rows, distance, number + depth)
    data = zlib.compress(data, 9)
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlaced)
    cut = max(1, len(data) // pieces)
    parts = [data[i:i + cut] for i in range(0, len(data), cut)]
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"gAMA", struct.pack(">I", 45455))
            + extra + b"".join(chunk(b"IDAT", part) for part in parts)
            + chunk(b"tEXt", b"Comment\0skipped") + chunk(b"IEND", b""))


def to8(value, depth):
    return value >> 8 if depth == 16 else value * 255 // ((1 << depth) - 1)


def png_cases():
    number = 0
    for color, depths in ((0, (1, 2, 4, 8, 16)), (2, (8, 16)), (3, (1, 2, 4, 8)), (4, (8, 16)),
                          (6, (8, 16))):
        for depth in depths:
            for interlaced in (0, 1):
                for transparent in (False, True) if color in (0, 2, 3) else (False,):
                    number += 1
                    # With 16 bits, a second colour differs from the key in the low byte only.
                    width, height = ((9, 7), (5, 3), (1, 8), (13, 2))[(number + number // 4) % 4]
                    source = noise(number)
                    limit = 1 << depth
                    colors = min(limit, 12) if color == 3 else limit
                    pixels = [[[next(source) % colors for _ in range(CHANNELS[color])]
                               for _ in range(width)] for _ in range(height)]
                    key = list(pixels[0][0])
                    pixels[height - 1][width - 1] = list(key)
                    if depth == 16:
                        pixels[height - 1][0] = [key[0] ^ 1] + key[1:]
                    extra = b""
                    if color == 3:
                        palette = [[next(source) & 0xFF for _ in range(3)] for _ in range(colors)]
                        opacities = [next(source) & 0xFF for _ in range(max(1, colors - 3))]
                        extra = chunk(b"PLTE", bytes(v for c in palette for v in c))
                        if transparent:
                            extra += chunk(b"tRNS", bytes(opacities))
                    elif transparent:
                        extra = chunk(b"tRNS", b"".join(struct.pack(">H", v) for v in key))
                    samples = []
                    for row in pixels:
                        for pixel in row:
                            if color == 3:
                                samples += palette[pixel[0]]
                                if transparent:
                                    samples.append((opacities + [255] * 256)[pixel[0]])
                            else:
                                samples += [to8(v, depth) for v in pixel]
                                if transparent:
                                    samples.append(0 if pixel == key else 255)
                    name = f"color{color}-depth{depth}" + "-interlaced" * interlaced
                    name += "-transparent" * transparent + ".png"
                    file = png(pixels, width, height, color, depth, interlaced, extra,
                               1 + number % 3)
                    yield name, width, height, len(samples) // (width * height), file, samples


def pnm_cases():
    source = noise(99)
    for kind in range(1, 7):
        for maximum in ((1,) if kind in (1, 4) else (1, 7, 255, 1000, 65535)):
            width, height, channels = 11, 3, 3 if kind in (3, 6) else 1
            values = [next(source) % (maximum + 1) for _ in range(width * height * channels)]
            file = f"P{kind}\n# a comment, 12\n{width}#another\n\t{height}\n".encode()
            if kind not in (1, 4):
                file += f"# the largest\n{maximum}\n".encode()
            if kind == 1:
                file += "".join(f"{v}" + "\n" * (i % 7 == 0) for i, v in enumerate(values)).encode()
            elif kind == 4:
                for y in range(height):
                    file += packed(values[y * width:(y + 1) * width], 1)
            elif kind < 4:
                file += " \n".join(map(str, values)).encode() + b"\n"
            else:
                file += b"".join(struct.pack(">H" if maximum > 255 else "B", v) for v in values)
            if kind in (1, 4):
                samples = [255 - 255 * v for v in values]
            else:
                # As Pillow rounds: halves to the even number.
                samples = [round(v / maximum * 255) for v in values]
            yield f"p{kind}-maximum{maximum}.pnm", width, height, channels, file, samples


if __name__ == "__main__":
    with open("images.txt", "w") as out:
        for name, width, height, channels, file, samples in list(png_cases()) + list(pnm_cases()):
            print(name, width, height, channels, file.hex(), bytes(samples).hex(), file=out)
