#!/usr/bin/env python3
"""Makes the networks of the comparison for the peers. Needs PyTorch and ONNX (Debian: python3-torch python3-onnx).

usage: make_models.py FOLDER

For each network NAME, with the same initial parameters every time:

  NAME.onnx                  inference for ONNX Runtime; the batch is dynamic
  NAME.pt                    inference for PyTorch, TorchScript
  NAME.train.pt              (input, target) -> mean cross entropy, for PyTorch
  NAME.weights.safetensors   the initial parameters, under PyTorch's names
  NAME.io.safetensors        an input and its output, to see that all compute the same
"""
import json
import os
import struct
import sys
import warnings

try:
    import numpy as np
    import onnx  # noqa: F401  (torch.onnx needs it and says so late)
    import torch
    import torch.nn.functional as F
    from torch import nn
except ImportError as missing:
    sys.exit(f"make_models.py needs PyTorch and ONNX for Python ({missing}); on Debian: apt-get install python3-torch python3-onnx")


def mlp():
    return nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


# name: network, shape of one input, batch of inference to trace with, batch of training
SUITE = {"mlp": (mlp, [784], 128, 128), "lenet5": (lenet5, [1, 28, 28], 64, 64)}


class TrainingLoss(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x, target):
        return F.cross_entropy(self.network(x), target)


def save(path, tensors):
    """Writes a safetensors file: the length of the header, the header in JSON, the elements."""
    header, elements = {}, b""
    for name, tensor in tensors.items():
        array = np.ascontiguousarray(tensor.detach().cpu().numpy(), dtype="<f4")
        end = len(elements) + array.nbytes
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [len(elements), end]}
        elements += array.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + elements)


def make(folder, name):
    constructor, shape, batch, training_batch = SUITE[name]
    path = os.path.join(folder, name)
    torch.manual_seed(1)
    network = constructor().eval()
    save(path + ".weights.safetensors", network.state_dict())
    x = torch.randn([1] + shape)
    with torch.no_grad():
        save(path + ".io.safetensors", {"input": x, "output": network(x)})
        torch.onnx.export(
            network, x, path + ".onnx", input_names=["input"], output_names=["output"],
            dynamic_axes={"input": {0: "N"}, "output": {0: "N"}}, opset_version=14)
        torch.jit.trace(network, torch.randn([batch] + shape), check_trace=False).save(path + ".pt")
    training = TrainingLoss(network).train()
    example = torch.randn([training_batch] + shape), torch.randint(0, 10, [training_batch])
    torch.jit.trace(training, example, check_trace=False).save(path + ".train.pt")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make_models.py FOLDER")
    warnings.filterwarnings("ignore")
    os.makedirs(sys.argv[1], exist_ok=True)
    for each in SUITE:
        make(sys.argv[1], each)
