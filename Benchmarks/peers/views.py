"""Views of pictures in memory: the authors' extractor with imgaug, albumentations, torchvision."""

import os
import random
import re

from problems import Problem, Subject

SIDE = 224
# Recipe, width and height of a picture, pictures, and views of each as the authors draw them.
CASES = [("stl", 96, 96, 8, 4), ("imagenet", 640, 480, 4, 16)]


def waves(width, height):
    """The picture that augnet-bench uses."""
    import numpy

    y, x, channel = numpy.mgrid[0:height, 0:width, 0:3]
    tiles = (x // 24 + y // 16) % 5 * 24
    return ((x * (channel + 2) + y * 3) % 512 // 4 + tiles + (x * y + channel) % 7).astype(
        numpy.uint8)


def repeated(pictures, run):
    """What makes the views of one picture, for all of them."""

    def run_all():
        for _ in range(pictures):
            run()

    return run_all


def single_threaded_opencv():
    import cv2

    cv2.setNumThreads(1)
    return cv2


def imgaug_operations(recipe):
    """The two lists of operations of the authors' programs."""
    from imgaug import augmenters as iaa

    if recipe == "stl":
        return [iaa.Affine(rotate=(-35, 35)), iaa.AddToHue((-25, 25)),
                iaa.AddToSaturation((-150, 50)),
                iaa.MultiplyAndAddToBrightness(mul=(0.75, 1.25), add=(-50, 50))]
    return [iaa.Affine(rotate=(-35, 35)), iaa.Crop(percent=(0, 0.1)),
            iaa.GaussianBlur(sigma=(0.0, 3.0)), iaa.AddToHue((-20, 20)),
            iaa.AddToSaturation((-150, 50)),
            iaa.MultiplyAndAddToBrightness(mul=(0.75, 1.3), add=(-40, 40)),
            iaa.GammaContrast((0.75, 1.3)), iaa.GammaContrast((0.75, 1.3), per_channel=True),
            iaa.AdditiveGaussianNoise(scale=(0, 25.5)), iaa.JpegCompression(compression=(0, 99)),
            iaa.MotionBlur(k=(3, 15)), iaa.CoarseDropout(0.02, size_percent=0.1, per_channel=0.5)]


def imgaug_peer(threads):
    """What the authors' programs do for the views of a picture, step by step."""
    import numpy

    if not hasattr(numpy, "bool"):
        numpy.bool = bool  # imgaug 0.4.0 is older than the name's removal.
    cv2 = single_threaded_opencv()
    import imgaug
    from imgaug import augmenters as iaa

    def prepare(extents):
        picture = waves(extents["width"], extents["height"])
        imgaug.seed(1)
        sequence = iaa.Sequential(imgaug_operations(extents["recipe"]))
        is_stl, draw = extents["recipe"] == "stl", numpy.random.default_rng(1)

        def view(large):
            side = int(2 * SIDE * draw.uniform(0.2, 1))
            left, top = (int(draw.integers(extent - side + 1)) for extent in large.shape[1::-1])
            crop = numpy.copy(large[top:top + side, left:left + side])
            if is_stl and draw.random() < 0.5:
                crop = cv2.flip(crop, 1)
            if draw.random() < 0.7:
                low = int(SIDE * draw.uniform(0.2, 1))
                crop = cv2.resize(crop, (low, low))
            return cv2.resize(crop, (SIDE, SIDE))

        def run():
            scale = 2 * SIDE / min(picture.shape[:2])
            size = tuple(int(max(extent * scale, 2 * SIDE)) for extent in picture.shape[1::-1])
            large = cv2.resize(picture, size)
            batch = numpy.array([view(large) for _ in range(extents["views"])])
            return sequence(images=batch) / 255.0

        return repeated(extents["pictures"], run)

    return f"imgaug {imgaug.__version__}, OpenCV {cv2.__version__}", prepare


def albumentations_peer(threads):
    """The nearest that albumentations has to the recipes."""
    os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"
    import albumentations as A
    import numpy

    cv2 = single_threaded_opencv()
    linear = {"downscale": cv2.INTER_LINEAR, "upscale": cv2.INTER_LINEAR}
    crop = A.RandomResizedCrop((SIDE, SIDE), scale=(0.04, 1.0), ratio=(1, 1))
    turn = A.Rotate((-35, 35), border_mode=cv2.BORDER_CONSTANT, p=1)
    recipes = {
        "stl": lambda: [
            crop, A.HorizontalFlip(p=0.5),
            A.Downscale(scale_range=(0.2, 1.0), interpolation_pair=linear, p=0.7), turn,
            A.HueSaturationValue(25, (-100, 50), (-50, 50), p=1),
            A.RandomBrightnessContrast(0.25, 0, p=1)],
        "imagenet": lambda: [
            crop, turn, A.GaussianBlur((0, 0), (0.1, 3.0), p=1),
            A.HueSaturationValue(20, (-100, 50), (-40, 40), p=1),
            A.RandomBrightnessContrast((-0.25, 0.3), 0, p=1), A.RandomGamma((75, 130), p=1),
            A.GaussNoise((0, 0.1), per_channel=False, p=1),
            A.ImageCompression("jpeg", (2, 100), p=1), A.MotionBlur((3, 15), p=1),
            A.CoarseDropout((1, 20), (10, 10), (10, 10), p=1)],
    }

    def prepare(extents):
        picture = waves(extents["width"], extents["height"])
        compose = A.Compose(recipes[extents["recipe"]]())

        def run():
            views = [compose(image=picture)["image"] for _ in range(extents["views"])]
            return numpy.stack(views).astype(numpy.float32) / 255

        return repeated(extents["pictures"], run)

    return f"albumentations {A.__version__}", prepare


def torchvision_peer(threads):
    """The nearest that torchvision has to the recipe stl; it has no noise of ImageNet's kind."""
    import torch

    # A torchvision that was built for another PyTorch lacks operators that nothing here needs.
    library = torch.library.Library("torchvision", "DEF")
    for schema in ("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
                   "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"):
        try:
            library.define(schema)
        except RuntimeError:
            pass
    import torchvision
    from torchvision.transforms import v2

    torch.set_num_threads(threads)
    resize = v2.functional.resize

    class LowResolution(torch.nn.Module):
        def forward(self, image):
            if random.random() >= 0.7:
                return image
            low = int(SIDE * random.uniform(0.2, 1))
            return resize(resize(image, [low, low], antialias=False), [SIDE, SIDE],
                          antialias=False)

    def prepare(extents):
        if extents["recipe"] != "stl":
            raise NotImplementedError("torchvision lacks operations of this recipe")
        picture = waves(extents["width"], extents["height"])
        picture = torch.from_numpy(picture).permute(2, 0, 1).contiguous()
        compose = v2.Compose([
            v2.RandomResizedCrop(SIDE, scale=(0.04, 1.0), ratio=(1.0, 1.0), antialias=False),
            v2.RandomHorizontalFlip(), LowResolution(),
            v2.RandomRotation(35, interpolation=v2.InterpolationMode.BILINEAR),
            v2.ColorJitter(brightness=0.25, saturation=(0.4, 1.2), hue=0.1),
            v2.ToDtype(torch.float32, scale=True)])
        return repeated(
            extents["pictures"],
            lambda: torch.stack([compose(picture) for _ in range(extents["views"])]))

    return f"torchvision {torchvision.__version__}", prepare


class Views(Subject):
    """All views of some pictures, 224 × 224 and in floating point."""

    unit = "views/s"
    peers = {
        "imgaug": imgaug_peer,
        "albumentations": albumentations_peer,
        "torchvision": torchvision_peer,
    }

    def problems(self, batch):
        return [
            Problem(
                key=f"{recipe} {width}x{height}",
                label=f"{recipe} {width}x{height} to {SIDE}x{SIDE}",
                filters=("views", f"{recipe} {width}x{height}"), items=pictures * views,
                extents=dict(recipe=recipe, width=width, height=height, pictures=pictures,
                             views=views))
            for recipe, width, height, pictures, views in CASES
        ]

    def key_of_row(self, row):
        match = re.match(r"(\w+ \d+x\d+) to", row["problem"])
        return match.group(1) if row["name"] == "views" and match else None

    def rate(self, problem, seconds):
        return problem.items / seconds
