import { type BytecodeUse, bytecodeUses } from '../../../formats/pyc/bytecode-uses.ts'
import type { MarshalCode } from '../../../formats/pyc/marshal-value.ts'
import type { PycFile } from '../../../formats/pyc/pyc.ts'
import type { Behaviour, BehaviourMoment, Taint } from '../behaviour.ts'
import { argumentBehaviours, commandBehaviours } from '../command-behaviours.ts'
import {
  hostOf,
  isHostVariable,
  isMetadataHost,
  isSecretVariable,
  isUserData,
  readPlace,
  sourceOfPlace,
  writePlace,
} from '../known-places.ts'
import type { PackageFile } from '../package-file.ts'
import { isPrivate } from '../private-sources.ts'
import { addressesIn } from './addresses.ts'
import { constantTexts, MOST_TEXTS } from './constant-texts.ts'
import { isDisguised } from './disguise.ts'
import { foundBehaviours, type FoundBehaviours } from './found-behaviours.ts'
import { callMeaning, encoding, sourceOfName } from './python-meanings.ts'
import { type CompiledModule, compiledModule } from './source-difference.ts'
import { stringMarks } from './string-marks.ts'

/** What is known of a compiled Python file. */
export interface BytecodeInspection {
  readonly behaviours: readonly Behaviour[]
  /** What was not looked at. */
  readonly missing: readonly string[]
  /** To be compared with its source. */
  readonly compiled: CompiledModule
}

/**
 * What a compiled Python file does, by what its code objects import, read and call and by their constants. Line numbers are those of the
 * functions: 1 for what runs with the module.
 */
export function bytecodeBehaviours(pyc: PycFile, file: PackageFile): BytecodeInspection {
  const found = foundBehaviours(file)
  if (isDisguised(file.path)) found.add('obfuscation', 'disguised', `compiled Python with the name ${file.path}`)
  const { uses, codes, isPartial } = bytecodeUses(pyc)
  const texts = textsOfCodes(codes)
  const inspection: Inspection = { file, found, secrets: secretPlaces(texts, file) }
  for (const use of uses) tellUse(inspection, use)
  for (const one of texts) tellConstants(inspection, one)
  const missing = isPartial ? [`the instructions of Python ${pyc.python.version} were not all read`] : []
  if (texts.some((one) => one.texts.length >= MOST_TEXTS))
    missing.push(`only ${MOST_TEXTS} constants of a function were looked at`)
  return { behaviours: found.list(), missing, compiled: compiledModule(pyc, codes) }
}

interface Inspection {
  readonly file: PackageFile
  readonly found: FoundBehaviours
  /** Files with secrets that the constants name. */
  readonly secrets: readonly Taint[]
}

function momentOf({ file }: Inspection, runs: 'import' | 'call'): BehaviourMoment {
  if (runs === 'call') return 'call'
  return file.role === 'install' ? 'install' : 'import'
}

function tellUse(inspection: Inspection, use: BytecodeUse): void {
  const { found } = inspection
  const more = { when: momentOf(inspection, use.runs), line: use.line }
  if (use.how === 'read') return tellRead(use, more, found)
  if (use.how !== 'call') return
  const inputs = taintsOf(inspection, use)
  const evidence = evidenceOf(use)
  const meaning = callMeaning(use.name)
  tellEnvironment(use, more, found)
  const encoder = encoding(use.name)
  const secret = inputs.find(isPrivate)
  if (encoder !== undefined && secret !== undefined) found.add('encode', secret.subject, evidence, { ...more, inputs })
  if (use.name === 'open' || /\.(?:write_text|write_bytes)$/.test(use.name)) tellWriting(use, more, found)
  if (/^shutil\.rmtree$|^os\.(?:removedirs|rmdir)$/.test(use.name) && use.texts.some(isUserData))
    found.add('destroy', use.texts[0] ?? '?', evidence, more)
  if (/^os\.(?:remove|unlink)$/.test(use.name) && use.inputs.includes('__file__'))
    found.add('hide', 'own file', evidence, more)
  if (meaning === undefined) return
  if (meaning.kind === 'network') return tellNetwork(use, { ...more, inputs }, found)
  if (meaning.kind === 'execute') return tellCommand(use, { ...more, inputs }, found)
  if (meaning.kind === 'evaluate' && inputs.some(({ source }) => source === 'decoded'))
    found.add('obfuscation', 'encoded-code', evidence, more)
  found.add(meaning.kind, meaning.subject, evidence, { ...more, inputs })
}

interface Circumstances {
  readonly when: BehaviourMoment
  readonly line: number
  readonly inputs?: readonly Taint[]
}

function tellRead({ name, texts }: BytecodeUse, more: Circumstances, found: FoundBehaviours): void {
  if (name === 'os.environ[]') for (const text of texts) tellVariable(text, `os.environ["${text}"]`, more, found)
  if (/^(?:pytransform|pyarmor_runtime)/.test(name)) found.add('obfuscation', 'pyarmor', name, more)
}

function tellVariable(text: string, evidence: string, more: Circumstances, found: FoundBehaviours): void {
  if (isSecretVariable(text)) found.add('read-environment', text, evidence, more)
  else if (isHostVariable(text)) found.add('host-facts', text, evidence, more)
}

