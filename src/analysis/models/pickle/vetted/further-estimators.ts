import type { VettedGroup } from './vetted-group.ts'

/** Libraries around scikit-learn: encoders, samplers, detectors, embeddings and explainers. Read in the versions named. */
export const FURTHER_ESTIMATORS: readonly VettedGroup[] = [
  {
    library: 'category_encoders',
    versions: '2.2 to 2.11',
    tier: 'inert-class',
    does: 'is an encoder of categories; it has no __setstate__ and keeps its state',
    globals: `
category_encoders.backward_difference: BackwardDifferenceEncoder
category_encoders.basen: BaseNEncoder
category_encoders.binary: BinaryEncoder
category_encoders.cat_boost: CatBoostEncoder
category_encoders.count: CountEncoder
category_encoders.count_target: CountTargetEncoder
category_encoders.glmm: GLMMEncoder
category_encoders.gray: GrayEncoder
category_encoders.hashing: HashingEncoder
category_encoders.helmert: HelmertEncoder
category_encoders.james_stein: JamesSteinEncoder
category_encoders.leave_one_out: LeaveOneOutEncoder
category_encoders.m_estimate: MEstimateEncoder
category_encoders.multi_hot: MultiHotEncoder
category_encoders.one_hot: OneHotEncoder
category_encoders.ordinal: OrdinalEncoder
category_encoders.polynomial: PolynomialEncoder
category_encoders.quantile_encoder: QuantileEncoder SummaryEncoder
category_encoders.rankhot: RankHotEncoder
category_encoders.sum_coding: SumEncoder
category_encoders.target_encoder: TargetEncoder
category_encoders.woe: WOEEncoder
`,
  },
  {
    library: 'hdbscan',
    versions: '0.8',
    tier: 'inert-class',
    does: 'is a clustering or a part of one; __setstate__ keeps the state',
    globals: `
hdbscan.dist_metrics: EuclideanDistance newObj
hdbscan.hdbscan_: HDBSCAN
hdbscan.prediction: PredictionData
`,
  },
  {
    library: 'imbalanced-learn',
    versions: '0.6 to 0.14',
    tier: 'inert-class',
    does: 'is a sampler or an estimator of scikit-learn around one; the state becomes its attributes',
    globals: `
imblearn.combine._smote_enn: SMOTEENN
imblearn.combine._smote_tomek: SMOTETomek
imblearn.ensemble._bagging: BalancedBaggingClassifier
imblearn.ensemble._easy_ensemble: EasyEnsembleClassifier
imblearn.ensemble._forest: BalancedRandomForestClassifier
imblearn.ensemble._weight_boosting: RUSBoostClassifier
imblearn.over_sampling._adasyn: ADASYN
imblearn.over_sampling._random_over_sampler: RandomOverSampler
imblearn.over_sampling._smote: BorderlineSMOTE KMeansSMOTE SMOTE SVMSMOTE
imblearn.over_sampling._smote.base: SMOTE SMOTEN
imblearn.over_sampling._smote.cluster: KMeansSMOTE
imblearn.over_sampling._smote.filter: BorderlineSMOTE SVMSMOTE
imblearn.pipeline: Pipeline
imblearn.under_sampling._prototype_generation._cluster_centroids: ClusterCentroids
imblearn.under_sampling._prototype_selection._condensed_nearest_neighbour: CondensedNearestNeighbour
imblearn.under_sampling._prototype_selection._edited_nearest_neighbours: AllKNN EditedNearestNeighbours
imblearn.under_sampling._prototype_selection._edited_nearest_neighbours: RepeatedEditedNearestNeighbours
imblearn.under_sampling._prototype_selection._instance_hardness_threshold: InstanceHardnessThreshold
imblearn.under_sampling._prototype_selection._nearmiss: NearMiss
imblearn.under_sampling._prototype_selection._neighbourhood_cleaning_rule: NeighbourhoodCleaningRule
imblearn.under_sampling._prototype_selection._one_sided_selection: OneSidedSelection
imblearn.under_sampling._prototype_selection._random_under_sampler: RandomUnderSampler
imblearn.under_sampling._prototype_selection._tomek_links: TomekLinks
`,
  },
  {
    library: 'pyod',
    versions: '3.6',
    tier: 'inert-class',
    does: 'is an outlier detector; it has no __setstate__ and keeps its state',
    globals: `
pyod.models.abod: ABOD
pyod.models.cblof: CBLOF
pyod.models.cof: COF
pyod.models.copod: COPOD
pyod.models.ecod: ECOD
pyod.models.gmm: GMM
pyod.models.hbos: HBOS
pyod.models.iforest: IForest
pyod.models.inne: INNE
pyod.models.kde: KDE
pyod.models.knn: KNN
pyod.models.loda: LODA
pyod.models.lof: LOF
pyod.models.mad: MAD
pyod.models.mcd: MCD
pyod.models.ocsvm: OCSVM
pyod.models.pca: PCA
pyod.models.sod: SOD
`,
  },
  {
    library: 'scikit-learn',
    versions: '0.22 to 1.9',
    tier: 'inert-class',
    does: 'is an estimator, a part of one or a score that one keeps; the state becomes its attributes',
    globals: `
sklearn._loss.glm_distribution: DistributionBoundary GammaDistribution PoissonDistribution TweedieDistribution
sklearn.covariance._graph_lasso: _DictWithDeprecatedKeys
sklearn.cross_decomposition._cca: CCA
sklearn.linear_model._glm.link: IdentityLink LogLink
sklearn.metrics._scorer: _PredictScorer _Scorer
sklearn.metrics.cluster._supervised: adjusted_rand_score
sklearn.preprocessing._function_transformer: FunctionTransformer
`,
  },
  {
    library: 'shap',
    versions: '0.49 to 0.54',
    tier: 'inert-class',
    does: 'is an explainer or its result; it has no __setstate__ and keeps its state',
    globals: `
shap._explanation: Explanation
shap.explainers._linear: LinearExplainer
shap.explainers._tree: SingleTree TreeEnsemble TreeExplainer
shap.links: identity
shap.maskers._tabular: Independent
`,
  },
  {
    library: 'skorch',
    versions: '1.4',
    tier: 'inert-class',
    does: 'is a callback, a data set or a split of skorch; the state becomes its attributes',
    globals: `
skorch.callbacks.logging: EpochTimer PrintLog
skorch.callbacks.lr_scheduler: LRScheduler WarmRestartLR
skorch.callbacks.scoring: EpochScoring PassthroughScoring
skorch.callbacks.training: EarlyStopping
skorch.dataset: Dataset ValidSplit
skorch.history: History
skorch.setter: optimizer_setter
skorch.utils: _indexing_other to_numpy
`,
  },
  {
    library: 'slicer',
    versions: '0.0.8',
    tier: 'inert-class',
    does: 'is the view by which shap cuts its results; the state becomes its attributes',
    globals: `
slicer.slicer: Slicer
slicer.slicer_internal: Obj
`,
  },
  {
    library: 'umap-learn',
    versions: '0.5',
    tier: 'inert-class',
    does: 'is an embedding; what numba compiled for it is judged by itself',
    globals: `
umap.umap_: UMAP
`,
  },
  {
    library: 'xgboost',
    versions: '0.7 to 3.2',
    tier: 'inert-class',
    does: 'is a callback or the label encoder of xgboost; the state becomes its attributes',
    globals: `
xgboost.callback: EarlyStopping
`,
  },
]
