"""Gradient boosting libraries: their own formats and their pickles."""
import pickle
import warnings

warnings.simplefilter("ignore")
import numpy as np

from fixtures import dump, save

state = np.random.RandomState(0)
X = state.rand(60, 3)
y = (X[:, 0] + X[:, 1] > 1).astype(int)


def light():
    import lightgbm as library

    model = library.LGBMClassifier(n_estimators=2, num_leaves=3, min_child_samples=2, n_jobs=1, verbose=-1).fit(X, y)
    save("lightgbm.txt", "text model", [library], lambda path: model.booster_.save_model(path))
    save("lightgbm.pkl", "LGBMClassifier", [library], dump(model, 4))
    save("lightgbm-booster.pkl", "Booster", [library], dump(model.booster_, 2))


def extreme():
    import xgboost as library

    model = library.XGBClassifier(n_estimators=2, max_depth=2, n_jobs=1).fit(X, y)
    booster = model.get_booster()
    save("xgboost.pkl", "XGBClassifier", [library], dump(model, 4))
    save("xgboost-booster.pkl", "Booster", [library], dump(booster, 2))
    for ending in ("json", "ubj", "model", "bin"):
        save("xgboost." + ending, "Booster.save_model as ." + ending, [library], lambda path: booster.save_model(path))


def cat():
    import catboost as library

    model = library.CatBoostClassifier(iterations=2, depth=2, verbose=False, allow_writing_files=False, thread_count=1).fit(X, y)
    save("catboost.cbm", "native model", [library], lambda path: model.save_model(path))
    save("catboost.json", "model as JSON", [library], lambda path: model.save_model(path, format="json"))
    save("catboost.onnx", "model as ONNX", [library], lambda path: model.save_model(path, format="onnx"))
    save("catboost.pkl", "CatBoostClassifier", [library], dump(model, 4))


for make in (light, extreme, cat):
    try:
        make()
    except ImportError:
        pass
