"""Holds every operation on views against imgaug 0.4.0, on pictures of yours.

    python Scripts/check-views-with-imgaug.py PROGRAM PICTURE...      PROGRAM is the built augnet

Each picture's central square is scaled to 224 pixels, so that nothing has to be resampled where an operation
does not ask for it. Where the mathematics is defined, the table has the largest and the mean difference in
levels: as-meant from one step of imgaug or of exact bilinear sampling, as-run from the authors' extractor
followed by imgaug. Where it is random, there are statistics of both. Needs imgaug 0.4.0, numpy < 1.24, opencv-python-headless and Pillow.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import cv2
import imgaug
import imgaug.augmenters as iaa
import numpy as np
from imgaug.augmenters.contrast import adjust_contrast_gamma
from PIL import Image

SIZE = 224
SPACES = {
    "luma": iaa.CSPACE_YCrCb, "HSV value": iaa.CSPACE_HSV, "HLS lightness": iaa.CSPACE_HLS,
    "Lab lightness": iaa.CSPACE_Lab, "Luv lightness": iaa.CSPACE_Luv,
}


def square(path):
    picture = Image.open(path).convert("RGB")
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    box = (left, top, left + side, top + side)
    return np.asarray(picture.crop(box).resize((SIZE, SIZE), Image.LANCZOS))


def ours(picture, operations, style, count=1, seed=0):
    """The views that the program makes of a picture, and the numbers that it drew."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        Image.fromarray(picture).save(folder / "picture.png")
        recipe = dict(name="check", style=style, operations=operations)
        (folder / "recipe.json").write_text(json.dumps(recipe))
        run = subprocess.run(
            [sys.argv[1], "views", folder / "picture.png", "--recipe", folder / "recipe.json",
             "--folder", folder / "views", "--count", str(count), "--size", str(SIZE),
             "--seed", str(seed), "--json"], check=True, capture_output=True)
        views = [np.asarray(Image.open(folder / "views" / f"view-{number + 1}.png"))
                 for number in range(count)]
        return views, json.loads(run.stdout)["views"]


def in_floats(convert, restore, body):
    """What OpenCV makes of a change in a colour space without rounding."""

    def apply(picture):
        space = cv2.cvtColor(picture.astype(np.float32) / 255, convert)
        body(space)
        return np.round(np.clip(cv2.cvtColor(space, restore), 0, 1) * 255)

    return apply


def add_hue(space, offset):
    gray = space[..., 1] == 0
    space[..., 0] = np.mod(space[..., 0] + offset * 360 / 255, 360)
    space[..., 0][gray] = 0


def add_saturation(space, offset):
    space[..., 1] = np.clip(space[..., 1] + offset / 255, 0, 1)


def hsv(body):
    return in_floats(cv2.COLOR_RGB2HSV, cv2.COLOR_HSV2RGB, body)


def brightness(view, factor, offset):
    """imgaug's change in the colour space and the order that were drawn."""
    text = view["changes"][0]
    space = next(space for name, space in SPACES.items() if text.startswith(name))
    adds_first = text.index("×") > text.index("then")
    steps = [iaa.Multiply(factor), iaa.Add(offset)]
    return iaa.WithBrightnessChannels(steps[::-1] if adds_first else steps, to_colorspace=space)


def extract(picture, view, flip=False):
    """Crop, flip and loss of resolution in the steps of the authors' extractor."""
    large = cv2.resize(picture, (2 * SIZE, 2 * SIZE))
    side = int(np.float32(view["crop"]["side"]) * np.float32(2 * SIZE))
    left, top = (int(np.float32(view["crop"][name]) * np.float32(2 * SIZE - side + 1))
                 for name in ("horizontal", "vertical"))
    crop = large[top:top + side, left:left + side]
    if flip:
        crop = cv2.flip(crop, 1)
    if view["resolution"]:
        low = int(np.float32(SIZE) * np.float32(view["resolution"]))
        crop = cv2.resize(crop, (low, low))
    return cv2.resize(crop, (SIZE, SIZE))


