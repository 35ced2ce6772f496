"""Writes resized.txt: small images as OpenCV resizes them.

Run in this folder: python3 make_resized.py, with opencv-python 5.0.0 and numpy.
A line has the operation, the source's width, height and channels, a seed, the
operation's arguments, the result's width and height, and its samples in hexadecimal. The source's
samples are noise made from the seed by the rule below, which the test repeats.
"""
import cv2
import numpy as np


def noise(seed, count):
    state, out = seed, bytearray()
    for _ in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        out.append(state >> 24)
    return np.frombuffer(bytes(out), np.uint8)


def source(seed, width, height, channels):
    return noise(seed, width * height * channels).reshape(height, width, channels)


def resize(image, width, height):
    return cv2.resize(image, (width, height)).reshape(height, width, image.shape[2])


def shortened(image, size):
    """The rule of AugNet's authors: see `resize_short` in their programs."""
    height, width = image.shape[:2]
    scale = size / min(height, width)
    return resize(image, int(max(width * scale, size)), int(max(height * scale, size)))


def middle(image, size):
    """The rule of AugNet's authors: see `extract_middle` in their programs."""
    image = shortened(image, size)
    height, width = image.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return image[top:top + side, left:left + side]


def cases():
    rng = np.random.default_rng(20)
    for seed in range(1, 61):
        channels = 1 + seed % 4
        width, height, new_width, new_height = map(int, rng.integers(1, 24, 4))
        if seed % 5 == 0:
            width, height = 2 * new_width, 2 * new_height
        if seed % 7 == 0:
            width, height = 1, 1
        if seed % 11 == 0:
            new_width = 1
        image = source(seed, width, height, channels)
        yield "resize", image, seed, f"{new_width}x{new_height}", resize(image, new_width, new_height)
    for seed in range(101, 113):
        width, height, size = map(int, rng.integers(3, 30, 3))
        image = source(seed, width, height, 3)
        yield "short", image, seed, str(size), shortened(image, size)
        yield "middle", image, seed, str(size), middle(image, size)


if __name__ == "__main__":
    with open("resized.txt", "w") as out:
        for operation, image, seed, arguments, result in cases():
            height, width, channels = image.shape
            print(operation, width, height, channels, seed, arguments, result.shape[1],
                  result.shape[0], result.tobytes().hex(), file=out)
