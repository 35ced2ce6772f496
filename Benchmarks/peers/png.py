"""Decoding PNG pictures of every kind: Pillow, OpenCV, libpng and libspng."""

import io
import os
import re
import struct
import tempfile
import zlib

from problems import Problem, Subject

WIDTH, HEIGHT = 1024, 768


def photograph(random, channels=3, width=WIDTH, height=HEIGHT):
    """Noise of four scales and a little more on top: about what a camera delivers."""
    import cv2
    import numpy

    picture = numpy.full((height, width, channels), 120, numpy.float32)
    for size, amplitude in ((4, 60), (12, 30), (40, 18), (120, 10)):
        coarse = random.standard_normal((size, size, channels)).astype(numpy.float32)
        fine = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
        picture += amplitude * fine.reshape(picture.shape)
    return picture + random.normal(0, 3, picture.shape)


def drawing(random):
    """Rectangles and smooth lines on white."""
    import cv2
    import numpy

    picture = numpy.full((HEIGHT, WIDTH, 3), 255, numpy.uint8)
    for _ in range(60):
        x, y = int(random.integers(0, WIDTH)), int(random.integers(0, HEIGHT))
        corner = (x + int(random.integers(20, 300)), y + int(random.integers(20, 200)))
        cv2.rectangle(picture, (x, y), corner, random.integers(0, 256, 3).tolist(), -1)
    for _ in range(60):
        start = (int(random.integers(0, WIDTH)), int(random.integers(0, HEIGHT)))
        cv2.putText(picture, "AugNet text", start, 0, float(random.uniform(.4, 1.5)),
                    random.integers(0, 256, 3).tolist(), 2, cv2.LINE_AA)
    return picture


def interlaced_file(picture):
    """An Adam7 file of an RGB picture; filters by the least sum of absolute differences."""
    import numpy

    def filtered(rows):
        out, above = bytearray(), numpy.zeros(rows.shape[1], numpy.int16)
        for row in rows.astype(numpy.int16):
            left, above_left = (numpy.concatenate([numpy.zeros(3, numpy.int16), line[:-3]])
                                for line in (row, above))
            estimate = left + above - above_left
            a, b, c = (abs(estimate - line) for line in (left, above, above_left))
            paeth = numpy.where((a <= b) & (a <= c), left, numpy.where(b <= c, above, above_left))
            candidates = [(row - predicted).astype(numpy.uint8) for predicted in
                          (0, left, above, (left + above) >> 1, paeth)]
            sums = [abs(line.astype(numpy.int8).astype(int)).sum() for line in candidates]
            best = sums.index(min(sums))
            out.append(best)
            out += candidates[best].tobytes()
            above = row
        return bytes(out)

    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))

    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
              (0, 1, 1, 2))
    parts = (picture[y::dy, x::dx] for x, y, dx, dy in passes)
    data = b"".join(filtered(part.reshape(part.shape[0], -1)) for part in parts)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 1)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data, 6))
            + chunk(b"IEND", b""))


def write_pictures(folder):
    """One file of each kind."""
    import cv2
    import numpy
    from PIL import Image

    def bytes_of(picture):
        return numpy.clip(picture, 0, 255).astype(numpy.uint8)

    def save(name, picture):
        Image.fromarray(picture).save(os.path.join(folder, name))

    random = numpy.random.default_rng(5)
    photo = photograph(random)
    photo8, flat = bytes_of(photo), drawing(random)
    save("photo-rgb.png", photo8)
    save("smooth-rgb.png", bytes_of(cv2.GaussianBlur(photograph(random), (0, 0), 3)))
    save("flat-rgb.png", flat)
    save("photo-rgba.png", numpy.dstack([photo8, bytes_of(photograph(random, 1))]))
    opacity = numpy.where(flat.sum(2) > 700, 0, 255).astype(numpy.uint8)
    save("flat-rgba.png", numpy.dstack([flat, opacity]))
    Image.fromarray(photo8).quantize(256).save(os.path.join(folder, "photo-palette.png"))
    Image.fromarray(flat).quantize(64).save(os.path.join(folder, "flat-palette.png"))
    save("photo-gray.png", photo8[..., 1])
    photo16 = (numpy.clip(photo, 0, 255) * 257).astype(numpy.uint16)
    cv2.imwrite(os.path.join(folder, "photo-rgb16.png"), photo16)
    cv2.imwrite(os.path.join(folder, "photo-gray16.png"), photo16[..., 0])
    with open(os.path.join(folder, "photo-rgb-interlaced.png"), "wb") as file:
        file.write(interlaced_file(photo8))


def peer(load):
    """A peer's `make` function: `load` gives its version and what decodes a file's bytes."""

    def make(threads):
        version, decode = load()

        def prepare(extents):
            with open(extents["path"], "rb") as file:
                data = file.read()
            return lambda: decode(data)

        return version, prepare

    return make


def load_pillow():
    import numpy
    import PIL
    from PIL import Image

    return f"Pillow {PIL.__version__}", lambda data: numpy.asarray(Image.open(io.BytesIO(data)))


def load_opencv():
    import cv2
    import numpy

    cv2.setNumThreads(1)
    return f"OpenCV {cv2.__version__}", lambda data: cv2.imdecode(
        numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_UNCHANGED)


def load_libpng():
    import imagecodecs

    return imagecodecs.png_version(), imagecodecs.png_decode


def load_spng():
    import imagecodecs

    return imagecodecs.spng_version(), imagecodecs.spng_decode


class PNGDecoding(Subject):
    """Pictures of 1024 × 768 of every kind, from bytes in memory."""

    unit = "pictures/s"
    peers = {
        "pillow": peer(load_pillow),
        "opencv": peer(load_opencv),
        "libpng": peer(load_libpng),
        "spng": peer(load_spng),
    }

    def __init__(self):
        self.folder = None

    def problems(self, batch):
        self.folder = tempfile.TemporaryDirectory()
        write_pictures(self.folder.name)
        return [
            Problem(key=name, label=name, filters=("decode png", f"{WIDTH}x{HEIGHT}"), items=1,
                    extents=dict(path=os.path.join(self.folder.name, name)))
            for name in sorted(os.listdir(self.folder.name))
        ]

    def bench_arguments(self):
        return ["--pictures", self.folder.name]

    def key_of_row(self, row):
        match = re.match(r"png (\S+)", row["problem"])
        return match.group(1) if row["name"] == "decode" and match else None

    def rate(self, problem, seconds):
        return problem.items / seconds
