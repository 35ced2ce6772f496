"""Writes resized_checksums.txt: noise as OpenCV and Pillow resize it, up and down.

Run in this folder: python3 make_resized_checksums.py, with opencv-python 5.0.0, Pillow 13.0.0 and
numpy. A line has the interpolation, the source's width, height, channels and seed (see
make_resized.py), the result's width and height, and the CRC-32 of its samples. Intel's library, which
rounds bicubic interpolation otherwise than OpenCV itself, is switched off.
"""
import zlib

import cv2
import numpy as np
from PIL import Image

from make_resized import source

cv2.ipp.setUseIPP(False)
OPENCV = {"bilinear": cv2.INTER_LINEAR, "area": cv2.INTER_AREA, "bicubic": cv2.INTER_CUBIC}
# Modes whose samples Pillow resizes one by one, without regard to opacity.
MODES = {1: "L", 3: "RGB", 4: "CMYK"}


def resized(interpolation, image, width, height):
    if interpolation != "antialiased":
        return cv2.resize(image, (width, height), interpolation=OPENCV[interpolation])
    channels = image.shape[2]
    if channels == 2:
        return np.stack(
            [resized("antialiased", image[:, :, [c]], width, height) for c in (0, 1)], axis=2)
    data = image.squeeze(2) if channels == 1 else image
    mode = MODES[channels]
    picture = Image.frombytes(mode, (image.shape[1], image.shape[0]), data.tobytes())
    return np.asarray(picture.resize((width, height), Image.BILINEAR))


def cases():
    rng = np.random.default_rng(21)
    for interpolation in ["bilinear", "area", "bicubic", "antialiased"]:
        for seed in range(70):
            largest = 40 if seed < 40 else 250
            width, height, new_width, new_height = map(int, rng.integers(1, largest, 4))
            if seed % 7 == 0:
                new_width, new_height = max(width // 3, 1), max(height // 2, 1)
            if seed % 14 == 1:
                width, height = 3 * (width // 3 + 1), 4 * (height // 4 + 1)
                new_width, new_height = width // 3, height // 4
            if seed % 14 == 2:
                width, height = 2 * new_width, 2 * new_height
            if seed % 14 == 3:
                new_width = width
            if seed % 14 == 4:
                width, height = 1, 1
            channels = 1 + seed % 4
            image = source(seed, width, height, channels)
            result = resized(interpolation, image, new_width, new_height)
            yield (interpolation, width, height, channels, seed, new_width, new_height,
                   zlib.crc32(np.ascontiguousarray(result).tobytes()))


if __name__ == "__main__":
    with open("resized_checksums.txt", "w") as out:
        for case in cases():
            print(*case, file=out)
