#!/usr/bin/env python3
"""Makes the networks of the comparison for the peers. Needs PyTorch and ONNX (Debian: python3-torch python3-onnx).

usage: make_models.py FOLDER

For each network NAME, with the same initial parameters every time:

  NAME.onnx                  inference for ONNX Runtime; the batch is dynamic
  NAME.pt                    inference for PyTorch, TorchScript
  NAME.train.pt              (input, target) -> mean cross entropy, for PyTorch
  NAME.weights.safetensors   the initial parameters, under PyTorch's names
  NAME.io.safetensors        an input and its output, to see that all compute the same
  NAME.steps.safetensors     a batch and the losses of ten updates by it, to see that all learn the same
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


def conv_norm(inputs, outputs, kernel, stride=1, groups=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs))


class Residual(nn.Module):
    """The basic block; with vd the shortcut strides in an average pool."""

    def __init__(self, inputs, outputs, stride, vd=False):
        super().__init__()
        self.main = nn.Sequential(
            nn.Sequential(*conv_norm(inputs, outputs, 3, stride), nn.ReLU()), conv_norm(outputs, outputs, 3))
        if stride == 1 and inputs == outputs:
            self.skip = nn.Identity()
        elif vd and stride > 1:
            self.skip = nn.Sequential(nn.AvgPool2d(stride), conv_norm(inputs, outputs, 1))
        else:
            self.skip = conv_norm(inputs, outputs, 1, stride)

    def forward(self, x):
        return F.relu(self.main(x) + self.skip(x))


def with_relu(*arguments, **named):
    return nn.Sequential(*conv_norm(*arguments, **named), nn.ReLU())


def residuals(stem, inputs, stages, blocks, classes, vd=False):
    layers = stem
    for width, first in stages:
        for block in range(blocks):
            layers.append(Residual(inputs, width, first if block == 0 else 1, vd))
            inputs = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, classes))


def resnet20():
    return residuals([with_relu(3, 16, 3)], 16, [(16, 1), (32, 2), (64, 2)], 3, 10)


STAGES = [(64, 1), (128, 2), (256, 2), (512, 2)]


def resnet18():
    return residuals([with_relu(3, 64, 7, 2), nn.MaxPool2d(3, 2, 1)], 64, STAGES, 2, 1000)


def resnet18_vd():
    stem = [with_relu(3, 32, 3, 2), with_relu(32, 32, 3), with_relu(32, 64, 3), nn.MaxPool2d(3, 2, 1)]
    return residuals(stem, 64, STAGES, 2, 1000, vd=True)


def mobilenet_v1():
    layers, inputs = [with_relu(3, 32, 3, 2)], 32
    pairs = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
    for outputs, stride in pairs:
        layers += [with_relu(inputs, inputs, 3, stride, groups=inputs), with_relu(inputs, outputs, 1)]
        inputs = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1024, 1000))


class R2Plus1D(nn.Module):
    """Each convolution of space and time is one over space and then one over time."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            self.pair(3, 32, 2), self.pair(32, 32), self.pair(32, 64, 2, 2), self.pair(64, 64), self.pair(64, 128, 2, 2),
            nn.AdaptiveAvgPool3d(1), nn.Flatten(), nn.Linear(128, 101))

    @staticmethod
    def pair(inputs, outputs, stride=1, pace=1):
        middle = inputs * outputs * 27 // (inputs * 9 + 3 * outputs)
        return nn.Sequential(
            nn.Conv3d(inputs, middle, (1, 3, 3), (1, stride, stride), (0, 1, 1), bias=False), nn.BatchNorm3d(middle),
            nn.ReLU(),
            nn.Conv3d(middle, outputs, (3, 1, 1), (pace, 1, 1), (1, 0, 0), bias=False), nn.BatchNorm3d(outputs),
            nn.ReLU())

    def forward(self, x):
        return self.net(x)


class Crnn(nn.Module):
    """A reader of text lines with the strides of PP-OCR: the height goes down faster than the width."""

    def __init__(self, classes=97, hidden=256):
        super().__init__()
        widths = [(3, 32, 2), (32, 64, 1), (64, 64, 1), (64, 128, (2, 1)), (128, 128, 1), (128, 256, (2, 1)), (256, 256, 1)]
        self.cnn = nn.Sequential(
            *(nn.Sequential(nn.Conv2d(i, o, 3, s, 1, bias=False), nn.BatchNorm2d(o), nn.ReLU()) for i, o, s in widths),
            nn.MaxPool2d(2, 2), nn.AvgPool2d((2, 1)))
        self.rnn = nn.LSTM(256, hidden, 2, bidirectional=True)
        self.out = nn.Linear(2 * hidden, classes)

    def forward(self, x):
        return self.out(self.rnn(self.cnn(x).squeeze(2).permute(2, 0, 1))[0])


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(128, 256)

    def forward(self, x):
        return self.rnn(x)[0]


class CharLstm(nn.Module):
    def __init__(self, characters=96, width=64, hidden=256):
        super().__init__()
        self.embed = nn.Embedding(characters, width)
        self.rnn = nn.LSTM(width, hidden)
        self.out = nn.Linear(hidden, characters)

    def forward(self, x):
        return self.out(self.rnn(self.embed(x))[0])


