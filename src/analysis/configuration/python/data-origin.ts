import type { PythonArgument, PythonModule, PythonUse } from '../../../formats/python/module.ts'

/**
 * Where data that is about to be loaded comes from, as far as one module tells: `download` from the network or a request,
 * `roundtrip` what the module has written itself, `constant` a path written out, `unknown` everything else.
 */
export type DataOrigin =
  | { readonly kind: 'download'; readonly through: string }
  | { readonly kind: 'roundtrip' | 'constant' | 'unknown' }

/** Beginnings of names whose results come from elsewhere. */
const DOWNLOADS: readonly string[] = (
  'requests. httpx. aiohttp. urllib.request. urllib2. urllib3. http.client. huggingface_hub.hf_hub_ ' +
  'huggingface_hub.snapshot_ huggingface_hub.cached_ huggingface_hub.file_download. ' +
  'huggingface_hub.HfFileSystem transformers.utils.cached_file transformers.utils.hub. kagglehub. gdown. ' +
  'wget.download boto3. botocore. aioboto3. google.cloud.storage. azure.storage. minio. s3fs. gcsfs. ' +
  'smart_open. torch.hub.download_url_to_file torch.utils.model_zoo. torchvision.datasets.utils.download ' +
  'keras.utils.get_file tensorflow.keras.utils.get_file tf.keras.utils.get_file pooch.retrieve modelscope. ' +
  'wandb. mlflow.artifacts.download flask.request. streamlit.file_uploader socket.socket ' +
  'socket.create_connection zmq. websocket paramiko. ftplib. redis.'
).split(' ')

/** Results that the program has made itself. */
const WRITERS =
  /^(?:_?pickle|cPickle|dill|cloudpickle|marshal|joblib|io\.BytesIO\(\)\.getvalue|yaml)\.?(?:\w+\.)?(?:dumps|dump|getvalue)\(\)/

/** Calls that pass on what is in the file or text they are given. */
const OPENERS: ReadonlySet<string> = new Set(
  (
    'builtins.open io.open io.BytesIO io.StringIO gzip.open bz2.open lzma.open gzip.GzipFile bz2.BZ2File ' +
    'pathlib.Path os.path.join base64.b64decode zlib.decompress gzip.decompress bz2.decompress lzma.decompress ' +
    'os.path.abspath os.path.expanduser builtins.str codecs.open zipfile.ZipFile tarfile.open builtins.bytes ' +
    'importlib.resources.open_binary pkgutil.get_data importlib.resources.files'
  ).split(' '),
)

/** Openers whose file belongs to the package itself. */
const OWN: ReadonlySet<string> = new Set([
  'importlib.resources.open_binary',
  'pkgutil.get_data',
  'importlib.resources.files',
])

const DEEPEST = 5

/** What is asked of a module again and again, by name. */
export interface ModuleIndex {
  /** Calls by function and name, in the order of the text. */
  readonly calls: ReadonlyMap<string, readonly PythonUse[]>
  /** Texts given to calls that download, with the name of the first of them. */
  readonly targets: ReadonlyMap<string, string>
}

/** Looks through the uses of a module once. */
export function moduleIndex({ uses }: PythonModule): ModuleIndex {
  const calls = new Map<string, PythonUse[]>()
  const targets = new Map<string, string>()
  for (const use of uses) {
    if (use.kind !== 'call') continue
    if (OPENERS.has(use.name)) {
      const key = callKey(use.within, use.name)
      const known = calls.get(key)
      if (known === undefined) calls.set(key, [use])
      else known.push(use)
    }
    if (!isDownload(`${use.name}()`)) continue
    for (const { type, value } of use.arguments.slice(0, 10))
      if (type === 'text' && value.length > 2 && !targets.has(value)) targets.set(value, `${use.name}()`)
  }
  return { calls, targets }
}

function callKey(within: string, name: string): string {
  return `${within} ${name}`
}

/** Where an argument of a use comes from. */
export function originOf(given: PythonArgument | undefined, use: PythonUse, index: ModuleIndex, depth = 0): DataOrigin {
  if (given === undefined || depth > DEEPEST) return { kind: 'unknown' }
  if (given.type === 'text') return originOfText(given.value, index)
  if (given.type === 'bytes') return { kind: 'constant' }
  if (given.type !== 'names') return { kind: 'unknown' }
  const name = given.value
  if (WRITERS.test(name.slice(0, 200))) return { kind: 'roundtrip' }
  if (isDownload(name)) return { kind: 'download', through: name }
  const opener = openerOf(name)
  if (opener === undefined) return { kind: 'unknown' }
  if (OWN.has(opener)) return { kind: 'constant' }
  const call = lastCall(opener, use, index)
  if (call === undefined) return { kind: 'unknown' }
  const origins = call.arguments.slice(0, 4).map((one) => originOf(one, call, index, depth + 1))
  return origins.find(({ kind }) => kind === 'download' || kind === 'roundtrip') ?? origins[0] ?? roundtripIn(opener)
}

/** An empty buffer is filled by the program. */
function roundtripIn(opener: string): DataOrigin {
  return opener === 'io.BytesIO' ? { kind: 'roundtrip' } : { kind: 'unknown' }
}

function isDownload(name: string): boolean {
  if (name.startsWith('flask.request.')) return true
  return name.includes('(') && DOWNLOADS.some((start) => name.startsWith(start))
}

/** `builtins.open` of `builtins.open().read()`. */
function openerOf(name: string): string | undefined {
  const end = name.indexOf('()')
  const called = end < 0 ? name : name.slice(0, end)
  return OPENERS.has(called) ? called : undefined
}

/** The nearest call before, in the same function. */
function lastCall(name: string, { within, line }: PythonUse, { calls }: ModuleIndex): PythonUse | undefined {
  const all = calls.get(callKey(within, name)) ?? []
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle]?.line ?? 0) <= line) low = middle + 1
    else high = middle
  }
  return all[low - 1]
}

/** A path is the target of a download where one of the module names it. */
function originOfText(text: string, { targets }: ModuleIndex): DataOrigin {
  const scheme = /^(?:https?|ftp|s3|gs|hf|az|abfss?):\/\//.exec(text)?.[0]
  if (scheme !== undefined) return { kind: 'download', through: scheme }
  const through = targets.get(text)
  return through === undefined ? { kind: 'constant' } : { kind: 'download', through }
}