/** A variable by its name, or the whole environment where it is given to somebody. */
function tellEnvironment(use: BytecodeUse, more: Circumstances, found: FoundBehaviours): void {
  if (/^os\.(?:getenv|environ\.get|environ\.pop|environ\.setdefault)$/.test(use.name))
    return tellVariable(use.texts[0] ?? '', evidenceOf(use), more, found)
  const isWhole = /^os\.environ\.(?:items|values|copy)$/.test(use.name)
  const isGiven =
    use.inputs.at(-1) === 'os.environ' && /^(?:dict|str|repr|list|json\.dumps|pprint\.pformat)$/.test(use.name)
  if (isWhole || isGiven) found.add('read-environment', '*', evidenceOf(use), more)
}

/** `open(path, "w")`. */
function tellWriting(use: BytecodeUse, more: Circumstances, found: FoundBehaviours): void {
  const [path, mode] = use.texts
  if (path === undefined || (use.name === 'open' && !/^[rbt+]*[wax]/.test(mode ?? ''))) return
  const place = writePlace(path)
  found.add(place?.kind ?? 'write-file', place?.subject ?? path, evidenceOf(use), more)
}

function tellNetwork(use: BytecodeUse, more: Circumstances, found: FoundBehaviours): void {
  const host = use.texts.map((text) => hostOf(text) ?? hostName(text)).find((one) => one !== undefined) ?? '?'
  found.add('network', host, evidenceOf(use), more)
  if (isMetadataHost(host)) found.add('cloud-metadata', host, evidenceOf(use), more)
}

/** `("collect.example", 443)`: a host without a scheme. */
function hostName(text: string): string | undefined {
  return /^(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,24}$|^\d{1,3}(?:\.\d{1,3}){3}$/i.test(text) ? text.toLowerCase() : undefined
}

function tellCommand(use: BytecodeUse, more: Circumstances, found: FoundBehaviours): void {
  const isShell = /^os\.(?:system|popen)|getoutput$|_shell$/.test(use.name)
  // Without a first word the program is what only the run can tell: `sys.executable`.
  const isKnown = use.texts.length > 0 && !(use.texts[0] ?? '').startsWith('-')
  const behaviours = !isKnown ? [] : isShell ? commandBehaviours(use.texts.join('')) : argumentBehaviours(use.texts)
  if (behaviours.length === 0) found.add('execute', '?', evidenceOf(use), more)
  for (const { kind, subject } of behaviours) found.add(kind, subject, evidenceOf(use), more)
}

function evidenceOf({ name, texts }: BytecodeUse): string {
  return `${name}(${texts.map((text) => JSON.stringify(text.slice(0, 80))).join(', ')})`
}

/** What flows into a call, each source once. A file that is read is one with secrets where a constant of the same function names one. */
function taintsOf({ file, secrets }: Inspection, use: BytecodeUse): readonly Taint[] {
  const through = use.inputs.flatMap((name) => encoding(name) ?? [])
  const taints = new Map<string, Taint>()
  for (const name of use.inputs) {
    const source = sourceOfName(name)
    if (source === undefined) continue
    const secret = source === 'file' ? secrets.find(({ place }) => place.line === use.line) : undefined
    const taint =
      secret === undefined
        ? { source, subject: subjectOf(source, name), place: { path: file.path, line: use.line }, through }
        : { ...secret, through }
    if (!taints.has(`${taint.source} ${taint.subject}`)) taints.set(`${taint.source} ${taint.subject}`, taint)
  }
  return [...taints.values()]
}

function subjectOf(source: Taint['source'], name: string): string {
  // Which host answers is not told from instructions.
  if (source === 'network') return '?'
  return source === 'environment' && name === 'os.environ' ? '*' : name
}

interface CodeTexts {
  readonly texts: readonly string[]
  readonly runs: 'import' | 'call'
  readonly line: number
}

/** The constants of each code object; tables that several of them share are looked at once. */
function textsOfCodes(
  codes: readonly { readonly code: MarshalCode; readonly runs: 'import' | 'call' }[],
): readonly CodeTexts[] {
  const seen = new Set<unknown>()
  return codes.flatMap(({ code, runs }) => {
    const texts = constantTexts(code, seen)
    return texts.length === 0 ? [] : [{ texts, runs, line: Math.max(1, code.firstLine) }]
  })
}

function secretPlaces(codes: readonly CodeTexts[], file: PackageFile): readonly Taint[] {
  return codes.flatMap(({ texts, line }) =>
    texts.flatMap((text) => {
      const place = readPlace(text)
      if (place === undefined) return []
      const source = sourceOfPlace(place) ?? 'secret-file'
      return [{ source, subject: place.subject, place: { path: file.path, line }, through: [] }]
    }),
  )
}

/** Names of secret places, addresses of metadata services: whatever is done with them. */
function tellConstants(inspection: Inspection, { texts, runs, line }: CodeTexts): void {
  const { found } = inspection
  const more = { when: momentOf(inspection, runs), line }
  for (const text of texts) {
    const place = readPlace(text)
    if (place !== undefined) found.add(place.kind, place.subject, JSON.stringify(text.slice(0, 150)), more)
    else if (text.length < 300)
      for (const mark of stringMarks(text)) found.add(mark.kind, mark.subject, mark.text, more)
    for (const { host, kind, text: address } of addressesIn(text)) {
      if (isMetadataHost(host)) found.add('cloud-metadata', host, address, more)
      else if (kind === 'number' || kind === 'drop') found.add('network', host, address, more)
      else if (kind === 'who-am-i') found.add('host-facts', host, address, more)
    }
  }
}
