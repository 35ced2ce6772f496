"""Writes jpegs.txt and bitmaps.txt: small JPEG and BMP files, and what comes out of them.

Run in this folder: python3 make_jpeg_references.py, with Pillow (libjpeg-turbo) and NumPy. A line has
the file's name, width, height, channels, the file in hexadecimal, and the CRC-32 of the samples that
Pillow gives, turned upright. Samplings that Pillow does not write are made from those it does, by
other numbers in the frame header: another picture then, but as good a test.
"""
import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps


def picture(width, height, mode="RGB", seed=1):
    """Soft colours with some noise and an edge."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    planes = []
    for channel in range({"L": 1, "RGB": 3, "CMYK": 4, "RGBA": 4}[mode]):
        plane = 128 + 90 * np.sin(x / (5 + channel) + channel) * np.cos(y / (7 - channel))
        plane += random.normal(0, 6, plane.shape) + 60 * (x + y > (width + height) * 0.6)
        planes.append(plane)
    array = np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8)
    return Image.fromarray(array[..., 0] if mode == "L" else array, mode)


def saved(image, **options):
    out = io.BytesIO()
    image.save(out, options.pop("format", "JPEG"), **options)
    return out.getvalue()


def segments(file):
    position = 2
    while file[position + 1] != 0xDA:
        yield file[position + 1], position
        position += 2 + struct.unpack(">H", file[position + 2:position + 4])[0]


def patched(file, samplings=None, size=None, marker=None):
    """The same coded bits under another frame header."""
    file = bytearray(file)
    for kind, at in segments(bytes(file)):
        if kind in (0xC0, 0xC1, 0xC2):
            if marker:
                file[at + 1] = marker
            if size:
                file[at + 5:at + 9] = struct.pack(">HH", size[1], size[0])
            for index, sampling in enumerate(samplings or []):
                file[at + 11 + 3 * index] = sampling
    return bytes(file)


def wide_tables(file):
    """The same file with quantization tables of 16 bits."""
    out = bytearray(file[:2])
    end = 2
    for kind, at in segments(file):
        end = at + 2 + struct.unpack(">H", file[at + 2:at + 4])[0]
        if kind == 0xDB:
            assert end - at == 69
            table = b"".join(struct.pack(">H", 3 * factor) for factor in file[at + 5:end])
            out += struct.pack(">BBHB", 0xFF, 0xDB, 131, 0x10 | file[at + 4]) + table
        else:
            out += file[at:end]
    return patched(bytes(out) + file[end:], marker=0xC1)


def jpegs():
    for width, height in ((1, 1), (2, 2), (3, 2), (5, 3), (7, 5), (16, 16), (17, 33), (40, 23)):
        for name, sampling in (("444", 0), ("422", 1), ("420", 2)):
            for progressive in (False, True):
                yield (f"{width}x{height}-{name}" + "-progressive" * progressive,
                       saved(picture(width, height), quality=80, subsampling=sampling,
                             progressive=progressive))
    for quality in (1, 20, 50, 95, 100):
        for progressive in (False, True):
            yield (f"quality{quality}" + "-progressive" * progressive,
                   saved(picture(29, 21), quality=quality, subsampling=2, progressive=progressive,
                         optimize=quality == 50))
    for width, height in ((1, 1), (9, 8), (31, 17)):
        for progressive in (False, True):
            yield (f"gray-{width}x{height}" + "-progressive" * progressive,
                   saved(picture(width, height, "L"), quality=75, progressive=progressive))
    for blocks in (1, 3):
        for progressive in (False, True):
            yield (f"restart{blocks}" + "-progressive" * progressive,
                   saved(picture(50, 40), quality=60, subsampling=2, progressive=progressive,
                         restart_marker_blocks=blocks))
    half = saved(picture(33, 48), quality=80, subsampling=1)
    quarter = saved(picture(64, 64), quality=80, subsampling=2)
    yield "440", patched(half, (0x12, 0x11, 0x11), (48, 33))
    yield "440-narrow", patched(half, (0x12, 0x11, 0x11), (2, 33))
    yield "411", patched(quarter, (0x41, 0x11, 0x11), (63, 61))
    yield "1x4", patched(quarter, (0x14, 0x11, 0x11), (61, 63))
    yield "chroma-finer", patched(half, (0x11, 0x21, 0x11), (31, 30))
    yield "mixed", patched(quarter, (0x22, 0x21, 0x12), (37, 29))
    full = saved(picture(40, 30), quality=80, subsampling=0)
    yield "all-2x1", patched(full, (0x21, 0x21, 0x21), (17, 14))
    yield "gray-2x2", patched(saved(picture(31, 17, "L"), quality=75), (0x22,))
    yield "extended", patched(full, marker=0xC1)
    yield "wide-tables", wide_tables(full)
    yield "rgb", saved(picture(19, 13), quality=85, keep_rgb=True)
    for progressive in (False, True):
        cmyk = saved(picture(19, 13, "CMYK"), quality=85, progressive=progressive)
        yield "cmyk" + "-progressive" * progressive, cmyk
        adobe = cmyk.index(b"Adobe")
        yield ("ycck" + "-progressive" * progressive,
               cmyk[:adobe + 11] + b"\x02" + cmyk[adobe + 12:])
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x112] = orientation
        yield (f"orientation{orientation}",
               saved(picture(11, 6), quality=85, subsampling=2, exif=exif))
        tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x112, 3, 1, orientation, 0, 0)
        yield (f"orientation{orientation}-big-endian",
               saved(picture(6, 11, "L"), quality=85, exif=b"Exif\0\0" + tiff))


def masked(width, height, bits, masks, top_down=False):
    """A bitmap with masks, and its samples."""
    random = np.random.default_rng(bits)
    values = random.integers(0, 1 << bits, (height, width), dtype=np.uint64)
    rows = b""
    for y in range(height):
        row = b"".join(int(v).to_bytes(bits // 8, "little")
                       for v in values[y if top_down else height - 1 - y])
        rows += row + bytes(-len(row) % 4)
    size = 56 if len(masks) == 4 else 40
    start = 14 + (size if size > 40 else 52)
    file = b"BM" + struct.pack("<IHHI", start + len(rows), 0, 0, start)
    file += struct.pack("<IiiHHIIiiII", size, width, -height if top_down else height, 1, bits, 3,
                        len(rows), 0, 0, 0, 0) + b"".join(struct.pack("<I", m) for m in masks)
    samples = []
    for v in values.flatten():
        for mask in masks:
            shift = (mask & -mask).bit_length() - 1
            samples.append(((int(v) & mask) >> shift) * 255 // (mask >> shift))
    return file + rows, width, height, len(masks), bytes(samples)


def bitmaps():
    for width, height in ((1, 1), (7, 5), (16, 3)):
        image = picture(width, height)
        for name, kind in (("rgb", image), ("gray", image.convert("L")), ("bits", image.convert("1")),
                           ("palette", image.quantize(13))):
            yield f"{name}-{width}x{height}", saved(kind, format="BMP"), kind.convert("RGB")
    rgba = picture(5, 4, "RGBA")
    # The fourth byte has no meaning without a mask.
    yield "rgba", saved(rgba, format="BMP"), rgba.convert("RGB")


def main():
    with open("jpegs.txt", "w") as out:
        for name, file in jpegs():
            image = ImageOps.exif_transpose(Image.open(io.BytesIO(file)))
            image = image if image.mode == "L" else image.convert("RGB")
            print(name, *image.size, len(image.getbands()), file.hex(), zlib.crc32(image.tobytes()),
                  file=out)

    with open("bitmaps.txt", "w") as out:
        for name, file, image in bitmaps():
            print(name, *image.size, len(image.getbands()), file.hex(), zlib.crc32(image.tobytes()),
                  file=out)
        for name, arguments in (("565", (5, 3, 16, (0xF800, 0x7E0, 0x1F))),
                                ("555-top-down", (4, 3, 16, (0x7C00, 0x3E0, 0x1F), True)),
                                ("bgrx", (3, 3, 32, (0xFF0000, 0xFF00, 0xFF))),
                                ("rgba", (3, 2, 32, (0xFF, 0xFF00, 0xFF0000, 0xFF000000))),
                                ("10-bits", (3, 2, 32, (0x3FF00000, 0xFFC00, 0x3FF)))):
            file, width, height, channels, samples = masked(*arguments)
            print("masks-" + name, width, height, channels, file.hex(), zlib.crc32(samples), file=out)


if __name__ == "__main__":
    main()
