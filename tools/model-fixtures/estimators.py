"""Estimators of scikit-learn, fitted on a few rows, as pickles of several protocols and as joblib files."""
import sys
import warnings

warnings.simplefilter("ignore")
import numpy as np
import sklearn

try:
    import joblib
except ImportError:
    from sklearn.externals import joblib
from sklearn.cluster import DBSCAN, KMeans
from sklearn.decomposition import PCA, LatentDirichletAllocation
from sklearn.ensemble import AdaBoostClassifier, ExtraTreesRegressor, GradientBoostingClassifier, IsolationForest, RandomForestClassifier, VotingClassifier
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import ElasticNet, LogisticRegression, Perceptron, Ridge, SGDClassifier
from sklearn.mixture import GaussianMixture
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, OneHotEncoder, PolynomialFeatures, StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeRegressor

from fixtures import dump, freeze, save

freeze()
state = np.random.RandomState(0)
X = state.rand(24, 4)
y = (X[:, 0] > 0.5).astype(int)
words = [u"alpha beta", u"beta gamma gamma", u"delta alpha", u"gamma beta alpha"]
NEW = sys.version_info[0] > 2
last = 5 if sys.version_info >= (3, 8) else 4 if NEW else 2


def pickled(name, what, estimator, protocol):
    save(name + ".pkl", "%s, pickle protocol %d" % (what, protocol), [sklearn, np], dump(estimator, protocol))


def packed(name, what, estimator, method=None):
    compress = (method, 3) if method and NEW else 3 if method else 0
    save(name + ".joblib", "%s, joblib %s" % (what, method or "raw"), [sklearn, joblib, np], lambda path: joblib.dump(estimator, path, compress=compress))


def fitted(name, what, make, write, *how):
    """One estimator that a version does not have or cannot fit costs only itself."""
    try:
        estimator = make()
    except Exception as error:
        sys.stderr.write("skipped %s: %s %s\n" % (name, type(error).__name__, str(error)[:100].replace("\n", " ")))
        return
    write(name, what, estimator, *how)


linear = lambda: make_pipeline(StandardScaler(), PolynomialFeatures(2), LogisticRegression()).fit(X, y)
fitted("pipeline", "scaler, polynomials and logistic regression", linear, pickled, 2)
fitted("pipeline-gzip", "scaler, polynomials and logistic regression", linear, packed, "gzip")
fitted("forest", "random forest", lambda: RandomForestClassifier(3, max_depth=2, random_state=0).fit(X, y), packed)
fitted("boosting", "gradient boosting", lambda: GradientBoostingClassifier(n_estimators=3, max_depth=2, random_state=0).fit(X, y), pickled, last)
fitted("neighbours-kd", "nearest neighbours with a k-d tree", lambda: KNeighborsClassifier(3, algorithm="kd_tree").fit(X, y), pickled, last)
fitted("neighbours-ball", "nearest neighbours with a ball tree", lambda: NearestNeighbors(algorithm="ball_tree").fit(X), packed, "zlib")
fitted("perceptron", "multi-layer perceptron", lambda: MLPClassifier((4,), max_iter=5, random_state=0).fit(X, y), pickled, last)
fitted("search", "grid search over a pipeline", lambda: GridSearchCV(make_pipeline(MinMaxScaler(), SVC()), {"svc__C": [0.1, 1]}, cv=StratifiedKFold(3)).fit(X, y), packed, "lzma")
fitted("words", "tf-idf and naive Bayes", lambda: make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), MultinomialNB()).fit(words, [0, 1, 0, 1]), pickled, last)
fitted("clusters", "k-means, DBSCAN, mixture, PCA", lambda: [KMeans(2, random_state=0).fit(X), DBSCAN().fit(X), GaussianMixture(2, random_state=0).fit(X), PCA(2).fit(X)], packed, "bz2")
fitted("ensembles", "voting, AdaBoost, isolation forest, extra trees", lambda: [
    VotingClassifier([("a", GaussianNB()), ("b", LogisticRegression())]).fit(X, y),
    AdaBoostClassifier(n_estimators=2).fit(X, y),
    IsolationForest(n_estimators=2, random_state=0).fit(X),
    ExtraTreesRegressor(2, max_depth=2, random_state=0).fit(X, y),
], packed, "xz" if NEW else "bz2")
fitted("lines", "linear models", lambda: [Ridge().fit(X, y), ElasticNet().fit(X, y), SGDClassifier(random_state=0).fit(X, y), Perceptron().fit(X, y), LinearSVC().fit(X, y), OneVsRestClassifier(LinearSVC()).fit(X, y), IsotonicRegression().fit(X[:, 0], y)], pickled, 0)
fitted("features", "selection, union, encoders, vectorizers, topics", lambda: [
    SelectKBest(f_classif, k=2).fit(X, y),
    FeatureUnion([("s", StandardScaler()), ("p", PCA(1))]).fit(X),
    LabelEncoder().fit(["a", "b"]),
    OneHotEncoder().fit([[0], [1]]),
    HashingVectorizer(n_features=16),
    LatentDirichletAllocation(2, random_state=0).fit(CountVectorizer().fit_transform(words)),
    DecisionTreeRegressor(max_depth=2).fit(X, y),
], pickled, min(3, last))
fitted("gaussian", "Gaussian process", lambda: GaussianProcessClassifier(random_state=0).fit(X[:8], y[:8]), pickled, last)


def columns():
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer

    steps = [("n", make_pipeline(SimpleImputer(), StandardScaler()), [0, 1]), ("c", OneHotEncoder(handle_unknown="ignore"), slice(2, 4))]
    return make_pipeline(ColumnTransformer(steps), LogisticRegression()).fit(np.round(X), y)


def histogram():
    from sklearn.experimental import enable_hist_gradient_boosting  # noqa: F401
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(max_iter=2, max_depth=2, random_state=0, min_samples_leaf=2).fit(X, y)


def calibrated():
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.ensemble import StackingClassifier

    return [CalibratedClassifierCV(GaussianNB(), cv=2).fit(X, y), StackingClassifier([("n", GaussianNB())], cv=2).fit(X, y)]


if NEW:
    fitted("columns", "column transformer with imputer and encoder", columns, pickled, last)
    fitted("histogram", "histogram gradient boosting", histogram, packed)
    fitted("calibrated", "calibrated and stacked classifiers", calibrated, pickled, 4)

try:
    import skops
    import skops.io
except ImportError:
    pass
else:
    import zipfile

    save("tree.skops", "decision tree, skops, stored", [skops, sklearn], lambda path: skops.io.dump(DecisionTreeRegressor(max_depth=2).fit(X, y), path))
    save("forest.skops", "random forest, skops, deflated", [skops, sklearn], lambda path: skops.io.dump(RandomForestClassifier(2, max_depth=2, random_state=0).fit(X, y), path, compression=zipfile.ZIP_DEFLATED))
    save("pipeline.skops", "pipeline, skops, deflated", [skops, sklearn], lambda path: skops.io.dump(linear(), path, compression=zipfile.ZIP_DEFLATED))
