import type { VettedGroup } from './vetted-group.ts'

/** Statistics, text and optimisation: statsmodels, hmmlearn, gensim, nltk, optuna, prophet, thinc, and what newer numpy, scipy and pandas write. */
export const STATISTICS: readonly VettedGroup[] = [
  {
    library: 'cmdstanpy',
    versions: '1.3',
    tier: 'inert-class',
    does: 'is a fitted Stan model of prophet; the state becomes its attributes, and its program runs when somebody fits it again',
    globals: `
cmdstanpy.cmdstan_args: CmdStanArgs Method OptimizeArgs
cmdstanpy.compilation: CompilerOptions
cmdstanpy.model: CmdStanModel
cmdstanpy.stanfit.metadata: InferenceMetadata
cmdstanpy.stanfit.mle: CmdStanMLE
cmdstanpy.stanfit.runset: RunSet
`,
  },
  {
    library: 'gensim',
    versions: '4.3 to 4.4',
    tier: 'inert-class',
    does: 'is a model of text or a part of one; it has no __setstate__ and keeps its state',
    globals: `
gensim.corpora.dictionary: Dictionary
gensim.models.doc2vec: Doc2Vec
gensim.models.fasttext: FastText FastTextKeyedVectors
gensim.models.keyedvectors: KeyedVectors
gensim.models.ldamodel: LdaModel LdaState
gensim.models.lsimodel: LsiModel Projection
gensim.models.phrases: FrozenPhrases Phrases original_scorer
gensim.models.tfidfmodel: TfidfModel df2idf
gensim.models.word2vec: Word2Vec
gensim.utils: call_on_class_only identity
`,
  },
  {
    library: 'hmmlearn',
    versions: '0.3',
    tier: 'inert-class',
    does: 'is a hidden Markov model; it has no __setstate__ of its own and keeps its state',
    globals: `
hmmlearn.base: ConvergenceMonitor
hmmlearn.hmm: CategoricalHMM GMMHMM GaussianHMM
`,
  },
  {
    library: 'nltk',
    versions: '3.9 to 3.10',
    tier: 'inert-class',
    does: 'is a tagger, stemmer, tree or table of counts; the state becomes its attributes',
    globals: `
nltk.classify.decisiontree: DecisionTreeClassifier
nltk.classify.naivebayes: NaiveBayesClassifier
nltk.lm.counter: NgramCounter
nltk.lm.models: Laplace
nltk.lm.vocabulary: Vocabulary
nltk.probability: ConditionalFreqDist ELEProbDist FreqDist
nltk.stem.porter: PorterStemmer
nltk.stem.snowball: EnglishStemmer SnowballStemmer
nltk.tag.sequential: BigramTagger DefaultTagger UnigramTagger
nltk.tokenize.punkt: PunktLanguageVars PunktParameters PunktSentenceTokenizer PunktToken
nltk.tree.tree: Tree
`,
  },
  {
    library: 'numpy',
    versions: '1.21 to 2.5',
    tier: 'inert-class',
    does: 'is a polynomial or a function on arrays',
    globals: `
numpy.core._multiarray_umath: expm1
numpy.polynomial.chebyshev: Chebyshev
numpy.polynomial.polynomial: Polynomial
`,
  },
  {
    library: 'optuna',
    versions: '5.0',
    tier: 'inert-class',
    does: 'is a study, a trial or a part of one in memory; __setstate__ keeps the state and makes a lock',
    globals: `
optuna._gp.prior: default_log_prior
optuna.distributions: CategoricalDistribution FloatDistribution IntDistribution
optuna.pruners._hyperband: HyperbandPruner
optuna.pruners._median: MedianPruner
optuna.pruners._nop: NopPruner
optuna.pruners._patient: PatientPruner
optuna.pruners._percentile: PercentilePruner
optuna.pruners._successive_halving: SuccessiveHalvingPruner
optuna.pruners._threshold: ThresholdPruner
optuna.samplers._brute_force: BruteForceSampler
optuna.samplers._cmaes: CmaEsSampler
optuna.samplers._gp.sampler: GPSampler
optuna.samplers._grid: GridSampler
optuna.samplers._lazy_random_state: LazyRandomState
optuna.samplers._nsgaiii._elite_population_selection_strategy: NSGAIIIElitePopulationSelectionStrategy
optuna.samplers._nsgaiii._sampler: NSGAIIISampler
optuna.samplers._qmc: QMCSampler
optuna.samplers._random: RandomSampler
optuna.samplers._tpe.parzen_estimator: _ParzenEstimator _ParzenEstimatorParameters
optuna.samplers._tpe.sampler: TPESampler default_weights
optuna.samplers.nsgaii._after_trial_strategy: NSGAIIAfterTrialStrategy
optuna.samplers.nsgaii._child_generation_strategy: NSGAIIChildGenerationStrategy
optuna.samplers.nsgaii._crossovers._uniform: UniformCrossover
optuna.samplers.nsgaii._elite_population_selection_strategy: NSGAIIElitePopulationSelectionStrategy
optuna.samplers.nsgaii._sampler: NSGAIISampler
optuna.search_space.intersection: IntersectionSearchSpace
optuna.storages._in_memory: InMemoryStorage _StudyInfo
optuna.study._study_direction: StudyDirection
optuna.study.study: Study
optuna.trial._frozen: FrozenTrial
optuna.trial._state: TrialState
`,
  },
  {
    library: 'pandas',
    versions: '1.3 to 3.1',
    tier: 'inert-class',
    does: 'is a value, an offset or a view by groups or windows; the state becomes its attributes',
    globals: `
pandas: DateOffset
pandas.api.typing: DataFrameGroupBy Rolling
pandas.core.groupby.generic: DataFrameGroupBy
pandas.core.groupby.grouper: Grouping
pandas.core.groupby.ops: BaseGrouper
pandas.core.window.rolling: Rolling
`,
  },
  {
    library: 'prophet',
    versions: '1.5',
    tier: 'inert-class',
    does: 'is a forecaster; it has no __setstate__ and keeps its state',
    globals: `
prophet.forecaster: Prophet
prophet.models: CmdStanPyBackend
`,
  },
  {
    library: 'scipy',
    versions: '1.7 to 1.18',
    tier: 'inert-class',
    does: 'holds fitted coefficients or points; the state becomes its attributes',
    globals: `
scipy._external.array_api_compat.numpy._aliases: asarray
scipy.interpolate._bsplines: _BSpline
scipy.interpolate._interpnd: LinearNDInterpolator
scipy.interpolate._interpolate: _PPoly
scipy.interpolate._ndgriddata: NearestNDInterpolator
scipy.interpolate._rbfinterp: RBFInterpolator
scipy.interpolate._rgi: RegularGridInterpolator
scipy.interpolate.fitpack2: LSQUnivariateSpline
scipy.interpolate.interpnd: LinearNDInterpolator
scipy.interpolate.interpolate: RegularGridInterpolator
scipy.interpolate.interpolate.interp1d: _call_linear_np
scipy.interpolate.ndgriddata: NearestNDInterpolator
scipy.optimize._lbfgsb_py: LbfgsInvHessProduct
scipy.sparse._arrays: csr_array
scipy.spatial._qhull: ConvexHull Delaunay
scipy.spatial.kdtree: KDTree
scipy.spatial.qhull: ConvexHull Delaunay
scipy.spatial.transform._rotation: Rotation
scipy.spatial.transform.rotation: Rotation
scipy.stats._covariance: CovViaPSD
scipy.stats._multivariate: _PSD multivariate_normal_frozen
`,
  },
  {
    library: 'stanio',
    versions: '0.5',
    tier: 'inert-class',
    does: 'describes a variable of a Stan model; the state becomes its attributes',
    globals: `
stanio.reshape: Variable VariableType
`,
  },
  {
    library: 'statsmodels',
    versions: '0.13 to 0.15',
    tier: 'inert-class',
    does: 'is a model, its result or a part; __setstate__ keeps the state (formulas are in ModelData, which is checked)',
    globals: `
statsmodels.base.model: LikelihoodModelResults
statsmodels.discrete.discrete_model: BinaryResultsWrapper Logit LogitResults
statsmodels.distributions.empirical_distribution: ECDF
statsmodels.genmod.families.family: Binomial Poisson
statsmodels.genmod.families.links: Log Logit
statsmodels.genmod.families.varfuncs: Binomial Power
statsmodels.genmod.generalized_linear_model: GLM GLMResults GLMResultsWrapper
statsmodels.regression.linear_model: OLS OLSResults RegressionResults RegressionResultsWrapper WLS
statsmodels.regression.mixed_linear_model: MixedLM MixedLMParams MixedLMResults MixedLMResultsWrapper VCSpec
statsmodels.regression.quantile_regression: QuantReg QuantRegResults
statsmodels.robust.norms: HuberT
statsmodels.robust.robust_linear_model: RLM RLMResults RLMResultsWrapper
statsmodels.tools.tools: Bunch
statsmodels.tsa.arima.model: ARIMA ARIMAResults ARIMAResultsWrapper
statsmodels.tsa.arima.params: SARIMAXParams
statsmodels.tsa.arima.specification: SARIMAXSpecification
statsmodels.tsa.base.tsa_model: TimeSeriesModel
statsmodels.tsa.holtwinters.model: ExponentialSmoothing
statsmodels.tsa.holtwinters.results: HoltWintersResults HoltWintersResultsWrapper
statsmodels.tsa.statespace._initialization: cInitialization dInitialization sInitialization zInitialization
statsmodels.tsa.statespace._kalman_filter: cKalmanFilter dKalmanFilter sKalmanFilter zKalmanFilter
statsmodels.tsa.statespace._kalman_smoother: cKalmanSmoother dKalmanSmoother sKalmanSmoother zKalmanSmoother
statsmodels.tsa.statespace._representation: cStatespace dStatespace sStatespace zStatespace
statsmodels.tsa.statespace._simulation_smoother: cSimulationSmoother dSimulationSmoother sSimulationSmoother
statsmodels.tsa.statespace._simulation_smoother: zSimulationSmoother
statsmodels.tsa.statespace.initialization: Initialization
statsmodels.tsa.statespace.kalman_smoother: SmootherResults
statsmodels.tsa.statespace.sarimax: SARIMAX SARIMAXResults SARIMAXResultsWrapper
statsmodels.tsa.statespace.simulation_smoother: SimulationSmoothResults SimulationSmoother
statsmodels.tsa.vector_ar.var_model: VAR VARResults VARResultsWrapper
`,
  },
  {
    library: 'thinc',
    versions: '8.2',
    tier: 'inert-class',
    does: 'is a layer or an optimiser of thinc, or a function that one keeps; the state becomes its attributes',
    globals: `
thinc.backends._param_server: ParamServer
thinc.backends.numpy_ops: NumpyOps
thinc.initializers: glorot_uniform_init zero_init
thinc.layers.linear: forward init
thinc.model: Model
thinc.optimizers: Optimizer
`,
  },
]
