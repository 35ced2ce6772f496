"""Makes the reference of the tests that read an encoder as PyTorch saves it, with PyTorch.

small.pth is the state dictionary of the encoder `small-1`, wrapped as the AugNet authors wrap theirs;
small.json has the embedding of a picture that the tests draw from the same formula.

Needs torch. Run in this folder: python make_encoder.py
"""

import json

import torch
from torch import nn


def normalized(inputs, outputs, window, stride):
    return [
        nn.Conv2d(inputs, outputs, window, stride, window // 2, bias=False),
        nn.BatchNorm2d(outputs),
    ]


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.bn1 = normalized(inputs, outputs, 3, stride)
        self.conv2, self.bn2 = normalized(outputs, outputs, 3, 1)
        if stride > 1:
            self.downsample = nn.Sequential(*normalized(inputs, outputs, 1, stride))

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + (self.downsample(x) if hasattr(self, "downsample") else x))


class Small(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv1, self.bn1 = normalized(3, width, 3, 1)
        for stage in range(4):
            outputs = width << stage
            inputs = outputs if stage == 0 else outputs // 2
            blocks = [Block(inputs, outputs, 1 if stage == 0 else 2), Block(outputs, outputs, 1)]
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))

    def forward(self, x):
        x = torch.relu(self.bn1(self.conv1(x)))
        for stage in range(4):
            x = getattr(self, f"layer{stage + 1}")(x)
        return torch.tanh(x.mean((2, 3)))


torch.manual_seed(1)
network = Small(1)
for module in network.modules():
    if isinstance(module, nn.BatchNorm2d):
        module.weight.data.uniform_(0.8, 1.5)
        module.bias.data.uniform_(0, 0.5)
        module.running_mean.uniform_(-0.1, 0.1)
        module.running_var.uniform_(0.5, 1.5)
network.eval()
entries = {"module.pre." + name: value for name, value in network.state_dict().items()}
torch.save({"epoch": 1, "state_dict": entries}, "small.pth")

# 350 × 402 pixels, the size that whole pictures are brought to, so that nothing is interpolated.
height, width = 350, 402
rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
picture = torch.stack(
    [rows % 256, (columns * 3) % 256, (rows * columns // 64) % 256], dim=-1
).to(torch.float64)
mean = torch.tensor([0.485, 0.456, 0.406], dtype=torch.float64)
deviation = torch.tensor([0.229, 0.224, 0.225], dtype=torch.float64)
inputs = ((picture / 255 - mean) / deviation).permute(2, 0, 1)[None]
with torch.no_grad():
    embedding = network.double()(inputs)[0]
with open("small.json", "w") as file:
    json.dump({"height": height, "width": width, "embedding": embedding.tolist()}, file)
    file.write("\n")
