"""Matrix products in single precision: numpy's OpenBLAS, and MKL as PyTorch calls it."""

import re

from problems import Problem, Subject

SQUARES = [512, 1024, 2048, 4096]

# ResNet-50's convolutions of one picture as products: C_out, C_in · window, pixels.
RESNET50_PRODUCTS = [
    (64, 147, 12544), (64, 64, 3136), (64, 576, 3136), (256, 64, 3136), (64, 256, 3136),
    (128, 256, 3136), (128, 1152, 784), (512, 128, 784), (512, 256, 784), (128, 512, 784),
    (256, 512, 784), (256, 2304, 196), (1024, 256, 196), (1024, 512, 196), (256, 1024, 196),
    (512, 1024, 196), (512, 4608, 49), (2048, 512, 49), (2048, 1024, 49), (512, 2048, 49),
]


def numpy_peer(threads):
    import numpy
    import threadpoolctl

    threadpoolctl.threadpool_limits(threads)
    libraries = [info for info in threadpoolctl.threadpool_info() if info["user_api"] == "blas"]
    blas = f"{libraries[0]['internal_api']} {libraries[0]['version']}" if libraries else "no BLAS"
    random = numpy.random.default_rng(0)

    def prepare(extents):
        m, k, n = extents["m"], extents["k"], extents["n"]
        left = random.standard_normal((m, k), dtype=numpy.float32)
        right = random.standard_normal((k, n), dtype=numpy.float32)
        result = numpy.empty((m, n), numpy.float32)
        return lambda: numpy.matmul(left, right, out=result)

    return f"numpy {numpy.__version__}, {blas}", prepare


def torch_peer(threads):
    import torch

    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)

    def prepare(extents):
        m, k, n = extents["m"], extents["k"], extents["n"]
        left, right, result = torch.randn(m, k), torch.randn(k, n), torch.empty(m, n)
        return lambda: torch.mm(left, right, out=result)

    return f"torch {torch.__version__}", prepare


class MatrixProducts(Subject):
    """[m, k] · [k, n]."""

    peers = {"numpy": numpy_peer, "torch_mm": torch_peer}

    def problems(self, batch):
        shapes = [(n, n, n, (f"m={n} n={n} k={n}",)) for n in SQUARES]
        shapes += [(m, k, n, ("resnet50",)) for m, k, n in RESNET50_PRODUCTS]
        return [
            Problem(key=(m, n, k), label=f"m={m} k={k} n={n}", extents=dict(m=m, k=k, n=n),
                    filters=("gemm",) + filters, operations=2 * m * k * n,
                    group="ResNet-50" if filters == ("resnet50",) else "square")
            for m, k, n, filters in shapes
        ]

    def key_of_row(self, row):
        match = re.match(r"m=(\d+) n=(\d+) k=(\d+)", row["problem"])
        return tuple(map(int, match.groups())) if row["name"] == "gemm" and match else None
