"""Writes jpeg_corners.txt, jpeg_scales.txt and jpeg_damage.txt: JPEG files of rare kinds, decoded to
a smaller scale, and damaged.

Run in this folder: python3 make_jpeg_corners.py, with Pillow 13, NumPy and cjpeg of libjpeg-turbo.
The lines are as make_jpeg_references.py writes them. In jpeg_corners.txt are samplings, scan scripts
and headers that Pillow does not write; a file that its number of lines follows (DNL), which libjpeg
does not read, has the checksum of the one that begins with it. The names in jpeg_scales.txt begin
with the scale's denominator. In jpeg_damage.txt are files that libjpeg decodes with warnings; one
that is cut short is decoded with the marker at its end that libjpeg would add.
"""
import io
import re
import subprocess
import tempfile
import zlib

import numpy as np
from PIL import Image, ImageFile

from make_jpeg_references import picture, saved, segments

END = b"\xff\xd9"


def written(image, sampling, *options, scans=None, optimizes=True):
    """What cjpeg writes."""
    data = io.BytesIO()
    image.save(data, "PPM")
    command = ["cjpeg", "-quality", "75", "-sample", sampling, *options]
    command += ["-optimize"] * optimizes
    with tempfile.NamedTemporaryFile("w") as script:
        if scans:
            script.write(scans)
            script.flush()
            command += ["-scans", script.name]
        return subprocess.run(command, input=data.getvalue(), check=True,
                              capture_output=True).stdout


SAMPLINGS = ("4x1,1x1,1x1", "1x4,1x1,1x1", "4x2,1x1,1x1", "2x4,1x1,1x1", "3x1,1x1,1x1", "1x3,1x1,1x1",
             "1x1,2x2,2x2", "1x1,2x1,1x2", "2x1,1x2,1x1", "2x2,2x1,1x2", "1x2,1x1,1x1", "1x1,1x1,4x1")

SCANS = {
    "apart": "0; 1; 2;",
    "backwards": "2; 1; 0;",
    "two-and-one": "0 1; 2;",
    "bands": "0 1 2: 0-0, 0, 0; 0: 1-1, 0, 0; 0: 2-63, 0, 0; 2: 1-63, 0, 0; 1: 1-9, 0, 0;"
             "1: 10-63, 0, 0;",
    "bits": "0 1 2: 0-0, 0, 1; 0: 1-63, 0, 3; 1: 1-63, 0, 2; 2: 1-63, 0, 1; 0: 1-63, 3, 2;"
            "0 1 2: 0-0, 1, 0; 1: 1-63, 2, 1; 0: 1-63, 2, 1; 0: 1-63, 1, 0; 1: 1-63, 1, 0;"
            "2: 1-63, 1, 0;",
    "constants-apart": "0: 0-0, 0, 4; 1: 0-0, 0, 2; 2: 0-0, 0, 3; 0: 0-0, 4, 3; 0: 0-0, 3, 2;"
                       "0 1: 0-0, 2, 1; 2: 0-0, 3, 2; 2: 0-0, 2, 1; 0 1 2: 0-0, 1, 0;"
                       "0: 1-63, 0, 0; 1: 1-63, 0, 0; 2: 1-63, 0, 0;",
}

# Scans that leave something open.
OPEN = {
    "constants": "0 1 2: 0-0, 0, 0;",
    "upper-bits-of-constants": "0 1 2: 0-0, 0, 2;",
    "luma": "0 1 2: 0-0, 0, 0; 0: 1-63, 0, 0;",
    "low-luma": "0 1 2: 0-0, 0, 0; 0: 1-5, 0, 0;",
    "upper-bits": "0 1 2: 0-0, 0, 0; 0: 1-63, 0, 3; 1: 1-63, 0, 2; 2: 1-9, 0, 1;",
    "high-luma": "0 1 2: 0-0, 0, 0; 0: 6-63, 0, 0; 1: 3-4, 0, 0;",
}


