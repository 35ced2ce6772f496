"""Writes png_kinds.txt: what Pillow makes of noise in every kind of PNG.

Run in this folder: python3 make_png_kinds.py. It needs Pillow. A line has the colour type, the bit
depth, width and height, 1 if there is a chunk tRNS, channels, and the CRC-32 of the samples. Each
picture is written with every filter and both interlace methods, all of which must give the same; the
tests write the same files.
"""
import io
import zlib

from PIL import Image

from make_images import CHANNELS, PASSES, chunk, noise, packed, paeth, struct

SIZES = (1, 7, 8, 9, 33)


def filtered(rows, distance, kind):
    out, above = bytearray(), None
    for row in rows:
        above = above or bytes(len(row))
        out.append(kind)
        for i, x in enumerate(row):
            a = row[i - distance] if i >= distance else 0
            c = above[i - distance] if i >= distance else 0
            b = above[i]
            out.append((x - (0, a, b, (a + b) // 2, paeth(a, b, c))[kind]) & 0xFF)
        above = row
    return bytes(out)


def png(pixels, size, color, depth, interlaced, kind, extra):
    data = b""
    for x0, y0, dx, dy in PASSES if interlaced else [(0, 0, 1, 1)]:
        rows = [packed([v for x in range(x0, size, dx) for v in pixels[y][x]], depth)
                for y in range(y0, size, dy)]
        if rows and rows[0]:
            data += filtered(rows, max(1, CHANNELS[color] * depth // 8), kind)
    header = struct.pack(">IIBBBBB", size, size, depth, color, 0, 0, interlaced)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
            + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))


def samples(file, color):
    """Pillow's pixels: 16 bits by their high byte, palettes as colours."""
    image = Image.open(io.BytesIO(file))
    if color == 4:
        # Pillow repeats the grey of 16 bits as red, green and blue.
        image = image.convert("LA")
    transparency = image.info.get("transparency")
    if image.mode.startswith("I"):
        return 1, bytes(v >> 8 for v in image.convert("I").get_flattened_data())
    if image.mode == "P":
        image = image.convert("RGB" if transparency is None else "RGBA")
    elif image.mode == "1":
        image = image.convert("L")
    return len(image.getbands()), image.tobytes()


def main():
    lines = []
    for color, depths in ((0, (1, 2, 4, 8, 16)), (2, (8, 16)), (3, (1, 2, 4, 8)), (4, (8, 16)),
                          (6, (8, 16))):
        for depth in depths:
            for size in SIZES:
                for transparent in (0, 1) if color == 3 else (0,):
                    source = noise(100 * color + depth + size)
                    pixels = [[[next(source) % (1 << depth) for _ in range(CHANNELS[color])]
                               for _ in range(size)] for _ in range(size)]
                    extra = b""
                    if color == 3:
                        extra = chunk(b"PLTE", bytes(next(source) & 0xFF
                                                     for _ in range(3 << depth)))
                    if transparent:
                        extra += chunk(b"tRNS", bytes(next(source) & 0xFF
                                                      for _ in range(1 << depth)))
                    results = {samples(png(pixels, size, color, depth, interlaced, kind, extra), color)
                               for interlaced in (0, 1) for kind in range(5)}
                    assert len(results) == 1
                    channels, pixels = results.pop()
                    lines.append(f"{color} {depth} {size} {transparent} {channels} "
                                 f"{zlib.crc32(pixels)}\n")
    with open("png_kinds.txt", "w") as out:
        out.writelines(lines)


if __name__ == "__main__":
    main()