class Block(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.heads = heads
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, hidden), nn.Linear(hidden, width)

    def forward(self, x, mask):
        n, t, d = x.shape
        parts = self.qkv(self.ln1(x)).split(d, 2)
        q, k, v = (p.view(n, t, self.heads, d // self.heads).transpose(1, 2) for p in parts)
        mixed = F.softmax(q @ k.transpose(2, 3) * (d // self.heads) ** -0.5 + mask, 3) @ v
        x = x + self.proj(mixed.transpose(1, 2).reshape(n, t, d))
        return x + self.down(F.gelu(self.up(self.ln2(x))))


class Transformer(nn.Module):
    def __init__(self, characters=96, steps=128, width=256):
        super().__init__()
        self.tok = nn.Embedding(characters, width)
        self.pos = nn.Parameter(torch.randn(steps, width) * 0.02)
        self.blocks = nn.ModuleList(Block(width, 4, 1024) for _ in range(4))
        self.ln, self.out = nn.LayerNorm(width), nn.Linear(width, characters)
        self.register_buffer("mask", torch.full((steps, steps), -1e9).triu(1), persistent=False)

    def forward(self, x):
        y = self.tok(x) + self.pos
        for block in self.blocks:
            y = block(y, self.mask)
        return self.out(self.ln(y))


PHOTO = ["N", 3, 224, 224]

# name: network, shape of an input, where the batch is in the output, how many tokens the input has, 0 for numbers,
# batch of inference to trace with, batch of training, 0 for none
SUITE = {
    "mlp": (mlp, ["N", 784], 0, 0, 128, 128),
    "lenet5": (lenet5, ["N", 1, 28, 28], 0, 0, 64, 64),
    "resnet20": (resnet20, ["N", 3, 32, 32], 0, 0, 32, 32),
    "resnet18": (resnet18, PHOTO, 0, 0, 1, 8),
    "resnet18_vd": (resnet18_vd, PHOTO, 0, 0, 1, 0),
    "mobilenet_v1": (mobilenet_v1, PHOTO, 0, 0, 1, 8),
    "r2plus1d": (R2Plus1D, ["N", 3, 8, 56, 56], 0, 0, 1, 4),
    "crnn": (Crnn, ["N", 3, 32, 320], 1, 0, 8, 0),
    "lstm": (Lstm, [64, "N", 128], 1, 0, 32, 0),
    "charlstm": (CharLstm, [64, "N"], 1, 96, 32, 32),
    "transformer": (Transformer, ["N", 128], 0, 96, 8, 8),
}


def example(shape, tokens, batch):
    extents = [batch if extent == "N" else extent for extent in shape]
    return torch.randint(0, tokens, extents) if tokens else torch.randn(extents)


class TrainingLoss(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x, target):
        logits = self.network(x)
        return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), target.reshape(-1))


def save(path, tensors):
    """Writes a safetensors file: the length of the header, the header in JSON, the elements."""
    header, elements = {}, b""
    for name, tensor in tensors.items():
        whole = not tensor.is_floating_point()
        array = np.ascontiguousarray(tensor.detach().cpu().numpy(), dtype="<i8" if whole else "<f4")
        end = len(elements) + array.nbytes
        kind = "I64" if whole else "F32"
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [len(elements), end]}
        elements += array.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + elements)


def make(folder, name):
    constructor, shape, output_axis, tokens, batch, training_batch = SUITE[name]
    path = os.path.join(folder, name)
    torch.manual_seed(1)
    network = constructor().eval()
    counts = "num_batches_tracked"  # of batch norms, which nothing reads
    save(path + ".weights.safetensors", {k: v for k, v in network.state_dict().items() if not k.endswith(counts)})
    x = example(shape, tokens, 1)
    with torch.no_grad():
        save(path + ".io.safetensors", {"input": x, "output": network(x)})
        torch.onnx.export(
            network, x, path + ".onnx", input_names=["input"], output_names=["output"],
            dynamic_axes={"input": {shape.index("N"): "N"}, "output": {output_axis: "N"}}, opset_version=14)
        torch.jit.trace(network, example(shape, tokens, batch), check_trace=False).save(path + ".pt")
    if training_batch == 0:
        return
    training = TrainingLoss(network).train()
    x = example(shape, tokens, training_batch)
    target = torch.randint(0, 10, list(x.shape) if tokens else [training_batch])
    torch.jit.trace(training, (x, target), check_trace=False).save(path + ".train.pt")
    steps(path, training, x[:8], target[:8], tokens)


def steps(path, training, x, target, tokens):
    """Writes the losses of ten updates, by the optimiser of the example's training section."""
    parameters = training.parameters()
    optimizer = (
        torch.optim.Adam(parameters, 1e-3) if tokens
        else torch.optim.SGD(parameters, 0.01, momentum=0.9, weight_decay=5e-4))
    losses = []
    for _ in range(10):
        optimizer.zero_grad()
        loss = training(x, target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    save(path + ".steps.safetensors", {"input": x, "target": target, "losses": torch.tensor(losses)})


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make_models.py FOLDER")
    warnings.filterwarnings("ignore")
    os.makedirs(sys.argv[1], exist_ok=True)
    for each in SUITE:
        make(sys.argv[1], each)