def header(file):
    """Beginning, segments before the scan, and the rest."""
    parts, end = [], 2
    for _, at in segments(file):
        end = at + 2 + int.from_bytes(file[at + 2:at + 4], "big")
        parts.append(file[at:end])
    return parts, file[end:]


def with_identifiers(file, identifiers):
    file = bytearray(file)
    frame = next(at for kind, at in segments(bytes(file)) if kind in (0xC0, 0xC2))
    scan = file.index(b"\xff\xda")
    for index, identifier in enumerate(identifiers):
        file[frame + 10 + 3 * index] = file[scan + 5 + 2 * index] = identifier
    return bytes(file)


def corners():
    for sampling in SAMPLINGS:
        for width, height in ((5, 6), (37, 19)):
            name = f"{sampling.replace(',', '-')}-{width}x{height}"
            yield name, written(picture(width, height), sampling)
            yield name + "-progressive", written(picture(width, height), sampling, "-progressive")
    for name, scans in SCANS.items():
        for sampling in ("2x2,1x1,1x1", "1x2,2x1,1x1"):
            yield f"scans-{name}-{sampling[:7]}", written(picture(37, 29), sampling, scans=scans)
    for name, scans in OPEN.items():
        for sampling in ("2x2,1x1,1x1", "1x1,1x1,1x1", "1x2,2x1,1x1"):
            for width, height in ((7, 5), (53, 40)):
                yield (f"open-{name}-{sampling[:7]}-{width}x{height}",
                       written(picture(width, height), sampling, scans=scans))
    for every in ("1B", "3B", "1"):
        for options in ((), ("-progressive",)):
            yield (f"restart-{every}" + "-progressive" * len(options),
                   written(picture(50, 40), "2x2,1x1,1x1", "-restart", every, *options))
    yield "restart-apart", written(picture(50, 40), "2x1,1x1,1x1", "-restart", "2B",
                                   scans=SCANS["apart"])
    soft = written(picture(29, 23), "2x1,1x1,1x1", optimizes=False)
    parts, scan = header(soft)
    start = soft[:2]
    yield "standard-tables", start + b"".join(p for p in parts if p[1] != 0xC4) + scan
    yield "filled", start + b"".join(b"\xff\xff\xff" + p for p in parts) + b"\xff" + scan
    yield "bytes-between", start + parts[0] + b"".join(b"abc" + p for p in parts[1:]) + b"z" + scan
    yield "comment-without-length", start + b"\xff\xfe\0\0\xff\xe5\0\1" + soft[2:]
    marked = written(picture(50, 40), "2x2,1x1,1x1", "-restart", "2B")
    yield "filled-restarts", re.sub(rb"\xff([\xd0-\xd7])", lambda m: b"\xff\xff" + m[0], marked)
    yield "bytes-before-restarts", re.sub(rb"\xff([\xd0-\xd7])", lambda m: b"\x12" + m[0], marked)
    for identifiers in ((0, 1, 2), (1, 1, 1), (5, 5, 6), (1, 2, 2), tuple(b"RGB")):
        changed = with_identifiers(soft, identifiers)
        name = "identifiers-" + "-".join(map(str, identifiers))
        yield name, changed
        yield name + "-without-jfif", changed[:2] + changed[20:]
    yield "jfif-without-zero", with_identifiers(soft, b"RGB").replace(b"JFIF\0", b"JFIFx")
    for transform in range(3):
        adobe = b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0" + bytes([transform])
        yield f"adobe-{transform}", soft[:2] + adobe + soft[20:]
        yield f"adobe-{transform}-and-jfif", soft[:20] + adobe + soft[20:]
    inks = saved(picture(19, 13, "CMYK"), quality=85)
    adobe = inks.index(b"Adobe")
    yield "four-without-adobe", inks[:adobe - 4] + inks[adobe + 12:]
    yield "four-halved", saved(picture(19, 13, "CMYK"), quality=85, subsampling=2)
    with tempfile.NamedTemporaryFile("w") as tables:
        random = np.random.default_rng(3)
        tables.write("\n".join(" ".join(map(str, random.integers(1, 2000, 64))) for _ in "01"))
        tables.flush()
        for options in ((), ("-progressive",)):
            yield ("large-factors" + "-progressive" * len(options),
                   written(picture(33, 31), "1x1,1x1,1x1", "-qtables", tables.name, *options))
    yield "rgb-progressive", written(picture(19, 13), "1x1,1x1,1x1", "-rgb", "-progressive")


