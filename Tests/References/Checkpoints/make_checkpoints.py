"""Makes the reference files of CheckpointsTests with the formats' own implementations.

Needs numpy and safetensors. Run in this folder: python make_checkpoints.py
"""

import numpy as np
from safetensors.numpy import save_file


def ramp(*shape):
    """Distinct numbers that single precision holds exactly."""
    count = np.prod(shape, dtype=np.int64)
    return np.asarray(np.arange(count).reshape(shape) * 0.375 - 1, dtype=np.float32)


special = np.array([0.0, -0.0, np.inf, -np.inf, 1e-45, 3.4028235e38, 0.1], dtype=np.float32)

save_file(
    {
        "conv1.weight": ramp(2, 3, 1, 2),
        "bn1.bias": special,
        "scalar": ramp(),
        "empty": ramp(0, 4),
        "é\"\\\n": ramp(3),
    },
    "single.safetensors",
    metadata={"recipe": "stl \"small\"\n"},
)
save_file(
    {
        "weight": ramp(4),
        "count": np.array(7, dtype=np.int64),
        "half": np.ones(3, dtype=np.float16),
        "flag": np.array([True, False]),
    },
    "mixed.safetensors",
)
save_file({}, "empty.safetensors")

np.save("matrix.npy", ramp(3, 5))
np.save("special.npy", special)
np.save("scalar.npy", ramp())
np.save("empty.npy", ramp(0, 768))
np.save("integers.npy", np.array([[1, -2], [2**62, -(2**63)]], dtype=np.int64))
np.save("columns.npy", np.asfortranarray(ramp(3, 5)))
np.save("columns3.npy", np.asfortranarray(ramp(2, 3, 4)))
np.save("big-endian.npy", ramp(2, 2).astype(">f4"))
np.save("doubles.npy", np.array([0, -1 / 3]))
np.save("halves.npy", np.array([0.5, -65504, 2**-24], dtype=np.float16))
for name in ["b1", "i1", "i2", "i4", "u1", "u2", "u4"]:
    np.save(f"{name}.npy", np.array([1, 0, 100], dtype=name))
np.save("u8.npy", np.array([1, 0, 2**64 - 1], dtype=np.uint64))
with open("version2.npy", "wb") as file:
    np.lib.format.write_array(file, ramp(2, 2), version=(2, 0))
