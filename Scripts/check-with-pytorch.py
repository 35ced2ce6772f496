"""Checks with PyTorch that files go both ways: torch.save -> augnet import -> load_state_dict.

    python Scripts/check-with-pytorch.py PROGRAM      PROGRAM is the built augnet

A ResNet-50 with new weights and a linear layer to 768 dimensions is saved as the AugNet authors save
theirs, imported in both precisions, loaded into torchvision's network by its own names, and held against
the network that was saved; then both embed a picture. Needs torch, torchvision, safetensors and numpy.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import torch
import torchvision
from safetensors.torch import load_file
from torch import nn


def network(name, dimensions):
    model = getattr(torchvision.models, name)()
    model.fc = nn.Linear(2048, dimensions) if dimensions else nn.Identity()
    return model.eval()


def run(*arguments):
    words = [sys.argv[1], *map(str, arguments), "--json"]
    return json.loads(subprocess.run(words, check=True, capture_output=True).stdout)


def randomized(model):
    """Statistics as after training, so that no weight is without effect."""
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.weight.data.uniform_(0.5, 1)
            module.bias.data.uniform_(-0.1, 0.3)
            module.running_mean.uniform_(-0.1, 0.1)
            module.running_var.uniform_(0.5, 2)
            module.num_batches_tracked.fill_(7)
    return model


torch.manual_seed(1)
folder = pathlib.Path(tempfile.mkdtemp())
picture = torch.randint(0, 256, (350, 420, 3), dtype=torch.uint8)
(folder / "picture.ppm").write_bytes(b"P6 420 350 255\n" + picture.numpy().tobytes())
mean = torch.tensor([0.485, 0.456, 0.406], dtype=torch.float64)
deviation = torch.tensor([0.229, 0.224, 0.225], dtype=torch.float64)
inputs = ((picture.double() / 255 - mean) / deviation).permute(2, 0, 1)[None].float()

for name, dimensions in [("resnet18", None), ("resnet34", None), ("resnet50", 768)]:
    model = randomized(network(name, dimensions))
    state = model.state_dict()
    torch.save({"module.pre." + key: value for key, value in state.items()}, folder / "model.pth")
    with torch.no_grad():
        expected = torch.tanh(model(inputs))[0].numpy()
    for precision in ["fp32", "fp16"]:
        target = folder / f"{precision}.safetensors"
        result = run("import", folder / "model.pth", "--out", target, "--precision", precision)
        assert result["encoder"] == name, result
        loaded = load_file(target)
        copy = network(name, dimensions)
        copy.load_state_dict(loaded, strict=True)
        for key, value in state.items():
            wanted = value.half() if precision == "fp16" and value.dim() > 1 else value
            assert loaded[key].dtype == wanted.dtype, (key, loaded[key].dtype)
            assert torch.equal(loaded[key], wanted), key
        run("embed", folder / "picture.ppm", "--model", target, "--out", folder / "e.npy")
        difference = np.abs(np.load(folder / "e.npy")[0] - expected).max()
        print(f"{name} {precision}: {len(state)} tensors equal, embedding within {difference:.1e}")
        assert difference < (1e-4 if precision == "fp32" else 2e-2)
