import { pathValue, type Value } from './values.ts'

/** The absolute name of a module: `node:fs` for what the runtime brings, `npm:axios`, `./lib.js`, and addresses as they are. */
export function modulePath(specifier: string): string {
  const bare = specifier.startsWith('node:') ? specifier.slice(5) : specifier
  if (bare === 'process') return 'global.process'
  if (bare === 'globalthis' || bare === 'globalThis') return 'global'
  if (BUILTINS.has(bare)) return `node:${ALIASES.get(bare) ?? bare}`
  if (/^[./]|^[a-z][a-z+.-]*:/i.test(specifier)) return specifier.slice(0, 200)
  return `npm:${specifier.slice(0, 200)}`
}

/** Modules of Node.js 24 (`module.builtinModules`), those of it that have a scheme only, and of Bun. */
const BUILTINS: ReadonlySet<string> = new Set(
  (
    'assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns dns/promises domain ' +
    'events fs fs/promises http http2 https inspector inspector/promises module net os path path/posix path/win32 perf_hooks process punycode ' +
    'querystring readline readline/promises repl sea sqlite stream stream/consumers stream/promises stream/web string_decoder sys test ' +
    'test/reporters timers timers/promises tls trace_events tty url util util/types v8 vm wasi worker_threads zlib'
  ).split(' '),
)

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['sys', 'util'],
  ['path/posix', 'path'],
  ['path/win32', 'path'],
  ['fs/promises', 'fs.promises'],
  ['dns/promises', 'dns.promises'],
])

/** Other names of the global object. */
const GLOBALS: ReadonlySet<string> = new Set(['global', 'globalThis', 'window', 'self', 'root', 'top', 'frames'])

/** What a name is that nothing in the module declares. */
export function globalPath(name: string): string {
  if (GLOBALS.has(name)) return 'global'
  return NAMED.has(name) ? name : `global.${name}`
}

/** Names that the wrapper of a module declares. */
const NAMED: ReadonlySet<string> = new Set(['require', 'module', 'exports'])

/** Names under which the function that loads modules is found. */
const LOADERS: ReadonlySet<string> = new Set([
  'require',
  'module.require',
  'global.require',
  'require.main.require',
  'global.process.mainModule.require',
  'module.parent.require',
  'module.constructor._load',
  'node:module._load',
  'node:module.createRequire()',
  'node:module.createRequireFromPath()',
  'module.constructor.createRequire()',
  'global.process.getBuiltinModule',
  'global.__non_webpack_require__',
  'global.process.mainModule.constructor._load',
  'require.main.constructor._load',
  'import.meta.require',
])

/** Does calling it load a module that is named by the first argument? */
export function isLoader(path: string): boolean {
  return LOADERS.has(path)
}

/** The member of something with an absolute name. */
export function memberPath(path: string, name: string): string {
  if (path === 'global') return globalPath(name)
  if (isLoader(path) && (name === 'cache' || name === 'resolve' || name === 'main')) return `require.${name}`
  // What a compiler makes of `import x from "x"`.
  if (name === 'default' && isModule(path)) return path
  if (path === 'node:buffer' && BUFFER_NAMES.has(name)) return `global.${name}`
  if (path === 'node:fs' && name === 'promises') return 'node:fs.promises'
  if (path === 'node:url' && (name === 'URL' || name === 'URLSearchParams')) return `global.${name}`
  if (path === 'node:util' && (name === 'TextDecoder' || name === 'TextEncoder')) return `global.${name}`
  return `${path}.${name}`
}

const BUFFER_NAMES: ReadonlySet<string> = new Set(['Buffer', 'atob', 'btoa', 'Blob'])

/** A module itself, not something in it. */
function isModule(path: string): boolean {
  return /^(?:node:[\w/]+|npm:(?:@[^/]+\/)?[^.()[\]]+|\.[^()[\]]*)$/.test(path)
}

/** Places of which only the run knows where they are, as texts that say what they are. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ['global.process.env.HOME', '~'],
  ['global.process.env.USERPROFILE', '~'],
  ['global.process.env.HOMEPATH', '~'],
  ['global.process.env.APPDATA', '~/AppData/Roaming'],
  ['global.process.env.LOCALAPPDATA', '~/AppData/Local'],
  ['global.process.env.XDG_CONFIG_HOME', '~/.config'],
  ['global.process.env.TMPDIR', '<tmp>'],
  ['global.process.env.TEMP', '<tmp>'],
  ['global.process.env.TMP', '<tmp>'],
  ['global.process.env.INIT_CWD', '<project>'],
  ['global.__dirname', '<here>'],
  ['global.__filename', '<here>/<this>'],
  ['import.meta.dirname', '<here>'],
  ['import.meta.filename', '<here>/<this>'],
  ['import.meta.url', 'file:<here>/<this>'],
  ['node:path.sep', '/'],
  ['node:path.delimiter', ':'],
  ['node:os.EOL', '\n'],
])

/** The text that stands for such a place. */
export function placeText(path: string): string | undefined {
  return PLACES.get(path)
}

/** Functions that give such a place. */
const PLACE_CALLS: ReadonlyMap<string, string> = new Map([
  ['node:os.homedir', '~'],
  ['node:os.tmpdir', '<tmp>'],
  ['global.process.cwd', '<project>'],
  ['npm:os-homedir', '~'],
  ['npm:user-home', '~'],
])

/** The text that stands for what a call gives. */
export function placeOfCall(path: string): string | undefined {
  return PLACE_CALLS.get(path)
}

/** The value of a name that nothing in the module declares. */
export function globalValue(name: string): Value {
  return pathValue(globalPath(name))
}

/**
 * Globals that compute and no more: their uses are told only when data comes to them from somewhere. `RegExp.prototype.exec` and
 * `JSON.parse` do nothing to anybody.
 */
export function isPlain(path: string): boolean {
  const end = path.indexOf('.', 7)
  const root = path.startsWith('global.') ? path.slice(7, end < 0 ? undefined : end).replace(/\(.*$/s, '') : ''
  return PLAIN.has(root)
}

const PLAIN: ReadonlySet<string> = new Set(
  (
    'Object Array Math Number String Boolean Symbol Promise Map Set WeakMap WeakSet WeakRef RegExp Date JSON BigInt Error TypeError RangeError ' +
    'SyntaxError EvalError ReferenceError URIError AggregateError Proxy Reflect parseInt parseFloat isNaN isFinite console setTimeout ' +
    'setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask Infinity NaN undefined arguments Intl ArrayBuffer ' +
    'DataView Uint8Array Uint16Array Uint32Array Int8Array Int16Array Int32Array Float32Array Float64Array Uint8ClampedArray BigInt64Array ' +
    'BigUint64Array SharedArrayBuffer Atomics encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape performance ' +
    'structuredClone URL URLSearchParams TextDecoder TextEncoder AbortController Event EventTarget define describe it test expect $ jQuery'
  ).split(' '),
)
