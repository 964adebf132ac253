import type { NativeFile } from '../../../formats/native/native-file.ts'
import type { Behaviour } from '../behaviour.ts'
import { isMetadataHost } from '../known-places.ts'
import type { PackageFile } from '../package-file.ts'
import type { Address } from './addresses.ts'
import type { BinaryStrings } from './binary-strings.ts'
import type { Bundle } from './bundles.ts'
import { BUNDLE_WORDS } from './bundles.ts'
import { commandStringBehaviours } from './command-strings.ts'
import { isDisguised } from './disguise.ts'
import { foundBehaviours, type FoundBehaviours } from './found-behaviours.ts'
import { type ImportMeaning, importMeaning, SCREEN_TOGETHER } from './import-meanings.ts'

/** One native program or library as facts; of a universal file one for each slice. */
export interface NativeFacts {
  readonly native: NativeFile
  readonly strings: BinaryStrings
  /** What built it, where it shows: `Go`, `Rust`. */
  readonly language?: string
  readonly bundle?: Bundle
  /** Why its code cannot be read as it lies there. */
  readonly packing?: string
  /** Functions of its own by name, where nothing is imported because all is linked into it. */
  readonly isDotNet: boolean
}

/**
 * What a native file can do, by what it asks its loader for and by its strings. An import says that a function can be called, not that it
 * is; a string says that a text is there. Addresses are told only of files that can talk to a network, or when their kind is unusual.
 */
export function binaryBehaviours(facts: NativeFacts, file: PackageFile): readonly Behaviour[] {
  const found = foundBehaviours(file)
  if (isDisguised(file.path))
    found.add('obfuscation', 'disguised', `a ${facts.native.format} file with the name ${file.path}`)
  shape(facts, found)
  const canTalk = imports(facts, found)
  fromStrings(facts, found, canTalk)
  return found.list()
}

/** Overlays below this are padding and build stamps. */
const LEAST_OVERLAY = 4096

function shape({ native, bundle, packing, language, strings }: NativeFacts, found: FoundBehaviours): void {
  if (packing !== undefined) found.add('obfuscation', 'packed', packing)
  const word = [...strings.words].find((one) => BUNDLE_WORDS.has(one))
  const tool = bundle?.tool ?? (word === undefined ? undefined : BUNDLE_WORDS.get(word))
  if (tool !== undefined) found.add('unread', `${tool} bundle`, bundle?.evidence ?? `the string ${word}`)
  else if ((native.overlay?.size ?? 0) >= LEAST_OVERLAY)
    found.add('unread', 'appended data', `${native.overlay?.size} bytes behind the end of the program`)
  const writableCode = native.segments.find(({ writable, executable, size }) => writable && executable && size > 0)
  if (writableCode !== undefined) found.add('obfuscation', 'writable-code', 'a part that can be written and run')
  if (isMute(native) && packing === undefined && language === undefined)
    found.add('obfuscation', 'static-without-symbols', 'no imports and no names: nothing tells what it calls')
  if (hidesImports(native))
    found.add('obfuscation', 'hidden-imports', native.imports.map(({ name }) => name).join(', '))
}

/** A program that asks for nothing and names nothing. Libraries without imports are resources. */
function isMute({ type, imports, hasSymbols, format, segments }: NativeFile): boolean {
  return type === 'executable' && format === 'elf' && imports.length === 0 && !hasSymbols && segments.length > 0
}

/** Programs of Windows that look up everything by name while they run: honest run-time libraries ask for tens of functions. */
function hidesImports({ format, imports }: NativeFile): boolean {
  if (format !== 'pe' || imports.length === 0 || imports.length > 6) return false
  const names = new Set(imports.map(({ name }) => name.replace(/[AW]$/, '')))
  return names.has('GetProcAddress') && (names.has('LoadLibrary') || names.has('LoadLibraryEx'))
}

