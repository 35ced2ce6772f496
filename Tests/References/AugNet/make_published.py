"""Makes the reference of the tests with the AugNet authors' published weights: published.json.

Embeds pictures that the tests draw from the same formula, as the authors' package imgsim 0.1.2 does it
(resize_short, vectorize and distance of its imgsim.py), and writes their norms, some of their numbers
and their distances. Needs torch, torchvision, OpenCV and the package's model.pth (MIT):

    AUGNET_IMGSIM_WEIGHTS=…/imgsim/model.pth python make_published.py
"""

import json
import os

import cv2
import numpy as np
import torch
import torchvision
from torch import nn

SIZES = [(375, 500), (500, 333), (100, 100), (350, 350), (64, 201)]


def picture(number, height, width):
    """Red, green, blue: gradients, stripes and rings of whole numbers."""
    rows, columns = np.mgrid[:height, :width]
    squares = (rows - height // 2) ** 2 + (columns - width // 2) ** 2
    red = (rows * (number + 1) + columns) % 256
    green = (squares // (8 * (number + 1))) % 256
    blue = ((rows // 16 + columns // 16) % 2) * 200 + number * 10
    return np.stack([red, green, blue], axis=-1).astype(np.uint8)


def resize_short(image, size):
    scale = size / min(image.shape[:2])
    return cv2.resize(
        image, (int(max(image.shape[1] * scale, size)), int(max(image.shape[0] * scale, size))))


model = torchvision.models.resnet50()
model.fc = nn.Linear(2048, 768)
state = torch.load(os.environ["AUGNET_IMGSIM_WEIGHTS"], map_location="cpu", weights_only=True)
model.load_state_dict({name.replace("module.pre.", ""): value for name, value in state.items()})
model.eval()

mean, deviation = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
embeddings = []
for number, (height, width) in enumerate(SIZES):
    resized = resize_short(picture(number, height, width), 350) / 255.0
    inputs = ((resized - mean) / deviation).transpose(2, 0, 1)[None].astype(np.float32)
    with torch.no_grad():
        embeddings.append(torch.tanh(model(torch.from_numpy(inputs)))[0].numpy())
embeddings = np.stack(embeddings).astype(np.float64)
distances = np.sqrt(((embeddings[:, None] - embeddings[None]) ** 2).sum(-1))
with open("published.json", "w") as file:
    json.dump(
        {
            "sizes": SIZES,
            "norms": np.round(np.linalg.norm(embeddings, axis=1), 6).tolist(),
            "firstNumbers": np.round(embeddings[:, :8], 6).tolist(),
            "distances": np.round(distances, 6).tolist(),
        }, file)
    file.write("\n")
