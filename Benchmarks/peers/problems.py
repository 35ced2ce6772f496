"""What a problem and a subject are, and the residual networks' shapes."""

import re


class Problem:
    """A problem that everyone solves."""

    def __init__(self, key, label, extents, filters, operations=0, items=0, count=1,
                 group=""):
        self.key = key  # What tells it from the others in our rows.
        self.label = label  # What readers see.
        self.extents = extents  # What peers need to make the data.
        self.filters = tuple(filters)  # The filters that make augnet-bench measure it.
        self.operations = operations
        self.items = items
        self.count = count  # How often it occurs in the network.
        self.group = group  # Problems that are summed up together.


class Subject:
    """A family of problems with its peers.

    `peers` are functions by name: given the number of threads, each imports its library and returns the
    library's version and a function from extents to the call that is timed.
    """

    unit = "GFLOP/s"
    default_rounds = 3
    fresh_process_for_each = False
    peers = {}

    def problems(self, batch):
        raise NotImplementedError

    def bench_arguments(self):
        """What augnet-bench needs besides filters."""
        return []

    def key_of_row(self, row):
        raise NotImplementedError

    def rate(self, problem, seconds):
        return problem.operations / seconds * 1e-9


# ResNet-50 for pictures of 224 × 224: extent, C_in, C_out, window, stride, how often.
RESNET50_CONVOLUTIONS = [
    (224, 3, 64, 7, 2, 1),
    (56, 64, 64, 1, 1, 1), (56, 64, 64, 3, 1, 3), (56, 64, 256, 1, 1, 4), (56, 256, 64, 1, 1, 2),
    (56, 256, 128, 1, 1, 1), (56, 128, 128, 3, 2, 1), (28, 128, 512, 1, 1, 4),
    (56, 256, 512, 1, 2, 1), (28, 512, 128, 1, 1, 3), (28, 128, 128, 3, 1, 3),
    (28, 512, 256, 1, 1, 1), (28, 256, 256, 3, 2, 1), (14, 256, 1024, 1, 1, 6),
    (28, 512, 1024, 1, 2, 1), (14, 1024, 256, 1, 1, 5), (14, 256, 256, 3, 1, 5),
    (14, 1024, 512, 1, 1, 1), (14, 512, 512, 3, 2, 1), (7, 512, 2048, 1, 1, 3),
    (14, 1024, 2048, 1, 2, 1), (7, 2048, 512, 1, 1, 2), (7, 512, 512, 3, 1, 2),
]

# The 3 × 3 convolutions of stride 1, the same shapes in ResNet-18, 34 and 50; counts of ResNet-34.
SQUARE_WINDOWS = [(56, 64, 64, 3, 1, 6), (28, 128, 128, 3, 1, 7), (14, 256, 256, 3, 1, 11),
                  (7, 512, 512, 3, 1, 5)]

_CONVOLUTION_ROW = re.compile(r"(\d+)x\d+x(\d+) to (\d+) window (\d+) stride (\d+) batch (\d+)")


def convolution_problems(shapes, batch, row_name, filters, note=""):
    """The problems of a list of shapes."""
    problems = []
    for extent, inputs, outputs, window, stride, count in shapes:
        pixels = ((extent + 2 * (window // 2) - window) // stride + 1) ** 2
        problems.append(Problem(
            key=(row_name, extent, inputs, outputs, window, stride, batch),
            label=f"{extent}x{extent}x{inputs} to {outputs} {window}x{window}/{stride} batch {batch}{note}",
            extents=dict(row=row_name, batch=batch, extent=extent, inputs=inputs, outputs=outputs,
                         window=window, stride=stride),
            filters=[row_name, f"batch {batch} "] + filters,
            operations=2 * batch * pixels * inputs * outputs * window * window, count=count,
            group=("3x3/1" if (window, stride) == (3, 1) else "the others") + note))
    return problems


def convolution_key(row):
    """A convolution row's key; None for other rows."""
    match = _CONVOLUTION_ROW.match(row["problem"])
    return (row["name"],) + tuple(map(int, match.groups())) if match else None
