import type { CapabilityGroup } from './capability.ts'

/**
 * What is known to be dangerous, by capability. The list does not decide what is allowed (vetted.ts does, and everything
 * else is unknown code); it says how bad a global is and why. Names with a dot are methods as a pickle writes them.
 */
export const DANGEROUS_GLOBALS: readonly CapabilityGroup[] = [
  {
    capability: 'execute-code',
    why: 'runs Python source or code objects',
    globals: `
builtins: eval exec compile execfile apply breakpoint help
__builtin__: eval exec compile execfile apply breakpoint help
__builtins__: *
eval: *
exec: *
compile: *
code: *
codeop: *
runpy: *
marshal: *
types: *
_testcapi: *
_testinternalcapi: *
compileall: *
py_compile: *
new: *
bdb: *
pdb: *
profile: *
cProfile: *
trace: *
timeit: *
doctest: *
unittest: *
test: *
idlelib: *
lib2to3: *
_pyrepl: *
rlcompleter: *
cgitb: *
_interpreters: *
_xxsubinterpreters: *
_xxinterpchannels: *
interpreters: *
concurrent.interpreters: *
typing: get_type_hints ForwardRef ForwardRef._evaluate _eval_type
annotationlib: *
dataclasses: make_dataclass _create_fn
cloudpickle: *
cloudpickle.cloudpickle: *
cloudpickle.cloudpickle_fast: *
joblib.externals.cloudpickle: *
ray.cloudpickle: *
pyspark.cloudpickle: *
pyspark.serializers: *
dill._dill: _create_code _create_function _create_type _create_lock _create_cell _create_stringi _create_stringo
dill._dill: _exec_ _eval_repr _load_type _get_attr _getattr _getattribute
IPython: *
code.InteractiveInterpreter: *
jinja2: *
mako: *
sympy: sympify lambdify parse_expr
sympy.core.sympify: *
sympy.utilities.lambdify: *
sympy.parsing: *
numexpr: *
numba: *
asteval: *
simpleeval: *
RestrictedPython: *
pandas: eval DataFrame.eval DataFrame.query
pandas.core.computation: *
pandas.core.frame: DataFrame.eval DataFrame.query
numpy.testing: *
numpy.f2py: *
numpy.lib.utils: safe_eval
numpy.lib._utils_impl: safe_eval
numpy.distutils: *
torch: compile
torch.compile: *
torch._dynamo: *
torch._inductor: *
torch.jit: _script script CompilationUnit
torch.jit.unsupported_tensor_ops: *
torch.jit.frontend: *
torch.package: *
torch.utils._config_module: *
torch.utils.bottleneck: *
torch.utils.benchmark: *
torch.utils.data.datapipes: *
torch.utils.cpp_extension: *
torch.ops: *
torch.fx.graph_module: *
torch.fx.experimental: *
torch.distributed.rpc: *
torch.distributed.elastic: *
torch.distributed.run: *
torch.distributed.launch: *
torch.distributed.nn.jit: *
tensorflow: py_function numpy_function
tensorflow.python.ops.script_ops: *
keras.layers: Lambda
keras.src.utils.python_utils: *
keras.utils.generic_utils: func_load
keras.src.legacy.saving: *
tensorflow.python.keras.utils.generic_utils: func_load
scipy.weave: *
setuptools: *
distutils: *
mlflow.projects: *
pytorch_lightning.utilities.migration: *
lightning.pytorch.utilities.migration: *
pytorch_lightning.utilities.upgrade_checkpoint: *
`,
  },
  {
    capability: 'run-process',
    why: 'starts a program or a shell',
    globals: `
os: *
posix: *
nt: *
subprocess: *
_posixsubprocess: *
_winapi: *
commands: *
popen2: *
pty: *
pipes: *
pexpect: *
sh: *
plumbum: *
invoke: *
fabric: *
paramiko: *
platform: *
uuid: *
_osx_support: *
_aix_support: *
webbrowser: *
antigravity: *
this: *
ensurepip: *
pip: *
venv: *
virtualenv: *
multiprocessing: *
concurrent.futures: *
asyncio: *
psutil: *
pydoc: pipepager tempfilepager ttypager
torch.utils.collect_env: *
torch.multiprocessing: *
mlflow.projects.backend.local: *
IPython.utils.process: *
setuptools._distutils: *
distutils.spawn: *
numpy.distutils.exec_command: *
joblib.externals.loky: *
`,
  },
  {
    capability: 'resolve-names',
    why: 'turns text into a module, a function or an attribute, so the name of what runs need not stand in the file',
    globals: `
builtins: __import__ globals locals vars dir setattr delattr
__builtin__: __import__ getattr globals locals vars dir setattr delattr reload
operator: *
importlib: *
imp: *
_imp: *
_frozen_importlib: *
_frozen_importlib_external: *
ihooks: *
pkgutil: *
zipimport: *
site: *
pydoc: *
inspect: *
gc: *
sys: *
_operator: *
functools: *
itertools: starmap
builtins: map filter
__builtin__: map filter
xmlrpc.server: resolve_dotted_attribute SimpleXMLRPCDispatcher
unittest.mock: *
test.support: *
dill._dill: _import_module _getattribute _load_type
hydra: *
hydra.utils: *
omegaconf._utils: *
pydantic.utils: import_string
pydantic.v1.utils: import_string
django.utils.module_loading: *
werkzeug.utils: import_string find_modules
six: *
logging.config: *
ctypes.util: *
transformers.dynamic_module_utils: *
transformers.utils.import_utils: *
copyreg: add_extension
`,
  },
  {
    capability: 'native-code',
    why: 'loads native code or works on memory',
    globals: `
ctypes: *
_ctypes: *
cffi: *
_cffi_backend: *
mmap: *
msvcrt: *
_winreg: *
winreg: *
numpy.ctypeslib: *
torch._ops: *
torch.classes: *
torch.cuda._utils: *
cupy: RawKernel RawModule
pycuda: *
tensorflow: load_op_library load_library
tensorflow.python.framework.load_library: *
`,
  },
  {
    capability: 'load-objects',
    why: 'loads another pickle or model, with everything that one may do',
    globals: `
pickle: *
_pickle: *
cPickle: *
pickle5: *
dill: *
dill._dill: *
dill.session: *
joblib: *
joblib.numpy_pickle: load load_temporary_memmap _unpickle NumpyUnpickler
joblib.numpy_pickle_compat: load_compatibility ZipNumpyUnpickler
joblib.memory: *
sklearn.externals.joblib: *
shelve: *
dbm: *
jsonpickle: *
yaml: *
ruamel.yaml: *
torch: load
torch.serialization: load _load _legacy_load
torch.storage: _load_from_bytes
torch.jit: *
torch.jit._serialization: *
torch.hub: *
torch.export: load
torch.package.package_importer: *
torch.utils.model_zoo: *
numpy: load loads
numpy.lib.npyio: load
numpy.lib._npyio_impl: load
numpy.lib.format: read_array
numpy.lib._format_impl: read_array
numpy.core.numeric: load
pandas: read_pickle
pandas.io.pickle: *
pandas.compat.pickle_compat: *
cloudpickle: load loads
keras: models saving
keras.models: *
keras.saving: *
keras.src.saving: *
tensorflow: saved_model
tensorflow.keras.models: *
tensorflow.python.keras.models: *
tensorflow.python.keras.saving: *
tensorflow.python.saved_model: *
tensorflow.saved_model: *
mlflow: *
mlflow.pyfunc: *
transformers: AutoModel.from_pretrained AutoTokenizer.from_pretrained pipeline
transformers.pipelines: *
transformers.modeling_utils: PreTrainedModel.from_pretrained
transformers.models.auto: *
sentence_transformers: SentenceTransformer
huggingface_hub: *
datasets: load_dataset load_from_disk load_dataset_builder
datasets.load: *
skops.io: *
stanza: Pipeline download
flair.models: SequenceTagger.load
gensim.utils: unpickle pickle SaveLoad.load
spacy: load
spacy.util: *
nltk.data: *
ultralytics: YOLO FastSAM NAS RTDETR SAM
paddle: *
onnxruntime: *
h5py: *
statsmodels.iolib.smpickle: *
catboost: CatBoost.load_model
plistlib: *
`,
  },
  {
    capability: 'files',
    why: 'reads, writes, moves or removes files',
    globals: `
builtins: open input
__builtin__: open file input raw_input
io: open open_code FileIO
_io: open open_code FileIO
_pyio: *
codecs: open
shutil: *
tempfile: *
fileinput: *
filecmp: *
glob: *
linecache: *
difflib: *
tarfile: *
zipfile: *
zipapp: *
gzip: *
bz2: *
lzma: *
sqlite3: *
_sqlite3: *
netrc: *
mailbox: *
pwd: *
grp: *
spwd: *
posixpath: *
ntpath: *
os.path: *
pathlib: *
pathlib._local: *
logging: *
logging.handlers: *
numpy: ndarray.tofile ndarray.dump fromfile memmap save savez savez_compressed savetxt loadtxt genfromtxt fromregex tofile DataSource
numpy.lib.npyio: *
numpy.lib._npyio_impl: *
numpy.lib._datasource: *
numpy.lib.format: open_memmap
numpy.core.records: fromfile
numpy.core.memmap: *
numpy._core.memmap: *
scipy.io: *
pandas: read_csv read_table read_json read_html read_xml read_excel read_hdf read_parquet read_feather read_orc
pandas: read_sql read_sas read_spss read_stata read_clipboard ExcelFile ExcelWriter HDFStore to_pickle
pandas.io: *
pandas.core.generic: NDFrame.to_csv NDFrame.to_pickle NDFrame.to_hdf
torch: save from_file
torch.serialization: save
tensorflow: write_file read_file io
tensorflow.io: *
tensorflow.python.ops.io_ops: *
tensorflow.python.ops.gen_io_ops: *
tensorflow.python.lib.io: *
joblib.numpy_pickle_utils: *
PIL.Image: open
cv2: imread imwrite VideoCapture
pyarrow.fs: *
pyarrow: memory_map OSFile
pyarrow.lib: memory_map OSFile MemoryMappedFile
`,
  },
  {
    capability: 'network',
    why: 'opens connections or listens for them',
    globals: `
socket: *
_socket: *
ssl: *
_ssl: *
socketserver: *
SocketServer: *
select: *
selectors: *
http: *
httplib: *
BaseHTTPServer: *
SimpleHTTPServer: *
CGIHTTPServer: *
urllib: *
urllib2: *
urllib3: *
urlparse: *
requests: *
httpx: *
aiohttp: *
httpcore: *
websocket: *
websockets: *
tornado: *
twisted: *
flask: *
fastapi: *
uvicorn: *
smtplib: *
smtpd: *
imaplib: *
poplib: *
nntplib: *
ftplib: *
telnetlib: *
xmlrpc: *
xmlrpclib: *
wsgiref: *
asyncore: *
asynchat: *
boto3: *
botocore: *
fsspec: *
s3fs: *
gcsfs: *
keras.utils: get_file
keras.src.utils.file_utils: *
keras.utils.data_utils: *
tensorflow.keras.utils: get_file
tensorflow.python.keras.utils.data_utils: *
torchvision.datasets.utils: *
sklearn.datasets: *
wget: *
dns: *
grpc: *
`,
  },
  {
    capability: 'process-state',
    why: 'changes the running process',
    globals: `
atexit: *
signal: *
_signal: *
threading: *
_thread: *
thread: *
dummy_threading: *
sched: *
weakref: finalize
syslog: *
resource: *
faulthandler: *
tracemalloc: *
readline: *
tkinter: *
turtle: *
_tkinter: *
picklescan: *
modelscan: *
fickling: *
modelaudit: *
saferpickle: *
`,
  },
]
