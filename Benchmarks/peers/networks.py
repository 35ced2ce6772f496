"""Residual networks in PyTorch as the paper that introduced them and torchvision have them."""


def residual_network(name):
    """ResNet-18, 34 or 50 without a classifier, or `small`, ResNet-18 with a 3 × 3 stem, no pooling.

    ResNet-50 ends in a linear layer to 768 as AugNet's does; all end in a hyperbolic tangent.
    """
    from torch import nn

    def convolution(inputs, outputs, window, stride=1):
        return nn.Conv2d(inputs, outputs, window, stride, window // 2, bias=False)

    class Block(nn.Module):
        def __init__(self, inputs, width, stride, has_bottleneck):
            super().__init__()
            if has_bottleneck:
                outputs = 4 * width
                steps = [(inputs, width, 1, 1), (width, width, 3, stride), (width, outputs, 1, 1)]
            else:
                outputs = width
                steps = [(inputs, width, 3, stride), (width, width, 3, 1)]
            layers = []
            for step in steps:
                layers += [convolution(*step), nn.BatchNorm2d(step[1]), nn.ReLU(inplace=True)]
            self.branch = nn.Sequential(*layers[:-1])
            self.shortcut = None
            if stride > 1 or inputs != outputs:
                self.shortcut = nn.Sequential(
                    convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs))
            self.activation = nn.ReLU(inplace=True)

        def forward(self, x):
            shortcut = x if self.shortcut is None else self.shortcut(x)
            return self.activation(self.branch(x) + shortcut)

    counts, has_bottlenecks = {
        "resnet18": ([2, 2, 2, 2], False), "small-64": ([2, 2, 2, 2], False),
        "resnet34": ([3, 4, 6, 3], False), "resnet50": ([3, 4, 6, 3], True),
    }[name]
    stem = [convolution(3, 64, 3)] if name == "small-64" else [convolution(3, 64, 7, 2)]
    layers = stem + [nn.BatchNorm2d(64), nn.ReLU(inplace=True)]
    if name != "small-64":
        layers.append(nn.MaxPool2d(3, 2, 1))
    channels = 64
    for stage, count in enumerate(counts):
        width = 64 << stage
        for block in range(count):
            layers.append(Block(channels, width, 2 if stage > 0 and block == 0 else 1,
                                has_bottlenecks))
            channels = 4 * width if has_bottlenecks else width
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    if has_bottlenecks:
        layers.append(nn.Linear(channels, 768))
    return nn.Sequential(*layers, nn.Tanh())
