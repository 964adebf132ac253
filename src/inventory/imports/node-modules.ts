/** Modules of Node.js 24 (`module.builtinModules`) that can be named without `node:`; Bun and Deno bring the same. */
const BUILT_IN: ReadonlySet<string> = new Set(
  (
    'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs http http2 https ' +
    'inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls trace_events tty url ' +
    'util v8 vm wasi worker_threads zlib'
  ).split(' '),
)

/** What the place brings in which the code runs: VS Code its extensions, Electron and Cloudflare their programs. */
const PROVIDED: ReadonlySet<string> = new Set(['vscode', 'k6', 'bun', 'deno'])

/** A module that is there without a package of its name: nothing declares it. */
export function isProvidedModule(name: string): boolean {
  return BUILT_IN.has(name) || PROVIDED.has(name)
}
