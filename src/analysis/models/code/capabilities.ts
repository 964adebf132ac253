import type { Severity } from '../../../model/severity.ts'

/** Ids of what is said about code that comes with a model. */
export type CodeKind =
  | 'code/command'
  | 'code/install'
  | 'code/dynamic-code'
  | 'code/remote-code'
  | 'code/obfuscated'
  | 'code/native'
  | 'code/network'
  | 'code/files'
  | 'code/secrets'
  | 'code/exfiltration'
  | 'code/deserialisation'
  | 'code/dynamic-import'
  | 'code/internals'
  | 'code/persistence'
  | 'code/trust'
  | 'code/not-inspected'

/** How bad something is when the module is imported, and when only a function of it does it. `none`: nothing is said. */
export interface Tier {
  readonly import: Severity
  readonly call: Severity
}

export interface CodeCapability extends Tier {
  readonly kind: CodeKind
  /** Goes on from "The code ". */
  readonly does: string
  /** Does naming it without calling it count (as an argument, in a list, as what `__reduce__` gives)? */
  readonly named: boolean
}

/** What a dotted name of Python can do; undefined when nothing is known or nothing is worth saying. */
export function capabilityOf(name: string): CodeCapability | undefined {
  const exact = EXACT.get(name)
  if (exact !== undefined) return exact
  // What is done with the result of a call was said when it was called.
  if (name.includes('()') || name.includes('[]')) return undefined
  for (let dot = name.length; dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const found = PREFIXES.get(name.slice(0, dot))
    if (found !== undefined) return found
  }
  return undefined
}

const SILENT: CodeCapability = { kind: 'code/files', does: '', import: 'none', call: 'none', named: false }

/** `names`: exact ones; `below`: a module or class and everything in it. The first group that knows a name decides. */
interface Group extends CodeCapability {
  readonly names?: string
  readonly below?: string
}

