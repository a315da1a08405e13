#!/usr/bin/env python3
"""Writes the gradients of the weights of the recurrent golden cases.

usage: recurrent_gradients.py FOLDER

PyTorch's `functional_call` does not reach the flattened weights of its recurrent modules, so that a file made with it
has gradients of 0 for them. This computes them again, with the file's own inputs, weights and cotangents.
"""
import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch

DTYPES = {'F64': np.float64, 'I64': np.int64}


def read(path):
    data = path.read_bytes()
    length, = struct.unpack('<Q', data[:8])
    header = json.loads(data[8:8 + length])
    start = 8 + length
    return {name: np.frombuffer(data[start + e['data_offsets'][0]:start + e['data_offsets'][1]], DTYPES[e['dtype']])
            .reshape(e['shape']) for name, e in header.items()}


def write(path, arrays):
    header, offset, blobs = {}, 0, []
    names = {np.dtype(t): n for n, t in DTYPES.items()}
    for name, array in arrays.items():
        blob = np.ascontiguousarray(array).tobytes()
        header[name] = {'dtype': names[array.dtype], 'shape': list(array.shape), 'data_offsets': [offset, offset + len(blob)]}
        offset += len(blob)
        blobs.append(blob)
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    path.write_bytes(struct.pack('<Q', len(text)) + text + b''.join(blobs))


def module(case, x):
    a = case['attributes']
    kind = {'rnn_tanh': torch.nn.RNN, 'rnn_relu': torch.nn.RNN, 'lstm': torch.nn.LSTM, 'gru': torch.nn.GRU}[case['op']]
    options = {'nonlinearity': 'relu'} if case['op'] == 'rnn_relu' else {}
    return kind(x.shape[2], a['hidden'], a['layers'], bidirectional=a['bidirectional'], **options).double()


def gradients(case, arrays):
    inputs = {n: torch.from_numpy(arrays['in.' + n].copy()) for n in case['inputs']}
    net = module(case, inputs['x'])
    with torch.no_grad():
        for name, parameter in net.named_parameters():
            parameter.copy_(inputs[name])
    if 'length' in inputs:
        packed = torch.nn.utils.rnn.pack_padded_sequence(inputs['x'], inputs['length'])
        y, _ = torch.nn.utils.rnn.pad_packed_sequence(net(packed)[0], total_length=inputs['x'].shape[0])
        results = {'y': y}
    elif case['op'] == 'lstm':
        y, (h, c) = net(inputs['x'], (inputs['h0'], inputs['c0']))
        results = {'y': y, 'h': h, 'c': c}
    else:
        y, h = net(inputs['x'], inputs['h0'])
        results = {'y': y, 'h': h}
    total = sum((v * torch.from_numpy(arrays['cotangent.' + n].copy())).sum() for n, v in results.items())
    names = [n for n, _ in net.named_parameters()]
    return dict(zip(names, torch.autograd.grad(total, list(net.parameters()))))


folder = Path(sys.argv[1])
for case in json.loads((folder / 'manifest.json').read_text()):
    if case['op'] in ('rnn_tanh', 'rnn_relu', 'lstm', 'gru'):
        path = folder / (case['name'] + '.safetensors')
        arrays = read(path)
        for name, gradient in gradients(case, arrays).items():
            arrays['grad.' + name] = gradient.numpy()
        write(path, arrays)
