"""Checks with PyTorch that files go both ways: torch.save -> augnet import -> load_state_dict.

    python Scripts/check-with-pytorch.py PROGRAM      PROGRAM is the built augnet

A ResNet-50 with new weights and a linear layer to 768 dimensions is saved as the AugNet authors save
theirs, imported in both precisions, loaded into torchvision's network by its own names, and held against
the network that was saved; then both embed a picture. Before, every form in which this PyTorch saves
tensors is read as it should be, or refused with one line. Needs torch, torchvision, safetensors and numpy.
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


NAMES = {
    torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16",
    torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8",
    torch.uint8: "U8", torch.bool: "BOOL", torch.complex64: "C64", torch.uint16: "U16",
    torch.uint32: "U32", torch.uint64: "U64", torch.float8_e4m3fn: "F8_E4M3",
    torch.float8_e5m2: "F8_E5M2", torch.float8_e8m0fnu: "F8_E8M0",
}


def check_forms(folder):
    """What torch.save writes of tensors of every type, of views, parameters and what is beside them."""
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    tagged = nn.Parameter(base.clone())
    tagged.tag = 1
    layers = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4))
    read = {str(dtype): {"w": base.to(dtype), "b": base} for dtype in NAMES}
    read |= {
        "views": {"a": base, "t": base.t(), "s": base[1:, ::2], "none": base[:0], "one": base[2, 3]},
        "parameters": {"w": nn.Parameter(base), "tagged": tagged},
        "layers": layers.state_dict(),
        "half": nn.Linear(3, 2).half().state_dict(),
    }
    beside = {"epoch": 3, "size": base.shape, "type": torch.float32, "rate": 1e-3, "best": None,
              "optimizer": torch.optim.Adam(layers.parameters()).state_dict()}
    read["nested"] = {"state_dict": read["layers"], **beside}
    read["storages"] = {"w": base, "s": torch.FloatStorage(4), "u": torch.UntypedStorage(3)}
    for name, value in read.items():
        torch.save(value, folder / "form.pth")
        expected = [
            {"name": key, "type": NAMES[tensor.dtype], "shape": list(tensor.shape)}
            for key, tensor in value.get("state_dict", value).items()
            if isinstance(tensor, torch.Tensor)
        ]
        found = run("info", folder / "form.pth")["tensors"]
        assert found == expected, (name, found, expected)
    attribute = base.clone()
    attribute.tag = 1
    numbers = torch.view_as_complex(torch.ones(3, 2))
    refused = {
        "negated": {"w": numbers.conj().imag}, "conjugated": {"w": numbers.conj()},
        "attribute": {"w": attribute}, "module": layers, "sparse": {"w": base.to_sparse()},
        "meta": {"w": torch.empty(3, device="meta")}, "array": {"w": base, "n": np.ones(3)},
        "complex128": {"w": base.to(torch.complex128)}, "list": [base], "alone": base,
        "expanded": {"w": base[:1, :1].expand(9, 9)},
    }
    options = {}
    for protocol in (3, 4, 5):
        refused[f"protocol {protocol}"] = read["views"]
        options[f"protocol {protocol}"] = {"pickle_protocol": protocol}
    refused["legacy"] = read["views"]
    options["legacy"] = {"_use_new_zipfile_serialization": False}
    for name, value in refused.items():
        torch.save(value, folder / "form.pth", **options.get(name, {}))
        result = subprocess.run(
            [sys.argv[1], "info", folder / "form.pth"], capture_output=True, text=True)
        lines = result.stderr.splitlines()
        assert result.returncode == 1 and len(lines) == 1 and "form.pth" in lines[0], (name, result)
    print(f"{len(read)} forms are read, {len(refused)} refused with one line each")


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
check_forms(folder)
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