const GROUPS: readonly Group[] = [
  {
    ...SILENT,
    names: `socket.gethostname socket.getfqdn socket.inet_aton socket.inet_ntoa socket.timeout socket.error urllib.request.Request
      urllib.request.pathname2url urllib.request.url2pathname requests.Session requests.session http.client.HTTPException
      ctypes.sizeof ctypes.byref ctypes.cast ctypes.c_int ctypes.c_void_p ctypes.c_char_p ctypes.POINTER ctypes.c_float
      ctypes.c_int64 ctypes.c_size_t ctypes.util.find_library subprocess.CalledProcessError subprocess.TimeoutExpired
      subprocess.PIPE subprocess.DEVNULL subprocess.STDOUT subprocess.list2cmdline pickle.dump pickle.dumps pickle.HIGHEST_PROTOCOL
      pickle.PickleError pickle.UnpicklingError yaml.dump yaml.safe_dump yaml.safe_load yaml.SafeLoader yaml.YAMLError
      cloudpickle.dump cloudpickle.dumps dill.dump dill.dumps joblib.dump asyncio.subprocess.PIPE`,
    below: `urllib.parse urllib.error requests.exceptions requests.adapters requests.utils httpx.Timeout httpx.Limits httpx.Headers
      requests.structures requests.models aiohttp.ClientTimeout aiohttp.ClientError urllib3.exceptions urllib3.util`,
  },
  {
    kind: 'code/install',
    does: 'installs packages',
    import: 'critical',
    call: 'medium',
    named: true,
    names: 'ensurepip.bootstrap setuptools.sandbox.run_setup',
    below: 'pip pip._internal conda.cli',
  },
  {
    kind: 'code/command',
    does: 'starts a program',
    import: 'critical',
    call: 'medium',
    named: true,
    names: `os.system os.popen os.popen2 os.popen3 os.popen4 os.startfile os.fork os.forkpty os.posix_spawn os.posix_spawnp os.execl
      os.execle os.execlp os.execlpe os.execv os.execve os.execvp os.execvpe os.spawnl os.spawnle os.spawnlp os.spawnlpe
      os.spawnv os.spawnve os.spawnvp os.spawnvpe platform.popen asyncio.create_subprocess_exec
      asyncio.create_subprocess_shell asyncio.subprocess.create_subprocess_shell asyncio.subprocess.create_subprocess_exec
      asyncio.get_event_loop().subprocess_exec asyncio.get_event_loop().subprocess_shell
      distutils.spawn.spawn webbrowser.open get_ipython().system get_ipython().run_line_magic get_ipython().run_cell_magic
      IPython.get_ipython().system IPython.get_ipython().run_line_magic
      IPython.get_ipython().run_cell IPython.get_ipython().getoutput shutil.os.system torch.utils.collect_env.run
      multiprocessing.util.spawnv_passfds`,
    below: `subprocess pty commands popen2 pexpect sh plumbum fabric invoke _posixsubprocess posix nt
      pydoc.pipepager pydoc.tempfilepager`,
  },
  {
    kind: 'code/obfuscated',
    does: 'runs code that is stored in a form nobody can read',
    import: 'critical',
    call: 'high',
    named: true,
    names: 'marshal.loads marshal.load',
  },
  {
    kind: 'code/dynamic-code',
    does: 'runs text as code',
    import: 'high',
    call: 'medium',
    named: true,
    names: `builtins.eval builtins.exec builtins.execfile runpy.run_path runpy.run_module code.interact
      code.InteractiveInterpreter code.InteractiveConsole codeop.compile_command timeit.timeit timeit.repeat timeit.Timer cProfile.run cProfile.runctx
      profile.run profile.runctx pdb.run pdb.runeval bdb.Bdb().run trace.Trace().run doctest.debug_script
      numpy.testing._private.utils.runstring
      importlib.util.module_from_spec importlib.machinery.SourceFileLoader importlib.machinery.SourcelessFileLoader
      imp.load_source imp.load_compiled imp.load_module zipimport.zipimporter
      torch.package.PackageImporter`,
  },
  {
    kind: 'code/dynamic-import',
    does: 'imports past the import statement',
    import: 'high',
    call: 'medium',
    named: true,
    names: `builtins.__loader__.load_module builtins.__spec__.loader.load_module builtins.__loader__.exec_module
      importlib.machinery.BuiltinImporter.load_module importlib._bootstrap._gcd_import importlib._bootstrap._load
      importlib.util.find_spec().loader.load_module`,
  },
  {
    kind: 'code/dynamic-code',
    does: 'builds functions out of code objects',
    import: 'high',
    call: 'low',
    named: true,
    names: 'types.CodeType types.FunctionType types.LambdaType',
  },
  {
    kind: 'code/dynamic-code',
    does: 'evaluates expressions in text',
    import: 'medium',
    call: 'low',
    named: false,
    names: `sympy.sympify sympy.lambdify sympy.parse_expr sympy.parsing.sympy_parser.parse_expr numexpr.evaluate pandas.eval
      hydra.utils.instantiate hydra.utils.get_class hydra.utils.get_method hydra.utils.call logging.config.dictConfig
      logging.config.fileConfig unittest.mock._importer unittest.mock._dot_lookup jinja2.Template mako.template.Template
      rlcompleter.Completer().attr_matches numpy.f2py.compile`,
  },
  {
    kind: 'code/remote-code',
    does: 'loads code from another place and runs it',
    import: 'critical',
    call: 'medium',
    named: false,
    names: `torch.hub.load transformers.dynamic_module_utils.get_class_from_dynamic_module
      transformers.dynamic_module_utils.get_cached_module_file kernels.get_kernel`,
  },
  {
    kind: 'code/native',
    does: 'loads or compiles native code',
    import: 'critical',
    call: 'medium',
    named: true,
    names: `torch.ops.load_library torch.classes.load_library torch.utils.cpp_extension.load torch.utils.cpp_extension.load_inline
      numpy.ctypeslib.load_library tensorflow.load_op_library tensorflow.load_library cffi.FFI().dlopen cffi.FFI().verify
      cffi.FFI().set_source ctypes.CDLL ctypes.PyDLL ctypes.WinDLL ctypes.OleDLL ctypes.CFUNCTYPE ctypes.WINFUNCTYPE
      ctypes.memmove ctypes.memset ctypes.string_at ctypes.wintypes importlib.machinery.ExtensionFileLoader imp.load_dynamic
      distutils.ccompiler.new_compiler`,
    below: 'ctypes.cdll ctypes.windll ctypes.oledll ctypes.pydll ctypes.pythonapi _ctypes',
  },
  {
    kind: 'code/network',
    does: 'opens connections or waits for them',
    import: 'high',
    call: 'medium',
    named: false,
    names: `http.server.HTTPServer xmlrpc.server.SimpleXMLRPCServer asyncio.open_connection asyncio.start_server
      asyncio.open_unix_connection`,
    below: `socket _socket socketserver telnetlib smtplib ftplib poplib imaplib nntplib paramiko websocket websockets dns scapy
      pynput mss pyautogui xmlrpc.client`,
  },
  {
    kind: 'code/network',
    does: 'talks to the network',
    import: 'high',
    call: 'low',
    named: false,
    names: `torch.hub.download_url_to_file torch.hub.load_state_dict_from_url torch.utils.model_zoo.load_url
      tensorflow.keras.utils.get_file keras.utils.get_file pandas.io.common.urlopen`,
    below: `urllib.request urllib2 urllib.urlopen urllib.urlretrieve requests httpx aiohttp urllib3 http.client httplib wget
      gdown boto3 google.cloud.storage pycurl`,
  },
  {
    kind: 'code/network',
    does: 'fetches files from a model hub',
    import: 'low',
    call: 'none',
    named: false,
    names: `huggingface_hub.hf_hub_download huggingface_hub.snapshot_download huggingface_hub.cached_download
      huggingface_hub.file_download.hf_hub_download transformers.utils.hub.cached_file`,
  },
  {
    kind: 'code/network',
    does: 'writes to a model hub',
    import: 'high',
    call: 'low',
    named: false,
    names:
      'huggingface_hub.upload_file huggingface_hub.upload_folder huggingface_hub.login huggingface_hub.create_repo',
  },
  {
    kind: 'code/deserialisation',
    does: 'loads pickled objects',
    import: 'high',
    call: 'medium',
    named: true,
    names: `pickle.load pickle.loads pickle.Unpickler _pickle.load _pickle.loads _pickle.Unpickler cPickle.load cPickle.loads
      cPickle.Unpickler pickle5.load pickle5.loads dill.load dill.loads dill.load_session dill.load_module cloudpickle.load
      cloudpickle.loads joblib.load sklearn.externals.joblib.load pandas.read_pickle shelve.open jsonpickle.decode
      torch.storage._load_from_bytes yaml.unsafe_load yaml.load_all yaml.unsafe_load_all compress_pickle.load hickle.load
      _compat_pickle.load pandas.io.pickle.read_pickle`,
  },
  {
    kind: 'code/deserialisation',
    does: 'loads objects that may be pickled',
    import: 'medium',
    call: 'low',
    named: false,
    names: 'torch.load torch.serialization.load yaml.load numpy.load torch.jit.load',
  },
  {
    kind: 'code/persistence',
    does: 'hooks itself into the running interpreter',
    import: 'high',
    call: 'medium',
    named: false,
    names: `sys.meta_path.append sys.meta_path.insert sys.path_hooks.append sys.path_hooks.insert sys.addaudithook
      sys.setprofile sys.settrace threading.settrace threading.setprofile site.addsitedir`,
    below: 'winreg _winreg crontab',
  },
  {
    kind: 'code/persistence',
    does: 'leaves something to be run later',
    import: 'low',
    call: 'none',
    named: false,
    names: 'atexit.register signal.signal weakref.finalize',
  },
  {
    kind: 'code/files',
    does: 'removes, moves or changes files',
    import: 'medium',
    call: 'none',
    named: false,
    names: `shutil.rmtree shutil.move shutil.copy shutil.copyfile shutil.copytree os.remove os.unlink os.rename os.replace os.chmod
      os.chown os.symlink os.link pathlib.Path().unlink pathlib.Path().write_text pathlib.Path().write_bytes
      pathlib.Path().rename pathlib.Path().chmod pathlib.Path().symlink_to os.truncate os.mkfifo`,
  },
]

const EXACT: ReadonlyMap<string, CodeCapability> = index('names')
const PREFIXES: ReadonlyMap<string, CodeCapability> = index('below')

function index(column: 'names' | 'below'): ReadonlyMap<string, CodeCapability> {
  const found = new Map<string, CodeCapability>()
  for (const group of GROUPS) {
    for (const name of group[column]?.trim().split(/\s+/) ?? []) if (!found.has(name)) found.set(name, group)
  }
  return found
}
