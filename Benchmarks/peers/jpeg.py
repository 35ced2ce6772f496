"""Decoding JPEG pictures, whole and to a smaller size: Pillow, OpenCV and imagecodecs."""

import io
import os
import re
import tempfile

from png import load_opencv, load_pillow, peer, photograph
from problems import Problem, Subject

# What an encoder wants of a large picture: a short side of at least so many pixels.
SHORT_SIDE = 350


def write_pictures(folder):
    """One file of each kind; large ones are to be decoded to a smaller size too."""
    import numpy
    from PIL import Image

    random = numpy.random.default_rng(5)

    def picture(width, height):
        return numpy.clip(photograph(random, 3, width, height), 0, 255).astype(numpy.uint8)

    def save(name, samples, **options):
        Image.fromarray(samples).save(os.path.join(folder, name), **options)

    photo = picture(1024, 768)
    for quality in (75, 90):
        save(f"photo-420-q{quality}.jpg", photo, quality=quality, subsampling="4:2:0")
    save("photo-444.jpg", photo, quality=90, subsampling="4:4:4")
    save("photo-422.jpg", photo, quality=90, subsampling="4:2:2")
    save("photo-420-progressive.jpg", photo, quality=90, subsampling="4:2:0", progressive=True)
    save("photo-gray.jpg", photo[..., 1], quality=90)
    save("12mp-420.jpg", picture(4000, 3000), quality=90, subsampling="4:2:0")


def make_pillow_draft(threads):
    """Pillow's own way to a smaller size; whole pictures as `pillow` does."""
    import numpy
    import PIL
    from PIL import Image

    def prepare(extents):
        with open(extents["path"], "rb") as file:
            data = file.read()
        short_side = extents.get("short_side")

        def decode():
            picture = Image.open(io.BytesIO(data))
            if short_side:
                picture.draft("RGB", (short_side, short_side))
            return numpy.asarray(picture)

        return decode

    return f"Pillow {PIL.__version__}, draft", prepare


def load_imagecodecs():
    import imagecodecs

    return imagecodecs.jpeg8_version(), imagecodecs.jpeg8_decode


class JPEGDecoding(Subject):
    """Pictures from bytes in memory. To a smaller size only `pillow_draft` decodes less than all."""

    unit = "pictures/s"
    peers = {
        "pillow": peer(load_pillow),
        "opencv": peer(load_opencv),
        "imagecodecs": peer(load_imagecodecs),
        "pillow_draft": make_pillow_draft,
    }

    def __init__(self):
        self.folder = None

    def problems(self, batch):
        self.folder = tempfile.TemporaryDirectory()
        write_pictures(self.folder.name)
        problems = []
        for name in sorted(os.listdir(self.folder.name)):
            extents = dict(path=os.path.join(self.folder.name, name))
            problems.append(Problem(key=name, label=name, filters=("decode jpg", name), items=1,
                                    extents=extents))
            if name.startswith("12mp"):
                problems.append(Problem(
                    key=f"{name} small", label=f"{name} to {SHORT_SIDE} pixels",
                    filters=("decode_small jpg", name), items=1,
                    extents=dict(extents, short_side=SHORT_SIDE)))
        return problems

    def bench_arguments(self):
        return ["--pictures", self.folder.name]

    def key_of_row(self, row):
        match = re.match(r"jpg (\S+)", row["problem"])
        if not match:
            return None
        return {"decode": match.group(1), "decode_small": f"{match.group(1)} small"}.get(row["name"])

    def rate(self, problem, seconds):
        return problem.items / seconds