/** Tells what the imports mean; can the file talk to a network or start programs, as far as they show? */
function imports({ native, language }: NativeFacts, found: FoundBehaviours): boolean {
  const meanings = new Map<string, ImportMeaning & { readonly names: string[] }>()
  const names = native.imports.length > 0 ? native.imports.map(({ name }) => name) : native.exports
  for (const name of names) {
    const meaning = importMeaning(name, native.format)
    if (meaning === undefined) continue
    const key = `${meaning.kind} ${meaning.subject}`
    const known = meanings.get(key)
    if (known === undefined) meanings.set(key, { ...meaning, names: [name] })
    else if (known.names.length < 20) known.names.push(name)
  }
  const by = language === undefined ? '' : ` (${language})`
  for (const { kind, subject, names: asked } of meanings.values())
    found.add(kind, subject, `imports ${asked.join(', ')}${by}`)
  const plain = new Set(names)
  if (SCREEN_TOGETHER.every((name) => plain.has(name)))
    found.add('spy', 'screen', `imports ${SCREEN_TOGETHER.join(', ')}`)
  return [...meanings.values()].some(({ kind }) => kind === 'network' || kind === 'download' || kind === 'dns')
}

/** Names of functions that are looked up while the program runs: two that are of no use to anybody else. */
const INJECTION_WORDS = [
  'WriteProcessMemory',
  'CreateRemoteThread',
  'NtCreateThreadEx',
  'VirtualAllocEx',
  'QueueUserAPC',
]
const SPY_WORDS = ['GetAsyncKeyState', 'SetWindowsHookExA', 'SetWindowsHookExW']
const NETWORK_WORDS = [
  'WebClient',
  'HttpClient',
  'HttpWebRequest',
  'DownloadString',
  'DownloadFile',
  'UploadData',
  'TcpClient',
  'UploadString',
]
const EXECUTE_WORDS = ['ProcessStartInfo', 'ShellExecute']

/** The words that are looked for as whole strings. */
export const LOOKED_FOR: ReadonlySet<string> = new Set([
  ...BUNDLE_WORDS.keys(), ...INJECTION_WORDS, ...SPY_WORDS, ...NETWORK_WORDS, ...EXECUTE_WORDS,
]) // prettier-ignore

function fromStrings(facts: NativeFacts, found: FoundBehaviours, canTalk: boolean): void {
  const { strings, native, isDotNet } = facts
  const present = (words: readonly string[]): readonly string[] => words.filter((word) => strings.words.has(word))
  for (const { kind, subject, text } of strings.marks) found.add(kind, subject, `the string ${text}`)
  for (const variable of strings.variables) found.add('read-environment', variable, `the string ${variable}`)
  if (native.format === 'pe') {
    if (present(INJECTION_WORDS).length >= 2)
      found.add('hook-runtime', 'other processes', `the strings ${present(INJECTION_WORDS).join(', ')}`)
    if (present(SPY_WORDS).length >= 1) found.add('spy', 'keyboard', `the strings ${present(SPY_WORDS).join(', ')}`)
  }
  if (isDotNet) {
    if (present(NETWORK_WORDS).length > 0)
      found.add('network', '?', `names of .NET: ${present(NETWORK_WORDS).join(', ')}`)
    if (present(EXECUTE_WORDS).length > 0)
      found.add('execute', '?', `names of .NET: ${present(EXECUTE_WORDS).join(', ')}`)
  }
  for (const command of strings.commands)
    for (const { kind, subject, evidence } of commandStringBehaviours(command))
      found.add(kind, subject, `the string ${evidence}`)
  const talks = canTalk || facts.packing !== undefined || found.list().some(({ kind }) => kind === 'network')
  for (const address of strings.addresses) tellAddress(address, talks, found)
}

const MOST_HOSTS = 40

function tellAddress({ host, text, kind }: Address, canTalk: boolean, found: FoundBehaviours): void {
  if (isMetadataHost(host)) return found.add('cloud-metadata', host, `the address ${text}`)
  if (kind === 'who-am-i') return found.add('host-facts', host, `the address ${text}`)
  const isUnusual = kind === 'number' || kind === 'drop'
  if (!isUnusual && (kind === 'document' || !canTalk)) return
  const hosts = found.list().filter((one) => one.kind === 'network').length
  if (isUnusual || hosts < MOST_HOSTS) found.add('network', host, `the address ${text}`)
}