def told_later(file):
    """The same with the number of lines behind the first scan."""
    frame = next(at for kind, at in segments(file) if kind in (0xC0, 0xC2))
    scan = file.index(b"\xff\xda")
    end = re.compile(rb"\xff[^\0\xd0-\xd7]").search(file, scan + 2).start()
    return (file[:frame + 5] + b"\0\0" + file[frame + 7:end] + b"\xff\xdc\0\4"
            + file[frame + 5:frame + 7] + file[end:])


def damaged():
    for name, file in (("halved", written(picture(64, 61), "2x2,1x1,1x1")),
                       ("full", written(picture(64, 61), "1x1,1x1,1x1", "-restart", "3B")),
                       ("apart", written(picture(64, 61), "1x1,1x1,1x1", scans=SCANS["apart"])),
                       ("gray-progressive",
                        saved(picture(64, 61, "L"), quality=75, progressive=True))):
        start = file.rindex(b"\xff\xda") + 16 if name == "apart" else file.index(b"\xff\xda") + 16
        for part in (1, 4, 7):
            cut = file[:start + (len(file) - start) * part // 8]
            cut = cut[:-1] if cut[-1] == 0xFF else cut
            yield f"cut-{name}-{part}", cut, cut + END
    random = np.random.default_rng(9)
    for sampling in ("1x1,1x1,1x1", "2x2,1x1,1x1"):
        file = written(picture(64, 61), sampling, "-restart", "1")
        markers = [match.start() for match in re.finditer(rb"\xff[\xd0-\xd7]", file)]
        for number, (first, last) in enumerate(zip(markers[:3], markers[1:])):
            # Noise in what follows a restart marker: bytes that are no marker, as many or fewer.
            noise = bytes(random.integers(0, 255, 12, dtype=np.uint8))
            at = first + 2 + (last - first) // 3
            yield f"noise-{sampling[:3]}-{number}", file[:at] + noise + file[at + 12:], None
            yield f"lost-{sampling[:3]}-{number}", file[:at] + file[last - 9:], None


def scaled():
    for sampling in ("1x1,1x1,1x1", "2x2,1x1,1x1", "2x1,1x1,1x1", "1x2,1x1,1x1", "4x1,1x1,1x1",
                     "1x1,2x2,1x1", "2x2,2x1,1x2"):
        for options in ((), ("-progressive",)):
            for scale in (2, 4, 8):
                name = f"{scale}-{sampling.replace(',', '-')}" + "-progressive" * len(options)
                yield name, written(picture(43, 37), sampling, *options), scale


def line(name, file, decoded, scale=1):
    image = Image.open(io.BytesIO(decoded))
    image.draft(None, (image.width // scale, image.height // scale))
    image = image if image.mode == "L" else image.convert("RGB")
    return " ".join(map(str, (name, *image.size, len(image.getbands()), file.hex(),
                              zlib.crc32(image.tobytes()))))


with open("jpeg_corners.txt", "w") as out:
    for name, file in corners():
        print(line(name, file, file), file=out)
    for name, file in (("lines-told-later", written(picture(29, 23), "2x2,1x1,1x1")),
                       ("lines-told-later-progressive",
                        written(picture(29, 23), "2x2,1x1,1x1", "-progressive")),
                       ("lines-told-later-restarts",
                        written(picture(29, 23), "2x2,1x1,1x1", "-restart", "1B"))):
        print(line(name, told_later(file), file), file=out)

with open("jpeg_scales.txt", "w") as out:
    for name, file, scale in scaled():
        print(line(name, file, file, scale), file=out)

ImageFile.LOAD_TRUNCATED_IMAGES = True
with open("jpeg_damage.txt", "w") as out:
    for name, file, decoded in damaged():
        print(line(name, file, decoded or file), file=out)
