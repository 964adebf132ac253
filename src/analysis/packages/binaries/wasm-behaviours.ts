import type { WasmImport, WasmModule } from '../../../formats/wasm/wasm-file.ts'
import type { Behaviour, BehaviourKind } from '../behaviour.ts'
import type { PackageFile } from '../package-file.ts'
import type { BinaryStrings } from './binary-strings.ts'
import { commandStringBehaviours } from './command-strings.ts'
import { isDisguised } from './disguise.ts'
import { foundBehaviours, type FoundBehaviours } from './found-behaviours.ts'

/**
 * What imported functions mean: of WASI and WASIX, of Emscripten, and of wasm-bindgen, which writes the name of the function of the
 * browser into that of the import. What every module of these tools asks for (environ_get, fd_write) is left out.
 */
const MEANINGS: readonly (readonly [BehaviourKind, subject: string, RegExp])[] = [
  ['network', '?', /^(?:sock_(?:connect|open|send|send_to)|emscripten_(?:fetch|websocket_new|start_fetch|wget)\w*|__syscall_(?:connect|sendto|socket))$|^__wbg_(?:fetch|send|sendBeacon|newwith\w*|open)_[\da-f]{16}$|^(?:__wbg_)?(?:fetch|XMLHttpRequest|WebSocket)$/],
  ['execute', '?', /^(?:proc_(?:exec|exec2|spawn|spawn2|fork)|__syscall_execve|_?system|_?popen)$/],
  ['evaluate', '?', /^_?emscripten_(?:run_script\w*|asm_const_\w+)$|^__wbg_(?:eval|newnoargs)_[\da-f]{16}$|^eval$/],
  ['dynamic-import', 'native', /^_?dlopen(?:_js)?$|^_emscripten_dlopen\w*$/],
  ['clipboard', 'clipboard', /^__wbg_(?:clipboard|readText|writeText)_[\da-f]{16}$/],
  ['wallet', 'window.ethereum', /^__wbg_ethereum_/],
] // prettier-ignore

/** What a module can do through its host, and what its data tells. `names` that fit every module of a tool are left out. */
export function wasmBehaviours(module: WasmModule, strings: BinaryStrings, file: PackageFile): readonly Behaviour[] {
  const found = foundBehaviours(file)
  if (isDisguised(file.path)) found.add('obfuscation', 'disguised', `a WebAssembly module with the name ${file.path}`)
  for (const one of module.imports) tellImport(one, found)
  for (const { kind, subject, text } of strings.marks) found.add(kind, subject, `the string ${text}`)
  for (const command of strings.commands)
    for (const { kind, subject, evidence } of commandStringBehaviours(command))
      found.add(kind, subject, `the string ${evidence}`)
  const canTalk = found.list().some(({ kind }) => kind === 'network')
  for (const { host, text, kind } of strings.addresses)
    if (kind === 'number' || kind === 'drop' || (canTalk && kind === 'plain'))
      found.add('network', host, `the address ${text}`)
  if (module.overlay !== undefined)
    found.add('unread', 'appended data', `${module.overlay.size} bytes behind the last section`)
  return found.list()
}

function tellImport({ module, name, kind }: WasmImport, found: FoundBehaviours): void {
  if (kind !== 'function') return
  const meaning = MEANINGS.find(([, , pattern]) => pattern.test(name.slice(0, 200)))
  if (meaning !== undefined) found.add(meaning[0], meaning[1], `imports ${module}.${name}`)
}
