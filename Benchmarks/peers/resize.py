"""Pictures in another size: OpenCV and Pillow, each where it has the same operation."""

import re

from problems import Problem, Subject

SIZES = [(640, 480, 224, 224), (1024, 768, 466, 350), (1024, 768, 256, 192), (96, 96, 224, 224),
         (320, 240, 640, 480)]


def picture(extents):
    """Noise: its values do not matter."""
    import numpy

    width, height, channels = extents["size"][0], extents["size"][1], extents["channels"]
    return numpy.random.default_rng(1).integers(0, 256, (height, width, channels), numpy.uint8)


def make_opencv(threads):
    import cv2

    cv2.setNumThreads(threads)
    kinds = {"bilinear": cv2.INTER_LINEAR, "area": cv2.INTER_AREA, "bicubic": cv2.INTER_CUBIC}

    def prepare(extents):
        kind = kinds.get(extents["interpolation"])
        if kind is None:
            raise ValueError("OpenCV has no such interpolation")
        source, size = picture(extents), tuple(extents["size"][2:])
        return lambda: cv2.resize(source, size, interpolation=kind)

    return f"OpenCV {cv2.__version__}", prepare


def make_pillow(threads):
    import PIL
    from PIL import Image

    # Its bilinear and bicubic filters grow with the reduction, which are other operations.
    kinds = {"antialiased": Image.Resampling.BILINEAR, "area": Image.Resampling.BOX}

    def prepare(extents):
        kind = kinds.get(extents["interpolation"])
        if kind is None:
            raise ValueError("Pillow has no such interpolation")
        samples, size = picture(extents), tuple(extents["size"][2:])
        source = Image.fromarray(samples if extents["channels"] > 1 else samples[..., 0])
        return lambda: source.resize(size, kind)

    return f"Pillow {PIL.__version__}", prepare


class Resizing(Subject):
    """Pictures in memory, smaller and larger."""

    unit = "pictures/s"
    peers = {"opencv": make_opencv, "pillow": make_pillow}

    def problems(self, batch):
        problems = []
        for interpolation in ("bilinear", "area", "bicubic", "antialiased"):
            for size in SIZES:
                for channels in (1, 3, 4) if size[0] == 640 else (3,):
                    label = "{} {}x{} to {}x{}x{}".format(interpolation, *size, channels)
                    problems.append(Problem(
                        key=label, label=label, filters=("resize",), items=1, group=interpolation,
                        extents=dict(interpolation=interpolation, size=size, channels=channels)))
        return problems

    def key_of_row(self, row):
        return row["problem"] if row["name"] == "resize" else None

    def rate(self, problem, seconds):
        return problem.items / seconds
