"""Makes the references of ImageAugmentationTests beside this file.

Needs: python 3.11, imgaug 0.4.0, numpy < 1.24, opencv-python-headless 4.11.

Writes `pictures.bin` (8-bit RGB pictures, one after the other) and `cases.json`, which says
what each of them is: a picture to start from or what OpenCV or imgaug make of one.
"""

import json
import os

import cv2
import imgaug.augmenters as iaa
import numpy as np

FOLDER = os.path.dirname(os.path.abspath(__file__))
pictures = []
cases = []
offset = 0


def add(name, picture, **facts):
    global offset
    picture = np.ascontiguousarray(picture, dtype=np.uint8)
    height, width, _ = picture.shape
    cases.append(dict(name=name, offset=offset, width=width, height=height, **facts))
    pictures.append(picture.tobytes())
    offset += picture.size


def smooth(width, height):
    """A picture of a few slow waves: neighbours differ by a few levels."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    red = 128 + 100 * np.sin(x / 7.0 + 0.3) * np.cos(y / 9.0)
    green = 120 + 110 * np.cos(x / 11.0 - y / 8.0)
    blue = 140 + 90 * np.sin((x + 2 * y) / 13.0)
    return np.round(np.clip(np.stack([red, green, blue], axis=-1), 0, 255)).astype(np.uint8)


def colors():
    """Colours from all over the cube, with the greys, the primaries and near-greys."""
    rng = np.random.default_rng(20240607)
    pixels = rng.integers(0, 256, size=(24 * 24, 3))
    for index, level in enumerate(range(0, 256, 17)):
        pixels[index] = level
    corners = [[r, g, b] for r in (0, 255) for g in (0, 255) for b in (0, 255)]
    pixels[16:24] = corners
    pixels[24:48] = 128 + rng.integers(-2, 3, size=(24, 3))
    pixels[48:72] = rng.integers(0, 6, size=(24, 3))
    return pixels.reshape(24, 24, 3).astype(np.uint8)


def to_bytes(unit):
    return np.round(np.clip(unit, 0, 1) * 255)


# --- colours without rounding between the steps: OpenCV's float conversions -------------------


def hue_saturation(picture, hue, saturation):
    hsv = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2HSV)
    gray = hsv[..., 1] == 0
    hsv[..., 0] = np.mod(hsv[..., 0] + hue * 360.0 / 255.0, 360.0)
    hsv[..., 0][gray] = 0
    hsv[..., 1] = np.clip(hsv[..., 1] + saturation / 255.0, 0, 1)
    return to_bytes(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB))


SPACES = {
    "luma": (cv2.COLOR_RGB2YCrCb, cv2.COLOR_YCrCb2RGB, 0, 1.0),
    "HSV value": (cv2.COLOR_RGB2HSV, cv2.COLOR_HSV2RGB, 2, 1.0),
    "HLS lightness": (cv2.COLOR_RGB2HLS, cv2.COLOR_HLS2RGB, 1, 1.0),
    "Lab lightness": (cv2.COLOR_RGB2Lab, cv2.COLOR_Lab2RGB, 0, 100.0),
    "Luv lightness": (cv2.COLOR_RGB2Luv, cv2.COLOR_Luv2RGB, 0, 100.0),
}


def hold_above_blue(luv):
    """Shortens u* and v* where v' would fall below blue's, the lowest of sRGB."""
    white_v = 9 / (0.950456 + 15 + 3 * 1.088754)
    blue_v = 9 * 0.072169 / (0.180423 + 15 * 0.072169 + 3 * 0.950227)
    lowest = 13 * luv[..., 0] * (blue_v - white_v)
    low = luv[..., 2] < lowest
    luv[..., 1][low] *= lowest[low] / luv[..., 2][low]
    luv[..., 2][low] = lowest[low]


def brightness(picture, channel, factor, offset, adds_first):
    there, back, index, full = SPACES[channel]
    converted = cv2.cvtColor(picture.astype(np.float32) / 255, there)
    value = converted[..., index] / full
    if adds_first:
        value = np.clip(np.clip(value + offset / 255, 0, 1) * factor, 0, 1)
    else:
        value = np.clip(np.clip(value * factor, 0, 1) + offset / 255, 0, 1)
    converted[..., index] = value * full
    if channel == "Luv lightness":
        hold_above_blue(converted)
    return to_bytes(cv2.cvtColor(converted, back))


palette = colors()
add("colors", palette)
for hue, saturation in [(25, 0), (-25, 0), (200, 0), (0, 50), (0, -150), (17, -60), (-20, 30)]:
    add(
        f"hue {hue} saturation {saturation}", hue_saturation(palette, hue, saturation),
        hue=hue, saturation=saturation)
for channel in SPACES:
    for factor, value, adds_first in [
        (1.25, 0, False), (0.75, 0, False), (1, 50, False), (1, -50, False),
        (1.2, -30, False), (1.2, -30, True), (0.8, 40, True),
    ]:
        add(
            f"{channel} x {factor} + {value} {adds_first}",
            brightness(palette, channel, factor, value, adds_first),
            channel=channel, factor=factor, offset_in_levels=value, adds_first=adds_first)

# --- colours as imgaug makes them, in 8 bits -------------------------------------------------

# Hues whose angle is a whole number of OpenCV's 2-degree steps: 17 · 180 / 255 = 12.
for hue in [17, -17]:
    add(f"imgaug hue {hue}", iaa.AddToHue(hue)(image=palette), imgaug=True, hue=hue, saturation=0)
for saturation in [50, -80, -150]:
    add(
        f"imgaug saturation {saturation}", iaa.AddToSaturation(saturation)(image=palette),
        imgaug=True, hue=0, saturation=saturation)
IMGAUG_SPACES = {
    "luma": iaa.CSPACE_YCrCb, "HSV value": iaa.CSPACE_HSV, "HLS lightness": iaa.CSPACE_HLS,
    "Lab lightness": iaa.CSPACE_Lab, "Luv lightness": iaa.CSPACE_Luv,
}
for channel, space in IMGAUG_SPACES.items():
    for factor, value in [(1.2, -30), (0.8, 40)]:
        augmenter = iaa.MultiplyAndAddToBrightness(
            mul=factor, add=value, to_colorspace=space, random_order=False)
        add(
            f"imgaug {channel} x {factor} + {value}", augmenter(image=palette), imgaug=True,
            channel=channel, factor=factor, offset_in_levels=value, adds_first=False)
add(
    "imgaug YUV", iaa.MultiplyAndAddToBrightness(
        mul=0.8, add=40, to_colorspace=iaa.CSPACE_YUV, random_order=False)(image=palette),
    imgaug=True, channel="luma", factor=0.8, offset_in_levels=40, adds_first=False)

# --- geometry ---------------------------------------------------------------------------------

square = smooth(48, 48)
wide = smooth(50, 40)
add("square", square)
add("wide", wide)
for size in [48, 40, 32, 96, 25]:
    add(f"resize {size}", cv2.resize(square, (size, size)), size=size)
# The middle 24 × 24 of the picture; and the left 20 × 20 of the lower edge of the wide one.
add("crop middle", cv2.resize(square[12:36, 12:36], (32, 32)))
add("crop corner", cv2.resize(wide[20:40, 0:20], (32, 32)))
add("flip", cv2.flip(square, 1))
for size, low in [(48, 30), (48, 24), (64, 32)]:
    reduced = cv2.resize(cv2.resize(square, (low, low)), (size, size))
    add(f"reduce {size} {low}", reduced, size=size, low=low)
for degrees in [30, -17.5, 35]:
    add(f"rotate {degrees}", iaa.Affine(rotate=degrees)(image=square), degrees=degrees)
flipped = cv2.resize(cv2.resize(cv2.flip(square, 1), (32, 32)), (48, 48))
add("chain", iaa.Affine(rotate=-28)(image=flipped))

with open(os.path.join(FOLDER, "pictures.bin"), "wb") as file:
    file.write(b"".join(pictures))
with open(os.path.join(FOLDER, "cases.json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