def bilinear(picture, x, y):
    """Samples at columns `x` and rows `y`, pixels' centres being at whole numbers."""
    x, y = (np.clip(axis, 0, SIZE - 1) for axis in (x, y))
    left, top = (np.minimum(axis.astype(int), SIZE - 2) for axis in (x, y))
    right, low = (x - left)[None, :, None], (y - top)[:, None, None]
    rows = picture[top] * (1 - low) + picture[top + 1] * low
    return np.round(rows[:, left] * (1 - right) + rows[:, left + 1] * right)


def exact_crop(picture, view):
    side = SIZE * view["crop"]["side"]
    ramp = (np.arange(SIZE) + 0.5) * side / SIZE - 0.5
    return bilinear(picture, *(view["crop"][name] * (SIZE - side) + ramp
                               for name in ("horizontal", "vertical")))


def exact_edges(picture, view):
    left, right, top, bottom = view["edges"]
    ramp = np.arange(SIZE) + 0.5
    return bilinear(picture, ramp * (1 - left - right) + left * SIZE - 0.5,
                    ramp * (1 - top - bottom) + top * SIZE - 0.5)


def crop_edges(picture, view):
    left, right, top, bottom = (float(share) for share in view["edges"])
    return iaa.Crop(percent=(top, right, bottom, left))(image=extract(picture, view))


def cases():
    """Name, operations of a recipe, and what imgaug makes of a picture, given the drawn numbers: in one
    step, and in the authors' steps; None where nothing is comparable."""

    def case(name, operation, apply, **numbers):
        return (name, [dict(operation=operation, **numbers)], apply,
                lambda picture, view: apply(extract(picture, view), view))

    def fixed(name, operation, augmenter, **numbers):
        return case(name, operation, lambda picture, view: augmenter(image=picture), **numbers)

    def floats(name, operation, body, offset):
        return (name, [dict(operation=operation, offset=offset)],
                lambda picture, view: hsv(lambda space: body(space, offset))(picture), None)

    yield "crop", [dict(operation="crop", side=[0.2, 1])], exact_crop, extract
    yield ("flip", [dict(operation="flip", probability=1)],
           lambda picture, view: picture[:, ::-1],
           lambda picture, view: extract(picture, view, True))
    yield ("loss of resolution", [dict(operation="reduceResolution", scale=[0.2, 1],
                                       probability=1)], None, extract)
    for degrees in (-35, -7.5, 20):
        yield fixed(f"rotation {degrees}", "rotate", iaa.Affine(rotate=degrees), degrees=degrees)
    yield ("edges cut off", [dict(operation="cropEdges", share=[0, 0.1])], exact_edges,
           crop_edges)
    for offset in (-20, 25):
        yield fixed(f"hue {offset}", "addToHue", iaa.AddToHue(offset), offset=offset)
        yield floats(f"hue {offset}, OpenCV in floats", "addToHue", add_hue, offset)
    for offset in (-150, -40, 50):
        yield fixed(f"saturation {offset}", "addToSaturation", iaa.AddToSaturation(offset),
                    offset=offset)
        yield floats(f"saturation {offset}, OpenCV in floats", "addToSaturation", add_saturation,
                     offset)
    for factor, offset in ((0.75, 30), (1.25, -40), (1.3, 0), (1, 40)):
        yield case(f"brightness x {factor} {offset:+}", "multiplyAndAddToBrightness",
                   lambda picture, view, f=factor, o=offset: brightness(view, f, o)(image=picture),
                   factor=factor, offset=offset)
    for gamma in (0.75, 1.3):
        yield fixed(f"gamma {gamma}", "gamma", iaa.GammaContrast(gamma), exponent=gamma)
    yield case("gamma of each channel", "gamma",
               lambda picture, view: np.stack(
                   [adjust_contrast_gamma(picture[..., channel], float(power))
                    for channel, power in enumerate(view["changes"][0][6:].split(", "))],
                   axis=-1), exponent=[0.75, 1.3], perChannel=1)
    for sigma in (0.5, 1.5, 3):
        yield fixed(f"Gaussian blur {sigma}", "gaussianBlur", iaa.GaussianBlur(sigma), sigma=sigma)
    for size, angle, direction in ((3, 0, 0), (7, 45, 0.5), (15, 200, -1)):
        yield fixed(f"motion blur {size} at {angle}, direction {direction}", "motionBlur",
                    iaa.MotionBlur(k=size, angle=angle, direction=direction), size=size,
                    angle=angle, direction=direction)
    for strength in (0, 50, 80, 99):
        yield fixed(f"JPEG compression {strength}", "jpegCompression",
                    iaa.JpegCompression(compression=strength), strength=strength)


