"""Writes jpeg_compression.txt: what JPEG compression leaves of pictures.

Run in this folder: python3 make_jpeg_compression.py, with Pillow (libjpeg-turbo) and NumPy. A line has
width, height, channels, quality, the size in bytes and the CRC-32 of the file that Pillow writes, with
chroma at half the rate in both directions, and the CRC-32 of the samples that it reads from it.
"""
import io
import zlib

import numpy as np
from PIL import Image


def picture(width, height, channels):
    """Ramps with noise of 0 to 63, by the rule of JPEGCompressionTests."""
    state = width * 131 + height
    samples = []
    for index in range(width * height * channels):
        state = (state * 1664525 + 1013904223) % 2**32
        column, row = index // channels % width, index // channels // width
        samples.append((column * 5 + row * 3 + index % channels * 60) % 192 + (state >> 26))
    array = np.array(samples, np.uint8).reshape(height, width, channels)
    return Image.fromarray(array if channels == 3 else array[..., 0])


with open("jpeg_compression.txt", "w") as out:
    for width, height in ((1, 1), (2, 3), (7, 9), (16, 16), (17, 33), (40, 31), (95, 64)):
        for channels in (1, 3):
            image = picture(width, height, channels)
            for quality in (1, 10, 30, 50, 70, 90, 100):
                file = io.BytesIO()
                # In a grey file the rate would be written too, to no effect.
                image.save(file, "JPEG", quality=quality, subsampling=2 if channels == 3 else -1)
                file = file.getvalue()
                left = Image.open(io.BytesIO(file)).tobytes()
                print(width, height, channels, quality, len(file), zlib.crc32(file),
                      zlib.crc32(left), file=out)
