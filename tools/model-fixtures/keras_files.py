"""Keras and TensorFlow: .h5, .keras, weights, SavedModels, frozen graphs, TFLite."""
import os
import shutil
import sys

import numpy as np
import tensorflow as tf

from fixtures import OUT, also, save

LIBRARIES = [tf]
try:
    import keras

    if hasattr(keras, "__version__"):
        LIBRARIES = [tf, keras]
except ImportError:
    pass
K = tf.keras
TWO = int(tf.__version__.split(".")[0]) > 1


def sequence():
    model = K.Sequential([K.layers.Dense(3, activation="relu", input_shape=(4,)), K.layers.Dropout(0.1), K.layers.Dense(2)])
    model.compile("adam", "mse")
    return model


def branches():
    one, other = K.Input((4,)), K.Input((4,))
    joined = K.layers.Concatenate()([K.layers.Dense(2)(one), K.layers.Dense(2)(other)])
    return K.Model([one, other], K.layers.Dense(1)(K.layers.BatchNormalization()(joined)))


def pictures():
    return K.Sequential([K.layers.Conv2D(2, 3, input_shape=(8, 8, 1)), K.layers.MaxPooling2D(), K.layers.Flatten(), K.layers.Dense(2)])


def steps():
    return K.Sequential([K.layers.Embedding(6, 2, input_length=4), K.layers.Bidirectional(K.layers.LSTM(2)), K.layers.Dense(1)])


# Before 2.12 a .keras file is HDF5 under another name.
ZIPPED = tuple(int(part) for part in tf.__version__.split(".")[:2]) >= (2, 12)
for ending in ("h5", "keras") if ZIPPED else ("h5",):
    for name, make in (("sequence", sequence), ("branches", branches), ("pictures", pictures), ("steps", steps)):
        save("%s.%s" % (name, ending), "model as .%s" % ending, LIBRARIES, lambda path, make=make: make().save(path))
save("state.weights.h5", "weights alone", LIBRARIES, lambda path: sequence().save_weights(path))


def saved(folder):
    model = sequence()
    if hasattr(model, "export"):
        model.export(folder)
    elif TWO:
        model.save(folder, save_format="tf")
    else:
        K.experimental.export_saved_model(model, folder)


save("saved", "folder of the SavedModel", LIBRARIES, saved)
also("saved/saved_model.pb", "SavedModel", LIBRARIES)
also("saved/keras_metadata.pb", "Keras metadata of the SavedModel", LIBRARIES)
also("saved/fingerprint.pb", "fingerprint of the SavedModel", LIBRARIES)
also("saved/variables/variables.index", "index of the variables", LIBRARIES)


def module(folder):
    class Adder(tf.Module):
        def __init__(self):
            super(Adder, self).__init__()
            self.w = tf.Variable([1.0, 2.0])

        @tf.function(input_signature=[tf.TensorSpec([2], tf.float32)])
        def __call__(self, x):
            return x + self.w

    tf.saved_model.save(Adder(), folder)


if TWO:
    save("module", "folder of a SavedModel of a module", [tf], module)
    also("module/saved_model.pb", "SavedModel of a function", [tf])


def frozen(path):
    graph = tf.Graph()
    with graph.as_default():
        x = tf.compat.v1.placeholder(tf.float32, [None, 2], name="x")
        tf.nn.relu(tf.matmul(x, tf.constant([[1.0], [2.0]])), name="y")
    tf.io.write_graph(graph, os.path.dirname(path), os.path.basename(path), as_text=path.endswith("txt"))


save("frozen.pb", "frozen graph", [tf], frozen)
save("frozen.pbtxt", "graph as text", [tf], frozen)


def metagraph(path):
    graph = tf.Graph()
    with graph.as_default():
        tf.compat.v1.get_variable("w", [2])
        tf.compat.v1.train.export_meta_graph(path)


save("model.meta", "meta graph of a checkpoint", [tf], metagraph)


def lite(path):
    converter = tf.lite.TFLiteConverter.from_keras_model(sequence()) if TWO else None
    with open(path, "wb") as file:
        file.write(converter.convert())


if TWO:
    save("sequence.tflite", "TFLite", [tf], lite)
