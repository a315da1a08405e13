"""Made scikit_learn_*.safetensors, with scikit-learn 1.9.1: scores, labels, and what it measures of them.

In `ties` scores of two classes have few values; in `rare` class 3 of five occurs but is never predicted, and class 4
neither occurs nor is predicted.
"""

import json
import struct

import numpy as np
from sklearn import metrics


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def write(path, tensors):
    header, data = {}, b""
    names = {"float32": "F32", "float64": "F64", "int32": "I32"}
    for name, array in tensors.items():
        array = np.ascontiguousarray(array)
        header[name] = {
            "dtype": names[str(array.dtype)],
            "shape": list(array.shape),
            "data_offsets": [len(data), len(data) + array.nbytes],
        }
        data += array.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def measure(path, scores, labels):
    classes = scores.shape[1]
    predicted = scores.argmax(axis=1)
    # of two classes the difference of the logits ranks as the probability does, without its rounding
    ranked = (scores - scores[:, ::-1]).astype(np.float64) if classes == 2 else softmax(scores.astype(np.float64))
    expected = {}
    each = metrics.precision_recall_fscore_support(labels, predicted, labels=range(classes), zero_division=0)
    expected["per_class"] = np.stack(each[:3]).astype(np.float64)
    expected["support"] = each[3].astype(np.int32)
    for average in ["micro", "macro", "weighted"]:
        expected[average] = np.array(
            metrics.precision_recall_fscore_support(labels, predicted, average=average, zero_division=0)[:3],
            dtype=np.float64,
        )
    expected["confusion"] = metrics.confusion_matrix(labels, predicted, labels=range(classes)).astype(np.int32)
    expected["top_2"] = np.array(
        [metrics.top_k_accuracy_score(labels, scores, k=2, labels=range(classes)) if classes > 2 else 1.0]
    )
    occurs = [c for c in range(classes) if (labels == c).any()]
    expected["roc_auc"] = np.array([metrics.roc_auc_score(labels == c, ranked[:, c]) for c in occurs])
    expected["average_precision"] = np.array(
        [metrics.average_precision_score(labels == c, ranked[:, c]) for c in occurs]
    )
    write(path, {"scores": scores, "labels": labels.astype(np.int32), **expected})


random = np.random.default_rng(1)
labels = random.integers(0, 2, 300)
scores = random.integers(-2, 3, (300, 2)).astype(np.float32)
scores[np.arange(300), labels] += 1
measure("scikit_learn_ties.safetensors", scores, labels)

labels = random.choice(5, 300, p=[0.4, 0.3, 0.2, 0.1, 0])
scores = random.normal(size=(300, 5)).astype(np.float32)
scores[np.arange(300), labels] += 1.5
scores[:, 3:] -= 9
measure("scikit_learn_rare.safetensors", scores, labels)
