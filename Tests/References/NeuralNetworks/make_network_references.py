#!/usr/bin/env python3
"""Computes the reference numbers of NeuralNetworksTests with PyTorch, in float64.

    python3 make_network_references.py        (needs numpy, torch and torchvision)

Writes encoders.jsonl and losses.jsonl next to this file. Weights and pictures are not stored: both
sides draw them by the integer hash below. Of each tensor only its norm and its projections on
six hash-random vectors of +1 and -1 are stored. The mean of the squared differences of two
tensors' projections estimates the squared norm of the tensors' difference.

What is compared must not depend on rounding. Where a rectifier's input is 0 the gradient jumps: a
single unit of a million on the other side of 0 moves a tensor's gradient by about 1/1000. So the
normalisations get shifts of one standard deviation, which leaves fewer units there, and of some
drawings of pictures that one is taken whose rectifiers' inputs all stay farthest from 0. And if
every pooling window of a residual network held an active unit, the first normalisation's shift
would be cancelled by the next one's mean; large squares leave some without.
"""

import json
import pathlib

import numpy as np
import torch
from torch import nn

try:
    from torchvision import models
except RuntimeError:
    # A torchvision without its compiled operators imports once their schemas are known.
    library = torch.library.Library("torchvision", "DEF")
    for operator in ["nms", "qnms"]:
        library.define(operator + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    from torchvision import models

FOLDER = pathlib.Path(__file__).resolve().parent
PROJECTION_STREAM, PARAMETER_STREAM, PICTURE_STREAM = 1, 100, 1000
LEARNING_RATE = 5e-6
DRAWINGS_TRIED = 24


def hashed(stream, count):
    """Words 0 ..< count of a stream: the finaliser of SplitMix64."""
    with np.errstate(over="ignore"):
        z = np.arange(count, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z += np.uint64(stream) * np.uint64(0xD1B54A32D192ED03)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def uniform(stream, count):
    """Numbers in [-1, 1) that float32 holds exactly."""
    return ((hashed(stream, count) >> np.uint64(40)).astype(np.float64) * 2.0**-23 - 1).astype(
        np.float32
    )


def views(pictures, view_count, size, drawing=0):
    """[pictures * views, size] numbers: half the picture's own, half the view's own."""
    stream = PICTURE_STREAM + 2 * drawing
    own = uniform(stream, pictures * size).reshape(pictures, 1, size)
    each = uniform(stream + 1, pictures * view_count * size).reshape(pictures, view_count, size)
    half = np.float32(0.5)
    return (half * own + half * each).reshape(pictures * view_count, size)


def sketch(tensor):
    values = tensor.detach().double().contiguous().reshape(-1).numpy()
    words = hashed(PROJECTION_STREAM, values.size)
    projections = []
    for bit in range(6):
        signs = ((words >> np.uint64(bit)) & np.uint64(1)).astype(np.float64) * 2 - 1
        projections.append(float(f"{np.dot(signs, values):.8g}"))
    return {"norm": float(f"{np.linalg.norm(values):.8g}"), "projections": projections}


def nin_block(channels, window):
    layers = []
    for index, (before, after) in enumerate(zip(channels, channels[1:])):
        side = window if index == 0 else 1
        layers += [nn.Conv2d(before, after, side, padding=side // 2), nn.BatchNorm2d(after)]
        layers.append(nn.ReLU())
    return nn.Sequential(*layers)


class NetworkInNetwork(nn.Module):
    def __init__(self, block_count):
        super().__init__()
        first, second = nin_block([3, 192, 160, 96], 5), nin_block([96, 192, 192, 192], 5)
        self.seq0 = nn.Sequential(first, nn.MaxPool2d(3, 2, 1))
        self.seq1 = nn.Sequential(second, nn.AvgPool2d(3, 2, 1))
        self.others = [f"seq{number}" for number in range(2, block_count)]
        for name in self.others:
            self.add_module(name, nin_block([192, 192, 192, 192], 3))

    def forward(self, x):
        x = self.seq1(self.seq0(x))
        for name in self.others:
            x = getattr(self, name)(x)
        return torch.tanh(x.mean((2, 3)))


def residual_network(make, dimension=None):
    network = make(weights=None)
    fan_in = network.fc.in_features
    network.fc = nn.Identity() if dimension is None else nn.Linear(fan_in, dimension)
    return network


def small_network(width):
    block = models.resnet.BasicBlock
    network = residual_network(lambda weights: models.ResNet(block, [2, 2, 2, 2]))
    network.inplanes = width
    network.conv1 = nn.Conv2d(3, width, 3, padding=1, bias=False)
    network.bn1 = nn.BatchNorm2d(width)
    network.maxpool = nn.Identity()
    for stage in range(4):
        layers = network._make_layer(block, width << stage, 2, stride=1 if stage == 0 else 2)
        setattr(network, f"layer{stage + 1}", layers)
    return network


def set_hashed_parameters(network):
    follows_scale = False
    for number, (name, parameter) in enumerate(network.named_parameters()):
        values = uniform(PARAMETER_STREAM + number, parameter.numel())
        if parameter.dim() > 1:
            fan_in = parameter.numel() // parameter.shape[0]
            values = values * np.float32(np.sqrt(6.0 / fan_in))
        elif name.endswith("weight"):
            values = np.float32(0.25) + values * np.float32(0.0625)
        elif follows_scale:
            values = np.float32(0.25) + values * np.float32(0.125)
        else:
            values = values * np.float32(0.125)
        follows_scale = parameter.dim() == 1 and name.endswith("weight")
        with torch.no_grad():
            parameter.copy_(torch.from_numpy(values).reshape(parameter.shape))


def augnet_loss(kind, embeddings, pictures):
    """The two losses of AugNet on [pictures * views, dimensions]."""
    grouped = embeddings.reshape(pictures, -1, embeddings.shape[-1])
    view_count = grouped.shape[1]
    distances = torch.cdist(
        embeddings, grouped.mean(1), compute_mode="donot_use_mm_for_euclid_dist"
    )
    own = torch.arange(pictures).repeat_interleave(view_count)
    if kind == "softmax":
        return nn.functional.cross_entropy(-distances, own)
    is_own = nn.functional.one_hot(own, pictures).bool()
    nearest_other = distances.masked_fill(is_own, torch.inf).min(1).values
    return (distances[is_own] - nearest_other).mean()


def images(side, cell, pictures, view_count, drawing):
    """Pictures of squares of cell * cell pixels."""
    grid = side // cell
    numbers = views(pictures, view_count, grid * grid * 3, drawing).reshape(-1, grid, grid, 3)
    pixels = numbers.repeat(cell, axis=1).repeat(cell, axis=2)
    return torch.from_numpy(pixels).double().permute(0, 3, 1, 2)


def distance_from_kinks(network, batch):
    """The smallest magnitude of a rectifier's input, relative to the mean of its tensor's."""
    smallest = [1.0]

    def note(module, inputs):
        magnitudes = inputs[0].detach().abs()
        smallest[0] = min(smallest[0], (magnitudes.min() / magnitudes.mean()).item())

    rectifiers = [module for module in network.modules() if isinstance(module, nn.ReLU)]
    hooks = [module.register_forward_pre_hook(note) for module in rectifiers]
    state = {name: value.clone() for name, value in network.state_dict().items()}
    with torch.no_grad():
        network(batch)
    network.load_state_dict(state)
    for hook in hooks:
        hook.remove()
    return smallest[0]


def encoder_records(name, network, side, cell, pictures, view_count):
    network = network.double()
    set_hashed_parameters(network)
    batches = [
        images(side, cell, pictures, view_count, drawing) for drawing in range(DRAWINGS_TRIED)
    ]
    distances = [distance_from_kinks(network, batch) for batch in batches]
    drawing = int(np.argmax(distances))
    batch = batches[drawing]
    is_residual = hasattr(network, "layer1")
    evaluate = (lambda: torch.tanh(network(batch))) if is_residual else (lambda: network(batch))

    yield {
        "encoder": name, "side": side, "cell": cell, "pictures": pictures, "views": view_count,
        "drawing": drawing, "distanceFromKinks": distances[drawing],
        "learningRate": LEARNING_RATE,
        "state": [[n, list(v.shape)] for n, v in network.state_dict().items()],
    }
    optimizer = torch.optim.Adam(network.parameters(), LEARNING_RATE)
    losses = []
    for step in range(5):
        embeddings = evaluate()
        loss = augnet_loss("contrast", embeddings, pictures)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        if step == 0:
            yield {"tensor": "embeddings", **sketch(embeddings)}
            for parameter_name, parameter in network.named_parameters():
                yield {"tensor": "gradient " + parameter_name, **sketch(parameter.grad)}
        optimizer.step()
    for entry_name, value in network.state_dict().items():
        yield {"tensor": "trained " + entry_name, **sketch(value)}
    network.eval()
    yield {"tensor": "evaluated", **sketch(evaluate())}
    yield {"losses": losses}


def loss_records():
    shapes = [(2, 1, 3), (2, 3, 1), (5, 4, 16), (16, 2, 64), (80, 4, 512)]
    for kind in ["contrast", "softmax"]:
        for pictures, view_count, dimension in shapes:
            # Spread out, and close together far from 0, as a new network's embeddings lie.
            for scale, offset in [(1.0, 0.0), (2.0**-10, 0.75)]:
                numbers = views(pictures, view_count, dimension) * np.float32(scale)
                numbers = numbers + np.float32(offset)
                embeddings = torch.from_numpy(numbers).double().requires_grad_()
                loss = augnet_loss(kind, embeddings, pictures)
                loss.backward()
                yield {
                    "loss": kind, "pictures": pictures, "views": view_count,
                    "dimension": dimension, "scale": scale, "offset": offset,
                    "value": loss.item(), **sketch(embeddings.grad),
                }


def write(name, records):
    with open(FOLDER / name, "w") as file:
        for record in records:
            file.write(json.dumps(record, separators=(",", ":")) + "\n")


def all_encoder_records():
    encoders = [
        ("resnet18", lambda: residual_network(models.resnet18), 32, 8, 4, 2),
        ("resnet34", lambda: residual_network(models.resnet34), 32, 8, 4, 2),
        ("resnet50", lambda: residual_network(models.resnet50, 768), 32, 8, 4, 2),
        ("nin3", lambda: NetworkInNetwork(3), 16, 1, 4, 2),
        ("nin4", lambda: NetworkInNetwork(4), 16, 1, 4, 2),
        ("nin5", lambda: NetworkInNetwork(5), 16, 1, 4, 2),
        ("small-8", lambda: small_network(8), 16, 1, 4, 2),
    ]
    for name, make, *sizes in encoders:
        yield from encoder_records(name, make(), *sizes)


if __name__ == "__main__":
    torch.set_num_threads(2)
    write("losses.jsonl", loss_records())
    write("encoders.jsonl", all_encoder_records())
