import type { VettedGroup } from './vetted-group.ts'

/** Python itself. Names that give access to others (getattr, partial, itemgetter …) are checked with their arguments instead. */
export const PYTHON: readonly VettedGroup[] = [
  {
    library: 'python',
    versions: '2.7 to 3.14',
    tier: 'vetted',
    does: 'makes a plain value of the built-in types',
    globals: `
builtins: bool bytearray bytes complex dict float frozenset int list object range reversed set slice str tuple
builtins: enumerate zip NotImplemented Ellipsis
_codecs: encode
codecs: encode
collections: ChainMap Counter OrderedDict UserDict UserList UserString defaultdict deque
`,
  },
  {
    library: 'python',
    versions: '2.7 to 3.14',
    tier: 'vetted',
    does: 'is a pure function of its arguments',
    globals: `
builtins: abs all any ascii bin callable chr divmod format hash hex id isinstance issubclass len max min next oct ord
builtins: pow repr round sorted sum iter
`,
  },
  {
    library: 'python',
    versions: '2.7 to 3.14',
    tier: 'vetted',
    does: 'is an exception class; making one only keeps its arguments',
    globals: `
builtins: ArithmeticError AssertionError AttributeError BaseException EOFError Exception FileNotFoundError
builtins: FloatingPointError IndexError KeyError KeyboardInterrupt LookupError MemoryError NotImplementedError OSError
builtins: OverflowError PermissionError RuntimeError RuntimeWarning StopIteration TimeoutError TypeError
builtins: UnicodeDecodeError UserWarning ValueError Warning ZeroDivisionError
builtins: BytesWarning DeprecationWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning
builtins: SyntaxWarning UnicodeWarning
`,
  },
  {
    library: 'python',
    versions: '2.7 to 3.14',
    tier: 'vetted',
    does: 'makes a value of the standard library that holds data only',
    globals: `
datetime: date datetime time timedelta timezone
decimal: Context Decimal
fractions: Fraction
uuid: UUID SafeUUID
argparse: Namespace
types: SimpleNamespace MappingProxyType NoneType EllipsisType NotImplementedType
array: array _array_reconstructor
http: HTTPMethod HTTPStatus
ipaddress: IPv4Address IPv4Network IPv6Address IPv6Network
zoneinfo: ZoneInfo
pathlib: Path PosixPath PurePath PurePosixPath PureWindowsPath WindowsPath
pathlib._local: Path PosixPath PurePath PurePosixPath PureWindowsPath WindowsPath
_io: BytesIO StringIO
io: BytesIO StringIO
re: _compile
time: struct_time
string: Template
numbers: Number
random: Random
`,
  },
  {
    library: 'python',
    versions: '2.7 to 3.14',
    tier: 'vetted',
    does: 'makes an empty object of a class that is named beside it, and that is judged by itself',
    globals: `
copyreg: _reconstructor
`,
  },
  {
    library: 'python',
    versions: '2.7 to 3.14',
    tier: 'vetted',
    does: 'is an elementary function on numbers, the function of an operator on values, or a counter',
    globals: `
_operator: abs add and_ contains eq floordiv ge gt index inv invert is_ is_not le lt matmul mod mul ne neg not_ or_ pos
_operator: pow sub truediv truth xor
operator: abs add and_ contains eq floordiv ge gt index inv invert is_ is_not le lt matmul mod mul ne neg not_ or_ pos
operator: pow sub truediv truth xor
itertools: chain combinations count cycle islice permutations product repeat zip_longest
math: acos asin atan atan2 ceil cos cosh e exp floor log log10 log1p log2 pi pow sin sinh sqrt tan tanh
`,
  },
  {
    library: 'python',
    versions: '2.7 to 3.14',
    tier: 'inert-class',
    does: 'finds the logger of a name, which the program has set up or which does nothing yet',
    globals: `
logging: getLogger Logger
`,
  },
  {
    library: 'python-dateutil',
    versions: '2.6 to 2.9',
    tier: 'vetted',
    does: 'makes a time zone or an interval',
    globals: `
dateutil.tz.tz: tzutc tzlocal tzoffset
dateutil.relativedelta: relativedelta
pytz: _UTC _p FixedOffset
pytz.lazy: LazyList LazySet
`,
  },
]
