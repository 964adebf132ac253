"""OpenVINO: the XML of a network and its weights."""
import numpy as np
import openvino as library
from openvino.runtime import opset13 as ops

from fixtures import also, save


def network(path):
    x = ops.parameter([1, 4], np.float32, name="x")
    weights = ops.constant(np.ones((4, 2), dtype=np.float32))
    library.save_model(library.Model([ops.relu(ops.matmul(x, weights, False, False))], [x], "tiny"), path)


save("network.xml", "network", [library], network)
also("network.bin", "its weights", [library])
