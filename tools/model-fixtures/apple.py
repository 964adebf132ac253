"""Core ML: the .mlmodel that coremltools makes of a scikit-learn model, and a program."""
import coremltools as library
import numpy as np
from coremltools.converters.mil import Builder as mb
from sklearn.linear_model import LinearRegression
from sklearn.tree import DecisionTreeRegressor

from fixtures import save

X = np.random.RandomState(0).rand(24, 2)
y = X.sum(axis=1)
save("linear.mlmodel", "linear regression", [library], lambda path: library.converters.sklearn.convert(LinearRegression().fit(X, y), ["a", "b"], "c").save(path))
save("tree.mlmodel", "decision tree", [library], lambda path: library.converters.sklearn.convert(DecisionTreeRegressor(max_depth=2).fit(X, y), ["a", "b"], "c").save(path))


def network(path):
    @mb.program(input_specs=[mb.TensorSpec(shape=(1, 4))])
    def program(x):
        return mb.relu(x=x)

    library.convert(program, convert_to="neuralnetwork").save(path)


save("network.mlmodel", "neural network", [library], network)


def packaged(path):
    import os
    import shutil

    @mb.program(input_specs=[mb.TensorSpec(shape=(1, 4))])
    def program(x):
        return mb.relu(x=x)

    folder = os.path.join(os.path.dirname(path), "package.mlpackage")
    library.convert(program, convert_to="mlprogram").save(folder)
    shutil.copyfile(os.path.join(folder, "Data/com.apple.CoreML/model.mlmodel"), path)


save("program.mlmodel", "program out of an .mlpackage", [library], packaged)
