import type { VettedGroup } from './vetted-group.ts'

/** numpy, scipy, pandas, pyarrow and joblib: what their objects reduce to. */
export const NUMERIC: readonly VettedGroup[] = [
  {
    library: 'numpy',
    versions: '1.0 to 2.4',
    tier: 'vetted',
    does: 'makes an array, a scalar or an element type from bytes, shape and type',
    globals: `
numpy: dtype ndarray matrix record recarray poly1d bool bool_ byte bytes_ cdouble cfloat character clongdouble
numpy: complex128 complex256 complex64 csingle datetime64 double float128 float16 float32 float64 float_ half int16
numpy: int32 int64 int8 int_ intc intp long longdouble longlong object_ short single str_ timedelta64 ubyte uint
numpy: uint16 uint32 uint64 uint8 uintc uintp ulong ulonglong unicode_ ushort void
numpy.core.multiarray: _reconstruct scalar
numpy._core.multiarray: _reconstruct scalar
numpy.core.numeric: _frombuffer
numpy._core.numeric: _frombuffer
numpy.rec: recarray
numpy.core.records: recarray record
numpy._core.records: recarray record
numpy.matrixlib.defmatrix: matrix
numpy.lib.polynomial: poly1d
numpy.ma: MaskedArray MaskedConstant
numpy.ma.core: MaskedArray MaskedConstant _mareconstruct
numpy.dtypes: BoolDType Float16DType Float32DType Float64DType Int8DType Int16DType Int32DType Int64DType ObjectDType
numpy.dtypes: StrDType StringDType UInt8DType UInt16DType UInt32DType UInt64DType
numpy._core.multiarray: _reconstruct
numpy.char: chararray
`,
  },
  {
    library: 'numpy',
    versions: '1.11 to 2.4',
    tier: 'vetted',
    does: 'makes a random generator in a given state',
    globals: `
numpy.random._pickle: __bit_generator_ctor __generator_ctor __randomstate_ctor
numpy.random: __RandomState_ctor RandomState Generator
numpy.random.mtrand: RandomState
numpy.random._generator: Generator
numpy.random._mt19937: MT19937
numpy.random._pcg64: PCG64 PCG64DXSM
numpy.random._philox: Philox
numpy.random._sfc64: SFC64
numpy.random.bit_generator: SeedSequence __pyx_unpickle_SeedSequence
`,
  },
  {
    library: 'numpy',
    versions: '1.0 to 2.4',
    tier: 'inert-class',
    does: 'is an elementwise or reducing function on arrays, or holds one that is judged by itself',
    globals: `
numpy: abs absolute add arccos arcsin arctan cbrt ceil cos cosh deg2rad divide exp exp2 expm1 floor log log10 log1p
numpy: log2 logaddexp maximum mean median minimum multiply negative power prod rad2deg reciprocal rint sign sin sinh
numpy: sqrt square std subtract sum tan tanh trunc var nan_to_num argmax argmin max min amax amin isnan isinf isfinite
numpy: average ravel asarray array
numpy.core._multiarray_umath: exp log log1p sqrt
scipy._lib.array_api_compat.numpy._aliases: asarray
`,
  },
  {
    library: 'scipy',
    versions: '0.14 to 1.17',
    tier: 'vetted',
    does: 'makes a sparse matrix from arrays',
    globals: `
scipy.sparse: bsr_matrix bsr_array coo_matrix coo_array csc_matrix csc_array csr_matrix csr_array dia_matrix dia_array
scipy.sparse: dok_matrix dok_array lil_matrix lil_array
scipy.sparse.bsr: bsr_matrix bsr_array
scipy.sparse._bsr: bsr_matrix bsr_array
scipy.sparse.coo: coo_matrix coo_array
scipy.sparse._coo: coo_matrix coo_array
scipy.sparse.csc: csc_matrix csc_array
scipy.sparse._csc: csc_matrix csc_array
scipy.sparse.csr: csr_matrix csr_array
scipy.sparse._csr: csr_matrix csr_array
scipy.sparse.dia: dia_matrix dia_array
scipy.sparse._dia: dia_matrix dia_array
scipy.sparse.dok: dok_matrix dok_array
scipy.sparse._dok: dok_matrix dok_array
scipy.sparse.lil: lil_matrix lil_array
scipy.sparse._lil: lil_matrix lil_array
`,
  },
  {
    library: 'scipy',
    versions: '0.14 to 1.17',
    tier: 'inert-class',
    does: 'holds fitted coefficients or points; the state becomes its attributes',
    globals: `
scipy.interpolate._interpolate: interp1d
scipy.interpolate.interpolate: interp1d
scipy.interpolate._bsplines: BSpline
scipy.interpolate._cubic: Akima1DInterpolator CubicSpline PchipInterpolator
scipy.interpolate._fitpack2: InterpolatedUnivariateSpline LSQUnivariateSpline UnivariateSpline
scipy.spatial._ckdtree: cKDTree cKDTreeNode
scipy.spatial.ckdtree: cKDTree
scipy.spatial._kdtree: KDTree
scipy.optimize._optimize: OptimizeResult
scipy.optimize.optimize: OptimizeResult
scipy.stats._kde: gaussian_kde
scipy.stats.kde: gaussian_kde
scipy.stats._distn_infrastructure: rv_continuous_frozen rv_discrete_frozen rv_frozen
`,
  },
  {
    library: 'pandas',
    versions: '0.20 to 3.1',
    tier: 'vetted',
    does: 'makes a frame, a series, an index or one of their values from arrays',
    globals: `
pandas: ArrowDtype BooleanDtype Categorical CategoricalDtype CategoricalIndex DataFrame DatetimeIndex DatetimeTZDtype
pandas: Float32Dtype Float64Dtype Index Int16Dtype Int32Dtype Int64Dtype Int8Dtype Interval IntervalDtype
pandas: IntervalIndex MultiIndex NA NaT Period PeriodDtype PeriodIndex RangeIndex Series SparseDtype StringDtype
pandas: Timedelta TimedeltaIndex Timestamp UInt16Dtype UInt32Dtype UInt64Dtype UInt8Dtype
pandas.arrays: ArrowExtensionArray ArrowStringArray BooleanArray DatetimeArray FloatingArray IntegerArray
pandas.arrays: IntervalArray NumpyExtensionArray PandasArray PeriodArray SparseArray StringArray TimedeltaArray
pandas.core.frame: DataFrame
pandas.core.series: Series
pandas.core.internals.managers: BlockManager SingleBlockManager
pandas.core.internals: BlockManager SingleBlockManager
pandas.core.internals.blocks: new_block _unpickle_block
pandas._libs.internals: _unpickle_block BlockPlacement
pandas.core.indexes.base: Index _new_Index
pandas.indexes.base: Index _new_Index
pandas.core.index: Index Int64Index MultiIndex _new_Index
pandas.core.indexes.numeric: Float64Index Int64Index UInt64Index
pandas.core.indexes.range: RangeIndex
pandas.indexes.range: RangeIndex
pandas.core.indexes.multi: MultiIndex
pandas.core.indexes.category: CategoricalIndex
pandas.core.indexes.datetimes: DatetimeIndex _new_DatetimeIndex
pandas.core.indexes.timedeltas: TimedeltaIndex _new_TimedeltaIndex
pandas.core.indexes.period: PeriodIndex _new_PeriodIndex
pandas.core.indexes.interval: IntervalIndex _new_IntervalIndex
pandas.core.indexes.frozen: FrozenList FrozenNDArray
pandas.core.arrays.categorical: Categorical
pandas.core.arrays.integer: IntegerArray Int64Dtype
pandas.core.arrays.boolean: BooleanArray BooleanDtype
pandas.core.arrays.floating: FloatingArray Float64Dtype
pandas.core.arrays.string_: StringArray StringDtype
pandas.core.arrays.string_arrow: ArrowStringArray
pandas.core.arrays.datetimes: DatetimeArray
pandas.core.arrays.timedeltas: TimedeltaArray
pandas.core.arrays.period: PeriodArray
pandas.core.arrays.interval: IntervalArray
pandas.core.arrays.sparse.array: SparseArray
pandas.core.arrays.sparse.dtype: SparseDtype
pandas.core.arrays.numpy_: PandasArray
pandas.core.dtypes.dtypes: ArrowDtype CategoricalDtype DatetimeTZDtype IntervalDtype PandasDtype PeriodDtype
pandas.core.dtypes.dtypes: SparseDtype
pandas._libs.arrays: __pyx_unpickle_NDArrayBacked NDArrayBacked
pandas._libs.interval: Interval __pyx_unpickle_IntervalMixin
pandas._libs.sparse: BlockIndex IntIndex
pandas._libs.tslibs.nattype: _nat_unpickle __nat_unpickle
pandas._libs.tslibs.timedeltas: Timedelta _timedelta_unpickle
pandas._libs.tslibs.timestamps: Timestamp _unpickle_timestamp
pandas._libs.tslibs.period: Period __pyx_unpickle_PeriodMixin
pandas._libs.missing: NA NAType
pandas._libs.tslibs.offsets: BusinessDay BusinessMonthEnd DateOffset Day Hour Minute MonthBegin MonthEnd QuarterEnd
pandas._libs.tslibs.offsets: Second Week YearBegin YearEnd Milli Micro Nano
pandas._libs.tslibs.timezones: tz_standardize
pandas.tseries.offsets: BMonthBegin BMonthEnd BQuarterBegin BQuarterEnd BYearBegin BYearEnd BusinessDay BusinessHour
pandas.tseries.offsets: BusinessMonthBegin BusinessMonthEnd CustomBusinessDay DateOffset Day Easter Hour LastWeekOfMonth
pandas.tseries.offsets: Micro Milli Minute MonthBegin MonthEnd Nano QuarterBegin QuarterEnd Second SemiMonthBegin
pandas.tseries.offsets: SemiMonthEnd Week WeekOfMonth YearBegin YearEnd
`,
  },
  {
    library: 'pyarrow',
    versions: '10 to 26',
    tier: 'vetted',
    does: 'makes an Arrow array from buffers, as pandas keeps text',
    globals: `
pyarrow.lib: _restore_array py_buffer type_for_alias chunked_array ChunkedArray schema field
`,
  },
  {
    library: 'joblib',
    versions: '0.8 to 1.6',
    tier: 'vetted',
    does: 'describes an array whose bytes stand behind it in the file',
    globals: `
joblib.numpy_pickle: NumpyArrayWrapper
sklearn.externals.joblib.numpy_pickle: NumpyArrayWrapper
`,
  },
  {
    library: 'joblib',
    versions: '0.8 to 0.9',
    tier: 'inert-class',
    does: 'names a file beside the model that holds the array; joblib.load reads it',
    globals: `
joblib.numpy_pickle: NDArrayWrapper ZNDArrayWrapper
joblib.numpy_pickle_compat: NDArrayWrapper ZNDArrayWrapper
sklearn.externals.joblib.numpy_pickle: NDArrayWrapper ZNDArrayWrapper
`,
  },
]
