"""Makes the references of ViewOperationTests beside this file.

Needs: python 3.11, imgaug 0.4.0, numpy < 1.24, opencv-python-headless 4.11.

Writes `operations.json`: a drawn picture and, for each case, what imgaug makes of it with fixed
parameters; samples are in hexadecimal, 8 bits, RGB.
"""

import json
import os

import imgaug
import imgaug.augmenters as iaa
import numpy as np
from imgaug.augmenters.contrast import adjust_contrast_gamma

SIZE = 40
y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float64)
rng = np.random.default_rng(7)
picture = np.stack([
    128 + 100 * np.sin(x / 3.0) * np.cos(y / 5.0), 120 + 110 * np.cos(x / 4.0 - y / 3.0),
    np.where((x // 8 + y // 8) % 2 == 0, 230, 30)], axis=-1)
picture = np.clip(picture + rng.normal(0, 6, picture.shape), 0, 255).astype(np.uint8)

cases = []


def add(kind, numbers, result):
    cases.append(dict(kind=kind, numbers=numbers, samples=np.ascontiguousarray(result).tobytes().hex()))


add("picture", [], picture)
for gamma in [0.75, 1.3, 2.2]:
    add("gamma", [gamma] * 3, iaa.GammaContrast(gamma)(image=picture))
each = [0.8, 1.0, 1.25]
add("gamma", each, np.stack(
    [adjust_contrast_gamma(picture[..., c], each[c]) for c in range(3)], axis=-1))
for sigma in [0.4, 1.0, 1.7, 3.0, 4.0]:
    add("blur", [sigma], iaa.GaussianBlur(sigma)(image=picture))
for k, angle, direction in [
    (3, 0, 0), (5, 45, 0.5), (6, 90, -1), (9, 123.4, 0), (15, 300, 1), (15, 20, -0.3)]:
    add("motion", [k, angle, direction], iaa.MotionBlur(k=k, angle=angle, direction=direction)(
        image=picture))
for cx, cy, side in [(0.5, 0.5, 0.3), (0.05, 0.9, 0.4)]:
    add("cutout", [cx, cy, side], iaa.Cutout(position=(cx, cy), size=side)(image=picture))

# Statistics of what is random: mean and variance of the noise on grey, with and without channels of their
# own, and the share of black samples after a coarse dropout.
imgaug.seed(1)
gray = np.full((224, 224, 3), 128, dtype=np.uint8)
for per_channel in [False, True]:
    noisy = np.stack([
        iaa.AdditiveGaussianNoise(scale=12, per_channel=per_channel)(image=gray)
        for _ in range(20)]).astype(np.float64) - 128
    pair = np.mean(noisy[..., 0] * noisy[..., 1])
    across = np.mean(noisy[:, :, 1:] * noisy[:, :, :-1])
    cases.append(dict(kind="noise", numbers=[
        12, float(per_channel), noisy.mean(), noisy.var(), pair, across]))
for per_channel in [False, True]:
    black = np.stack([
        iaa.CoarseDropout(0.02, size_percent=0.1, per_channel=per_channel)(image=gray)
        for _ in range(400)]) == 0
    cases.append(dict(kind="dropout", numbers=[
        0.02, float(per_channel), black.mean(), black.mean(axis=(1, 2, 3)).var()]))

folder = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(folder, "operations.json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