def print_differences(pictures):
    print(f"| operation ({len(pictures)} pictures) | as-meant, largest | mean | "
          "as-run, largest | mean |\n| --- | --- | --- | --- | --- |")
    for name, operations, *references in cases():
        cells = []
        for style, reference in zip(("as-meant", "as-run"), references):
            differences = []
            for seed, picture in enumerate(pictures):
                if reference:
                    views, numbers = ours(picture, operations, style, seed=seed)
                    expected = reference(picture, numbers[0])
                    differences.append(np.abs(views[0].astype(float) - expected))
            cells += ([f"{np.max(differences):.0f}", f"{np.mean(differences):.3f}"]
                      if differences else ["–", "–"])
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def spectrum(noise):
    """Mean power in four bands of frequency, 1 each for white noise."""
    noise = noise - noise.mean()
    power = np.abs(np.fft.fft2(noise)) ** 2 / (noise.size * noise.var())
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(SIZE), np.fft.fftfreq(SIZE)))
    edges = (1e-9, 0.125, 0.25, 0.375, 0.71)
    return [power[(frequency >= low) & (frequency < high)].mean()
            for low, high in zip(edges, edges[1:])]


def statistics(views, picture):
    """Mean, variance, correlation of red and green, and the mean spectrum, of what was added."""
    added = np.stack(views).astype(float) - picture
    pairs = np.corrcoef(added[..., 0].ravel(), added[..., 1].ravel())[0, 1]
    bands = np.mean([spectrum(view[..., 1]) for view in added], axis=0)
    return [added.mean(), added.var(), pairs, *bands]


def print_statistics(picture):
    gray = np.full((SIZE, SIZE, 3), 128, np.uint8)
    # Where nothing is clamped: a picture in the middle of the range.
    middle = (picture // 2 + 64).astype(np.uint8)
    print("\n| random operation | who | mean | variance | red and green | power below 1/8 | 1/4 | "
          "3/8 | 1/2 |\n|" + " --- |" * 9)
    imgaug.seed(3)
    for name, number, channels in (("Gaussian noise 12.75", 12.75, 0),
                                   ("Gaussian noise 12.75 per channel", 12.75, 1)):
        operation = dict(operation="gaussianNoise", deviation=number, perChannel=channels)
        augmenter = iaa.AdditiveGaussianNoise(scale=number, per_channel=bool(channels))
        for on, ground in (("grey", gray), ("a picture", middle)):
            print_row(f"{name} on {on}", ground, operation, augmenter)
    for name, channels in (("coarse dropout 2 %", 0), ("coarse dropout 2 % per channel", 1)):
        operation = dict(operation="coarseDropout", probability=0.02, size=0.1,
                         perChannel=channels)
        augmenter = iaa.CoarseDropout(0.02, size_percent=0.1, per_channel=bool(channels))
        print_row(f"{name} on grey", gray, operation, augmenter)


def print_row(name, ground, operation, augmenter):
    count = 250
    views, _ = ours(ground, [operation], "as-meant", count=count)
    for who, of in (("ours", views), ("imgaug", [augmenter(image=ground) for _ in range(count)])):
        cells = " | ".join(f"{number:.3f}" for number in statistics(of, ground))
        print(f"| {name} | {who} | {cells} |", flush=True)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    if "bool" not in vars(np):
        np.bool = bool  # imgaug 0.4.0 is older than the name's removal.
    pictures = [square(path) for path in sys.argv[2:]]
    print_differences(pictures)
    print_statistics(pictures[0])


if __name__ == "__main__":
    main()
