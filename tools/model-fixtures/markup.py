"""PMML as the JPMML converters write it; needs Java."""
import warnings

warnings.simplefilter("ignore")
import numpy as np
import sklearn2pmml as library
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from fixtures import save

state = np.random.RandomState(0)
X = state.rand(24, 3)
y = (X[:, 0] > 0.5).astype(int)


def written(*steps):
    def write(path):
        pipeline = library.PMMLPipeline(list(steps))
        pipeline.fit(X, y)
        library.sklearn2pmml(pipeline, path)

    return write


save("regression.pmml", "scaler and logistic regression", [library], written(("scaler", StandardScaler()), ("model", LogisticRegression())))
save("tree.pmml", "decision tree", [library], written(("model", DecisionTreeClassifier(max_depth=2))))
