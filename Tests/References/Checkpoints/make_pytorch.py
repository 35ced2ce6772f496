"""Makes the PyTorch reference files of CheckpointsTests, and what they hold as JSON, with PyTorch.

Needs torch. Run in this folder: python make_pytorch.py
"""

import collections
import json
import struct
import zipfile

import torch


def ramp(*shape, dtype=torch.float32):
    """Distinct numbers that every type here holds exactly."""
    count = torch.Size(shape).numel()
    return (torch.arange(count).reshape(shape) % 120 - 3).to(dtype)


base = ramp(4, 6) * 0.375
tensors = collections.OrderedDict(
    float32=base,
    float64=ramp(3, 2, dtype=torch.float64) / 3,
    float16=torch.tensor([0.0, -0.0, 1e-7, 6e-5, 0.1, 65504.0, -2.5], dtype=torch.float16),
    bfloat16=torch.tensor([1e-40, 3e38, -0.1, 7.0], dtype=torch.bfloat16),
    int64=torch.tensor([-(2**62), 5]),
    int32=ramp(5, dtype=torch.int32),
    int16=ramp(2, 2, dtype=torch.int16) * 250,
    int8=ramp(3, dtype=torch.int8),
    uint8=torch.tensor([0, 255], dtype=torch.uint8),
    bool=torch.tensor([True, False, True]),
    scalar=torch.tensor(7.5),
    empty=torch.zeros(0, 4),
    transposed=base.T,
    part=base[1:3, 2:5],
    every_second=base[:, ::2],
    permuted=ramp(2, 3, 4).permute(2, 0, 1),
    parameter=torch.nn.Parameter(ramp(2, 3)),
    channels_last=ramp(2, 3, 2, 2).contiguous(memory_format=torch.channels_last),
)


def description(tensor):
    tensor = tensor.detach()
    return {
        "type": str(tensor.dtype).removeprefix("torch."),
        "shape": list(tensor.shape),
        # Nothing for types that are not made numbers of.
        "numbers": None if tensor.is_complex() or "float8" in str(tensor.dtype)
        else tensor.to(torch.float32).flatten().tolist(),
    }


def rewritten(source, target, method, big_endian=False):
    """The archive `source`, its entries compressed, or its elements with the high byte first."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", method) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if big_endian and entry.filename.endswith("/byteorder"):
                content = b"big"
            elif big_endian and "/data/" in entry.filename:
                content = struct.pack(f">{len(content) // 4}f", *struct.unpack(f"<{len(content) // 4}f", content))
            # The time of writing is none of the content.
            new.writestr(zipfile.ZipInfo(entry.filename), content, method)


torch.save(tensors, "tensors.pth")
with open("pytorch.json", "w") as file:
    json.dump({name: description(tensor) for name, tensor in tensors.items()}, file, indent=0)
    file.write("\n")
rewritten("tensors.pth", "deflated.pth", zipfile.ZIP_DEFLATED)

weights = torch.nn.Linear(3, 2)
with torch.no_grad():
    weights.weight.copy_(ramp(2, 3))
    weights.bias.copy_(ramp(2))
torch.save({"epoch": 3, "state_dict": weights.state_dict(), "rate": 1e-3, "best": None}, "nested.pth")
torch.save(weights.state_dict(), "legacy.pth", _use_new_zipfile_serialization=False)
torch.save(weights, "module.pth")
rewritten("nested.pth", "big.pth", zipfile.ZIP_STORED, big_endian=True)
torch.save({"epoch": 3}, "none.pth")
# What has no kind of storage of its own, and what is beside tensors.
tagged = torch.nn.Parameter(ramp(3))
tagged.tag = 1
typed = collections.OrderedDict(
    uint16=torch.tensor([[0, 65535], [7, 8]], dtype=torch.uint16).T,
    uint32=torch.tensor([2**32 - 1, 3], dtype=torch.uint32),
    uint64=torch.tensor([2**64 - 1, 4], dtype=torch.uint64)[1:],
    float8_e4m3fn=ramp(2, 2).to(torch.float8_e4m3fn),
    float8_e5m2=ramp(4).to(torch.float8_e5m2),
    complex64=torch.view_as_complex(ramp(3, 2)),
    tagged=tagged,
)
others = {"shape": base.shape, "type": torch.bfloat16, "bytes": torch.UntypedStorage(3)}
torch.save({"state_dict": typed, **others}, "typed.pth")
with open("typed.json", "w") as file:
    json.dump({name: description(tensor) for name, tensor in typed.items()}, file, indent=0)
    file.write("\n")
torch.save({"w": torch.view_as_complex(ramp(3, 2)).conj().imag}, "negated.pth")
torch.save({"wide": ramp(1).expand(2**40)}, "expanded.pth")
