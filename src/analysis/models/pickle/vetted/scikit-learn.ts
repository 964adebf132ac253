import type { VettedGroup } from './vetted-group.ts'

/** Classes of scikit-learn by the module that defines them. Estimators only keep their parameters when they are made. */
export const SCIKIT_LEARN: readonly VettedGroup[] = [
  {
    library: 'scikit-learn',
    versions: '0.22 to 1.9',
    tier: 'inert-class',
    does: 'is an estimator or a part of one; __setstate__ compares versions and keeps the state; functions stored in it are judged by themselves',
    globals: `
sklearn._loss._loss: CyAbsoluteError CyExponentialLoss CyHalfBinomialLoss CyHalfGammaLoss CyHalfMultinomialLoss
sklearn._loss._loss: CyHalfPoissonLoss CyHalfSquaredError CyHalfTweedieLoss CyHalfTweedieLossIdentity CyHuberLoss
sklearn._loss._loss: CyLossFunction CyPinballLoss
_loss: CyAbsoluteError CyExponentialLoss CyHalfBinomialLoss CyHalfGammaLoss CyHalfMultinomialLoss CyHalfPoissonLoss
_loss: CyHalfSquaredError CyHalfTweedieLoss CyHalfTweedieLossIdentity CyHuberLoss CyPinballLoss
sklearn._loss.link: BaseLink HalfLogitLink IdentityLink Interval LogLink LogitLink MultinomialLogit
sklearn._loss.loss: AbsoluteError ArrayAPILossMixin BaseLoss ExponentialLoss HalfBinomialLoss HalfBinomialLossArrayAPI
sklearn._loss.loss: HalfGammaLoss HalfMultinomialLoss HalfMultinomialLossArrayAPI HalfPoissonLoss
sklearn._loss.loss: HalfPoissonLossArrayAPI HalfSquaredError HalfTweedieLoss HalfTweedieLossIdentity HuberLoss
sklearn._loss.loss: PinballLoss
sklearn.base: BaseEstimator
sklearn.calibration: CalibratedClassifierCV _SigmoidCalibration _TemperatureScaling
sklearn.cluster._affinity_propagation: AffinityPropagation
sklearn.cluster._agglomerative: AgglomerativeClustering FeatureAgglomeration
sklearn.cluster._bicluster: SpectralBiclustering SpectralCoclustering
sklearn.cluster._birch: Birch _CFNode _CFSubcluster
sklearn.cluster._bisect_k_means: BisectingKMeans _BisectingTree
sklearn.cluster._dbscan: DBSCAN
sklearn.cluster._hdbscan._tree: TreeUnionFind
sklearn.cluster._hdbscan.hdbscan: HDBSCAN
sklearn.cluster._kmeans: KMeans MiniBatchKMeans _kmeans_single_elkan _kmeans_single_lloyd
sklearn.cluster._mean_shift: MeanShift
sklearn.cluster._optics: OPTICS
sklearn.cluster._spectral: SpectralClustering
sklearn.compose._column_transformer: ColumnTransformer
sklearn.compose._target: TransformedTargetRegressor
sklearn.covariance._elliptic_envelope: EllipticEnvelope
sklearn.covariance._empirical_covariance: EmpiricalCovariance
sklearn.covariance._graph_lasso: BaseGraphicalLasso GraphicalLasso GraphicalLassoCV
sklearn.covariance._robust_covariance: MinCovDet
sklearn.covariance._shrunk_covariance: LedoitWolf OAS ShrunkCovariance
sklearn.cross_decomposition._pls: CCA PLSCanonical PLSRegression PLSSVD
sklearn.decomposition._dict_learning: DictionaryLearning MiniBatchDictionaryLearning SparseCoder
sklearn.decomposition._factor_analysis: FactorAnalysis
sklearn.decomposition._fastica: FastICA
sklearn.decomposition._incremental_pca: IncrementalPCA
sklearn.decomposition._kernel_pca: KernelPCA
sklearn.decomposition._lda: LatentDirichletAllocation
sklearn.decomposition._nmf: MiniBatchNMF NMF _BaseNMF
sklearn.decomposition._pca: PCA
sklearn.decomposition._sparse_pca: MiniBatchSparsePCA SparsePCA _BaseSparsePCA
sklearn.decomposition._truncated_svd: TruncatedSVD
sklearn.discriminant_analysis: LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis
sklearn.dummy: DummyClassifier DummyRegressor
sklearn.ensemble._bagging: BaggingClassifier BaggingRegressor
sklearn.ensemble._forest: ExtraTreesClassifier ExtraTreesRegressor RandomForestClassifier RandomForestRegressor
sklearn.ensemble._forest: RandomTreesEmbedding
sklearn.ensemble._gb: GradientBoostingClassifier GradientBoostingRegressor
sklearn.ensemble._hist_gradient_boosting.binning: _BinMapper
sklearn.ensemble._hist_gradient_boosting.common: MonotonicConstraint
sklearn.ensemble._hist_gradient_boosting.gradient_boosting: BaseHistGradientBoosting HistGradientBoostingClassifier
sklearn.ensemble._hist_gradient_boosting.gradient_boosting: HistGradientBoostingRegressor
sklearn.ensemble._hist_gradient_boosting.grower: TreeGrower TreeNode
sklearn.ensemble._hist_gradient_boosting.histogram: HistogramBuilder
sklearn.ensemble._hist_gradient_boosting.loss: BinaryCrossEntropy CategoricalCrossEntropy LeastAbsoluteDeviation
sklearn.ensemble._hist_gradient_boosting.loss: LeastSquares Poisson
sklearn.ensemble._hist_gradient_boosting.predictor: TreePredictor
sklearn.ensemble._hist_gradient_boosting.splitting: SplitInfo Splitter
sklearn.ensemble._iforest: IsolationForest
sklearn.ensemble._stacking: StackingClassifier StackingRegressor
sklearn.ensemble._voting: VotingClassifier VotingRegressor
sklearn.ensemble._weight_boosting: AdaBoostClassifier AdaBoostRegressor
sklearn.feature_extraction._dict_vectorizer: DictVectorizer
sklearn.feature_extraction._hash: FeatureHasher
sklearn.feature_extraction.image: PatchExtractor
sklearn.feature_extraction.text: CountVectorizer HashingVectorizer TfidfTransformer TfidfVectorizer
sklearn.feature_selection._from_model: SelectFromModel
sklearn.feature_selection._rfe: RFE RFECV
sklearn.feature_selection._sequential: SequentialFeatureSelector
sklearn.feature_selection._univariate_selection: GenericUnivariateSelect SelectFdr SelectFpr SelectFwe SelectKBest
sklearn.feature_selection._univariate_selection: SelectPercentile
sklearn.feature_selection._variance_threshold: VarianceThreshold
sklearn.frozen._frozen: FrozenEstimator
sklearn.gaussian_process._gpc: GaussianProcessClassifier _BinaryGaussianProcessClassifierLaplace
sklearn.gaussian_process._gpr: GaussianProcessRegressor
sklearn.gaussian_process.kernels: CompoundKernel ConstantKernel DotProduct ExpSineSquared Exponentiation
sklearn.gaussian_process.kernels: GenericKernelMixin Hyperparameter Kernel KernelOperator Matern NormalizedKernelMixin
sklearn.gaussian_process.kernels: PairwiseKernel Product RBF RationalQuadratic StationaryKernelMixin Sum WhiteKernel
sklearn.impute._base: MissingIndicator SimpleImputer _BaseImputer
sklearn.impute._iterative: IterativeImputer _ImputerTriplet
sklearn.impute._knn: KNNImputer
sklearn.isotonic: IsotonicRegression
sklearn.kernel_approximation: AdditiveChi2Sampler Nystroem PolynomialCountSketch RBFSampler SkewedChi2Sampler
sklearn.kernel_ridge: KernelRidge
sklearn.linear_model._base: LinearRegression
sklearn.linear_model._bayes: ARDRegression BayesianRidge
sklearn.linear_model._coordinate_descent: ElasticNet ElasticNetCV Lasso LassoCV MultiTaskElasticNet
sklearn.linear_model._coordinate_descent: MultiTaskElasticNetCV MultiTaskLasso MultiTaskLassoCV
sklearn.linear_model._glm.glm: GammaRegressor PoissonRegressor TweedieRegressor _GeneralizedLinearRegressor
sklearn.linear_model._huber: HuberRegressor
sklearn.linear_model._least_angle: Lars LarsCV LassoLars LassoLarsCV LassoLarsIC
sklearn.linear_model._linear_loss: LinearModelLoss
sklearn.linear_model._logistic: LogisticRegression LogisticRegressionCV
sklearn.linear_model._omp: OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV
sklearn.linear_model._passive_aggressive: PassiveAggressiveClassifier PassiveAggressiveRegressor
sklearn.linear_model._perceptron: Perceptron
sklearn.linear_model._quantile: QuantileRegressor
sklearn.linear_model._ransac: RANSACRegressor
sklearn.linear_model._ridge: Ridge RidgeCV RidgeClassifier RidgeClassifierCV _BaseRidgeCV _IdentityClassifier
sklearn.linear_model._ridge: _IdentityRegressor _RidgeGCV
sklearn.linear_model._sgd_fast: Classification EpsilonInsensitive Hinge ModifiedHuber Regression
sklearn.linear_model._sgd_fast: SquaredEpsilonInsensitive SquaredHinge
sklearn.linear_model._stochastic_gradient: SGDClassifier SGDOneClassSVM SGDRegressor
sklearn.linear_model._theil_sen: TheilSenRegressor
sklearn.manifold._classical_mds: ClassicalMDS
sklearn.manifold._isomap: Isomap
sklearn.manifold._locally_linear: LocallyLinearEmbedding
sklearn.manifold._mds: MDS
sklearn.manifold._spectral_embedding: SpectralEmbedding
sklearn.manifold._t_sne: TSNE
sklearn.metrics._dist_metrics: BrayCurtisDistance32 BrayCurtisDistance64 CanberraDistance32 CanberraDistance64
sklearn.metrics._dist_metrics: ChebyshevDistance32 ChebyshevDistance64 DiceDistance32 DiceDistance64 DistanceMetric
sklearn.metrics._dist_metrics: DistanceMetric32 DistanceMetric64 EuclideanDistance32 EuclideanDistance64
sklearn.metrics._dist_metrics: HammingDistance32 HammingDistance64 HaversineDistance32 HaversineDistance64
sklearn.metrics._dist_metrics: JaccardDistance32 JaccardDistance64 KulsinskiDistance32 KulsinskiDistance64
sklearn.metrics._dist_metrics: MahalanobisDistance32 MahalanobisDistance64 ManhattanDistance32 ManhattanDistance64
sklearn.metrics._dist_metrics: MatchingDistance32 MatchingDistance64 MinkowskiDistance32 MinkowskiDistance64
sklearn.metrics._dist_metrics: PyFuncDistance32 PyFuncDistance64 RogersTanimotoDistance32 RogersTanimotoDistance64
sklearn.metrics._dist_metrics: RussellRaoDistance32 RussellRaoDistance64 SEuclideanDistance32 SEuclideanDistance64
sklearn.metrics._dist_metrics: SokalMichenerDistance32 SokalMichenerDistance64 SokalSneathDistance32
sklearn.metrics._dist_metrics: SokalSneathDistance64
sklearn.metrics._scorer: _BaseScorer _CurveScorer _MultimetricScorer _PassthroughScorer
sklearn.mixture._bayesian_mixture: BayesianGaussianMixture
sklearn.mixture._gaussian_mixture: GaussianMixture
sklearn.model_selection._classification_threshold: BaseThresholdClassifier FixedThresholdClassifier
sklearn.model_selection._classification_threshold: TunedThresholdClassifierCV
sklearn.model_selection._search: GridSearchCV RandomizedSearchCV
sklearn.model_selection._search_successive_halving: HalvingGridSearchCV HalvingRandomSearchCV
sklearn.model_selection._split: BaseCrossValidator BaseShuffleSplit GroupKFold GroupShuffleSplit GroupsConsumerMixin
sklearn.model_selection._split: KFold LeaveOneGroupOut LeaveOneOut LeavePGroupsOut LeavePOut PredefinedSplit
sklearn.model_selection._split: RepeatedKFold RepeatedStratifiedKFold ShuffleSplit StratifiedGroupKFold
sklearn.model_selection._split: StratifiedKFold StratifiedShuffleSplit TimeSeriesSplit _BaseKFold _CVIterableWrapper
sklearn.model_selection._split: _RepeatedSplits _UnsupportedGroupCVMixin
sklearn.multiclass: OneVsOneClassifier OneVsRestClassifier OutputCodeClassifier _ConstantPredictor
sklearn.multioutput: ClassifierChain MultiOutputClassifier MultiOutputRegressor RegressorChain
sklearn.naive_bayes: BernoulliNB CategoricalNB ComplementNB GaussianNB MultinomialNB
sklearn.neighbors._ball_tree: BallTree BallTree32 BallTree64 BinaryTree32 BinaryTree64 NeighborsHeap32 NeighborsHeap64
sklearn.neighbors._ball_tree: NodeHeap
sklearn.neighbors._classification: KNeighborsClassifier RadiusNeighborsClassifier
sklearn.neighbors._graph: KNeighborsTransformer RadiusNeighborsTransformer
sklearn.neighbors._kd_tree: BinaryTree32 BinaryTree64 KDTree KDTree32 KDTree64 NeighborsHeap32 NeighborsHeap64
sklearn.neighbors._kd_tree: NodeHeap
sklearn.neighbors._kde: KernelDensity
sklearn.neighbors._lof: LocalOutlierFactor
sklearn.neighbors._nca: NeighborhoodComponentsAnalysis
sklearn.neighbors._nearest_centroid: NearestCentroid
sklearn.neighbors._quad_tree: _QuadTree
sklearn.neighbors._regression: KNeighborsRegressor RadiusNeighborsRegressor
sklearn.neighbors._unsupervised: NearestNeighbors
sklearn.neural_network._multilayer_perceptron: MLPClassifier MLPRegressor
sklearn.neural_network._rbm: BernoulliRBM
sklearn.neural_network._stochastic_optimizers: AdamOptimizer BaseOptimizer SGDOptimizer
sklearn.pipeline: FeatureUnion Pipeline
sklearn.preprocessing._data: Binarizer KernelCenterer MaxAbsScaler MinMaxScaler Normalizer PowerTransformer
sklearn.preprocessing._data: QuantileTransformer RobustScaler StandardScaler
sklearn.preprocessing._discretization: KBinsDiscretizer
sklearn.preprocessing._encoders: OneHotEncoder OrdinalEncoder _BaseEncoder
sklearn.preprocessing._label: LabelBinarizer LabelEncoder MultiLabelBinarizer
sklearn.preprocessing._polynomial: PolynomialFeatures SplineTransformer
sklearn.preprocessing._target_encoder: TargetEncoder
sklearn.random_projection: GaussianRandomProjection SparseRandomProjection
sklearn.semi_supervised._label_propagation: LabelPropagation LabelSpreading
sklearn.semi_supervised._self_training: SelfTrainingClassifier
sklearn.svm._classes: LinearSVC LinearSVR NuSVC NuSVR OneClassSVM SVC SVR
sklearn.tree._classes: DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor
sklearn.tree._criterion: ClassificationCriterion Criterion Entropy Gini MAE MSE Poisson RegressionCriterion
sklearn.tree._splitter: BestSparseSplitter BestSplitter RandomSparseSplitter RandomSplitter Splitter
sklearn.tree._tree: BestFirstTreeBuilder DepthFirstTreeBuilder Tree TreeBuilder _AlphaPruner _CCPPruneController
sklearn.tree._tree: _PathFinder
sklearn.utils._bunch: Bunch
sklearn.utils._tags: Tags
sklearn.utils._metadata_requests: MetadataRequest MethodMapping MethodMetadataRequest MetadataRouter
`,
  },
  {
    library: 'scikit-learn',
    versions: '0.22 to 1.9',
    tier: 'inert-class',
    does: 'is a metric or score function that a search, a scorer or a selector keeps',
    globals: `
sklearn.metrics._classification: accuracy_score balanced_accuracy_score brier_score_loss class_likelihood_ratios
sklearn.metrics._classification: classification_report cohen_kappa_score confusion_matrix d2_brier_score
sklearn.metrics._classification: d2_log_loss_score f1_score fbeta_score hamming_loss hinge_loss jaccard_score log_loss
sklearn.metrics._classification: matthews_corrcoef multilabel_confusion_matrix precision_recall_fscore_support
sklearn.metrics._classification: precision_score recall_score zero_one_loss
sklearn.metrics._ranking: auc average_precision_score confusion_matrix_at_thresholds coverage_error dcg_score
sklearn.metrics._ranking: det_curve label_ranking_average_precision_score label_ranking_loss metric_at_thresholds
sklearn.metrics._ranking: ndcg_score precision_recall_curve roc_auc_score roc_curve top_k_accuracy_score
sklearn.metrics._regression: d2_absolute_error_score d2_pinball_score d2_tweedie_score explained_variance_score
sklearn.metrics._regression: max_error mean_absolute_error mean_absolute_percentage_error mean_gamma_deviance
sklearn.metrics._regression: mean_pinball_loss mean_poisson_deviance mean_squared_error mean_squared_log_error
sklearn.metrics._regression: mean_tweedie_deviance median_absolute_error r2_score root_mean_squared_error
sklearn.metrics._regression: root_mean_squared_log_error
sklearn.feature_selection._univariate_selection: chi2 f_classif f_oneway f_regression r_regression
`,
  },
  {
    library: 'scikit-learn',
    versions: '0.22 to 1.9',
    tier: 'inert-class',
    does: 'makes an empty object of a compiled class that is named beside it',
    globals: `
sklearn.metrics._dist_metrics: newObj __pyx_unpickle_DistanceMetric
sklearn.metrics._dist_metrics: BrayCurtisDistance CanberraDistance ChebyshevDistance EuclideanDistance HammingDistance
sklearn.metrics._dist_metrics: HaversineDistance MahalanobisDistance ManhattanDistance MinkowskiDistance SEuclideanDistance
sklearn.neighbors._dist_metrics: newObj BrayCurtisDistance CanberraDistance ChebyshevDistance EuclideanDistance
sklearn.neighbors._dist_metrics: HammingDistance HaversineDistance MahalanobisDistance ManhattanDistance
sklearn.neighbors._dist_metrics: MinkowskiDistance SEuclideanDistance
sklearn.neighbors._kd_tree: newObj
sklearn.neighbors._ball_tree: newObj
sklearn.neighbors.kd_tree: newObj BinaryTree KDTree
sklearn.neighbors.ball_tree: newObj BallTree BinaryTree
sklearn.neighbors.dist_metrics: newObj EuclideanDistance ManhattanDistance MinkowskiDistance
sklearn._loss._loss: __pyx_unpickle_CyAbsoluteError __pyx_unpickle_CyExponentialLoss __pyx_unpickle_CyHalfBinomialLoss
sklearn._loss._loss: __pyx_unpickle_CyHalfGammaLoss __pyx_unpickle_CyHalfMultinomialLoss
sklearn._loss._loss: __pyx_unpickle_CyHalfPoissonLoss __pyx_unpickle_CyHalfSquaredError
sklearn._loss._loss: __pyx_unpickle_CyHalfTweedieLoss __pyx_unpickle_CyHalfTweedieLossIdentity
sklearn._loss._loss: __pyx_unpickle_CyHuberLoss __pyx_unpickle_CyPinballLoss
`,
  },
  {
    library: 'scikit-learn',
    versions: '0.16 to 1.1',
    tier: 'inert-class',
    does: 'is an estimator or a part of one under the module name of an older version',
    globals: `
sklearn.ensemble.forest: ExtraTreesClassifier ExtraTreesRegressor RandomForestClassifier RandomForestRegressor
sklearn.ensemble.forest: RandomTreesEmbedding
sklearn.ensemble.gradient_boosting: GradientBoostingClassifier GradientBoostingRegressor BinomialDeviance
sklearn.ensemble.gradient_boosting: LeastSquaresError LogOddsEstimator MeanEstimator PriorProbabilityEstimator
sklearn.ensemble.gradient_boosting: QuantileEstimator ScaledLogOddsEstimator ZeroEstimator
sklearn.ensemble._gb_losses: BinomialDeviance ExponentialLoss HuberLossFunction LeastAbsoluteError LeastSquaresError
sklearn.ensemble._gb_losses: MultinomialDeviance QuantileLossFunction
sklearn.ensemble.bagging: BaggingClassifier BaggingRegressor
sklearn.ensemble.weight_boosting: AdaBoostClassifier AdaBoostRegressor
sklearn.ensemble.iforest: IsolationForest
sklearn.ensemble.voting_classifier: VotingClassifier
sklearn.ensemble.voting: VotingClassifier VotingRegressor
sklearn.tree.tree: DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor
sklearn.linear_model.base: LinearRegression
sklearn.linear_model.logistic: LogisticRegression LogisticRegressionCV
sklearn.linear_model.ridge: Ridge RidgeCV RidgeClassifier RidgeClassifierCV
sklearn.linear_model.coordinate_descent: ElasticNet ElasticNetCV Lasso LassoCV
sklearn.linear_model.stochastic_gradient: SGDClassifier SGDRegressor
sklearn.linear_model.sgd_fast: Hinge Log ModifiedHuber SquaredHinge SquaredLoss EpsilonInsensitive Huber
sklearn.linear_model._sgd_fast: Log SquaredLoss Huber
sklearn.linear_model.perceptron: Perceptron
sklearn.linear_model.passive_aggressive: PassiveAggressiveClassifier PassiveAggressiveRegressor
sklearn.linear_model.bayes: ARDRegression BayesianRidge
sklearn.svm.classes: LinearSVC LinearSVR NuSVC NuSVR OneClassSVM SVC SVR
sklearn.neighbors.classification: KNeighborsClassifier RadiusNeighborsClassifier
sklearn.neighbors.regression: KNeighborsRegressor RadiusNeighborsRegressor
sklearn.neighbors.unsupervised: NearestNeighbors
sklearn.neighbors.nearest_centroid: NearestCentroid
sklearn.neighbors.lof: LocalOutlierFactor
sklearn.cluster.k_means_: KMeans MiniBatchKMeans
sklearn.cluster.dbscan_: DBSCAN
sklearn.cluster.hierarchical: AgglomerativeClustering
sklearn.decomposition.pca: PCA
sklearn.decomposition.truncated_svd: TruncatedSVD
sklearn.decomposition.nmf: NMF
sklearn.decomposition.online_lda: LatentDirichletAllocation
sklearn.preprocessing.data: Binarizer MaxAbsScaler MinMaxScaler Normalizer PolynomialFeatures PowerTransformer
sklearn.preprocessing.data: QuantileTransformer RobustScaler StandardScaler OneHotEncoder
sklearn.preprocessing.label: LabelBinarizer LabelEncoder MultiLabelBinarizer
sklearn.preprocessing.imputation: Imputer
sklearn.preprocessing._data: PolynomialFeatures
sklearn.neural_network.multilayer_perceptron: MLPClassifier MLPRegressor
sklearn.mixture.gaussian_mixture: GaussianMixture
sklearn.mixture.bayesian_mixture: BayesianGaussianMixture
sklearn.gaussian_process.gpc: GaussianProcessClassifier _BinaryGaussianProcessClassifierLaplace
sklearn.gaussian_process.gpr: GaussianProcessRegressor
sklearn.feature_selection.from_model: SelectFromModel
sklearn.feature_selection.univariate_selection: SelectKBest SelectPercentile chi2 f_classif f_regression
sklearn.feature_selection.rfe: RFE RFECV
sklearn.feature_selection.variance_threshold: VarianceThreshold
sklearn.feature_extraction.dict_vectorizer: DictVectorizer
sklearn.feature_extraction.hashing: FeatureHasher
sklearn.utils: Bunch
sklearn.utils.deprecation: DeprecationDict
sklearn.calibration: _CalibratedClassifier
sklearn.grid_search: GridSearchCV RandomizedSearchCV _CVScoreTuple
sklearn.metrics.scorer: _passthrough_scorer
sklearn.metrics._scorer: _passthrough_scorer
`,
  },
]
