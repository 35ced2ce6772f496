#!/usr/bin/env python3
"""Times the authors' own path, a picture file of 500 × 375 to 768 numbers, of everyone in turns.

Ours is `augnet embed` with the authors' weights, and in 8-bit integers `augnet search` in an index
that was made before, since `embed` would calibrate each time; the peers are their own program,
imgsim, and its preparation of pictures before the same network in ONNX Runtime and OpenVINO.
Everyone has a process of its own in each round. What is told: pictures a second once everything
runs, the seconds from the start of the process to the end of one picture, and the peak memory.
Pictures are read from files.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

SIDE, MEAN, DEVIATION = 350, (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
PEERS = ("imgsim", "onnxruntime", "openvino")
INT8 = "augnet int8"
COUNT = 12


def write_pictures(folder):
    import cv2
    import numpy

    random = numpy.random.default_rng(3)
    for number in range(COUNT):
        picture = numpy.full((375, 500, 3), 120, numpy.float32)
        for size, amplitude in ((4, 60), (12, 30), (40, 18), (120, 9)):
            coarse = random.standard_normal((size, size, 3)).astype(numpy.float32)
            picture += amplitude * cv2.resize(coarse, (500, 375), interpolation=cv2.INTER_CUBIC)
        picture += random.normal(0, 4, picture.shape)
        cv2.imwrite(os.path.join(folder, f"{number:02}.png"), picture.clip(0, 255).astype("uint8"))


def write_network(path):
    import warnings

    import torch

    from networks import residual_network

    warnings.filterwarnings("ignore")
    network = residual_network("resnet50").eval()
    torch.onnx.export(network, (torch.zeros(1, 3, SIDE, 466),), path, input_names=["x"],
                      output_names=["y"], dynamo=False)


def prepared(picture):
    """What imgsim makes of a picture, in single precision throughout."""
    import cv2
    import numpy

    scale = SIDE / min(picture.shape[:2])
    size = tuple(int(max(extent * scale, SIDE)) for extent in picture.shape[1::-1])
    x = cv2.resize(picture, size)[..., ::-1].astype(numpy.float32) * numpy.float32(1 / 255)
    x = (x - numpy.float32(MEAN)) / numpy.float32(DEVIATION)
    return numpy.ascontiguousarray(x.transpose(2, 0, 1)[None])


def imgsim_vectors(arguments):
    import torch

    # torchvision's own operators may be built for another PyTorch; imgsim needs none of them.
    library = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        try:
            library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        except RuntimeError:
            pass
    torch.set_num_threads(arguments.threads)
    sys.path.insert(0, os.path.dirname(os.path.abspath(arguments.imgsim)))
    import imgsim

    vectorizer = imgsim.Vectorizer()
    return vectorizer.vectorize, library


def onnxruntime_vectors(arguments):
    from convolution import onnxruntime_session

    session = onnxruntime_session(arguments.network, arguments.threads)
    return lambda picture: session.run(None, {"x": prepared(picture)})[0], session


def openvino_vectors(arguments):
    from convolution import openvino_request

    request = openvino_request(arguments.network, arguments.threads)
    return lambda picture: request.infer({0: prepared(picture)})[0].copy(), request


def run_peer(arguments):
    """A peer's process: the files again and again; a line of JSON."""
    import warnings

    warnings.filterwarnings("ignore")
    import cv2

    cv2.setNumThreads(arguments.threads)
    vectors, _kept = globals()[f"{arguments.peer}_vectors"](arguments)
    files = sorted(os.listdir(arguments.folder))

    def run(name):
        vectors(cv2.imread(os.path.join(arguments.folder, name)))

    run(files[0])
    first = time.time() - arguments.start
    begin = time.perf_counter()
    for name in files:
        run(name)
    seconds = (time.perf_counter() - begin) / len(files)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "first": first, "memory": memory}))


def time_peer(name, arguments, folder, network):
    command = [sys.executable, os.path.abspath(__file__), "--peer", name, "--folder", folder,
               "--network", network, "--imgsim", arguments.imgsim, "--threads",
               str(arguments.threads), "--start", repr(time.time())]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{name}: {result.stderr.strip().splitlines()[-1]}")
    return json.loads(result.stdout.splitlines()[-1])


def time_ours(arguments, folder, out, index=None):
    """One picture and all of them; the difference is what the others cost."""
    weights = os.path.join(arguments.imgsim, "model.pth")
    pictures = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]

    def run(paths):
        command = (["embed", *paths, "--model", weights, "--out", out] if index is None
                   else ["search", index, *paths])
        begin = time.perf_counter()
        process = subprocess.Popen(
            [arguments.augnet, *command, "--threads", str(arguments.threads)],
            stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"augnet {command[0]} failed")
        return time.perf_counter() - begin, usage.ru_maxrss * 1024

    first, _ = run(pictures[:1])
    all_pictures, memory = run(pictures)
    return {"seconds": (all_pictures - first) / (COUNT - 1), "first": first, "memory": memory}


def parse_arguments():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--imgsim", required=True, metavar="DIR",
                        help="the package's folder imgsim, with model.pth")
    parser.add_argument("--augnet", default=os.path.join(root, ".build", "release", "augnet"))
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=3)
    for name in ("--peer", "--folder", "--network"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    parser.add_argument("--start", type=float, help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    if arguments.peer:
        run_peer(arguments)
        return
    if arguments.folder:
        write_pictures(arguments.folder)
        write_network(arguments.network)
        return
    with tempfile.TemporaryDirectory() as room:
        folder, network = os.path.join(room, "pictures"), os.path.join(room, "network.onnx")
        os.mkdir(folder)
        # In a process of its own: Linux counts a parent's peak memory as that of its children.
        subprocess.run([sys.executable, os.path.abspath(__file__), "--imgsim", arguments.imgsim,
                        "--folder", folder, "--network", network], check=True)
        index = os.path.join(room, "e.index")
        subprocess.run(
            [arguments.augnet, "index", folder, "--precision", "int8", "--out", index, "--model",
             os.path.join(arguments.imgsim, "model.pth")], stdout=subprocess.DEVNULL, check=True)
        # Else the first who waits for a file to be safe waits for these too.
        os.sync()
        results = {name: [] for name in ("augnet", INT8) + PEERS}
        for number in range(arguments.rounds):
            for name in list(results)[::-1 if number % 2 else 1]:
                if name == "augnet":
                    row = time_ours(arguments, folder, os.path.join(room, "e.npy"))
                elif name == INT8:
                    row = time_ours(arguments, folder, None, index)
                else:
                    row = time_peer(name, arguments, folder, network)
                results[name].append(row)
    medians = {name: {key: statistics.median(row[key] for row in rows) for key in rows[0]}
               for name, rows in results.items()}
    print("| | pictures/s | start to first, s | peak memory, MB |\n| --- | --- | --- | --- |")
    for name, row in medians.items():
        print(f"| {name} | {1 / row['seconds']:.2f} | {row['first']:.2f} | "
              f"{row['memory'] / 1e6:.0f} |")
    best = min(PEERS, key=lambda name: medians[name]["seconds"])
    for name in ("augnet", INT8):
        seconds = medians[name]["seconds"]
        print(f"\n{name}: {medians[best]['seconds'] / seconds:.2f} times as fast as {best}, "
              f"the best of them; {medians['imgsim']['seconds'] / seconds:.2f} times as imgsim.")


if __name__ == "__main__":
    main()
