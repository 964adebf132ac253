import type { ByteSource } from '../../../base/bytes.ts'
import { DEFAULT_LIMITS, type Limits } from '../../../base/limits.ts'
import { isPlausibleName, type Interest } from '../../../formats/pickle/global-table.ts'
import { disassemble } from '../../../formats/pickle/disassemble.ts'
import { inspectPickle } from '../../../formats/pickle/inspect-pickle.ts'
import type { NoteCode, PickleNote } from '../../../formats/pickle/notes.ts'
import type { AbstractValue, PickleReport, ReadingReport } from '../../../formats/pickle/report.ts'
import type { CheckContext } from './check-call.ts'
import { checkedGlobal } from './checked-globals.ts'
import { type Classified, classifyGlobal, type Tier } from './classify-global.ts'
import { constantBytes, makesBytes } from './constant-bytes.ts'
import { compareIncidents, type Incident, worseTier } from './incident.ts'
import { judgeReading } from './judge-reading.ts'
import { isVettedModule, VETTED_VERSION } from './vetted.ts'

/** What is known of a pickle before anyone loads it. */
export interface PickleJudgement {
  /** The worst that loading does. */
  readonly tier: Tier
  /** Worst first. Vetted globals are not mentioned. */
  readonly incidents: readonly Incident[]
  /** Why not everything was inspected, one sentence each; empty when everything was. Never empty and clean is no verdict. */
  readonly gaps: readonly string[]
  /** Bytes that a loader gets and that are no pickle: a zip for torch.load, for example. Whoever knows containers goes on there. */
  readonly payloads: readonly { readonly source: ByteSource; readonly start: number; readonly end: number }[]
  readonly report: PickleReport
  /** The version of the vetted list. */
  readonly vetted: string
}

/** How to judge a pickle. */
export interface JudgeOptions {
  readonly start?: number
  readonly end?: number
  readonly limits?: Limits
  readonly signal?: AbortSignal
}

/** Pickles in pickles deeper than this are not followed; honest files have one level. */
const MOST_NESTING = 6
/** Of each tier: thousands of harmless ones must not push out the one that matters. */
const MOST_INCIDENTS = 1000

/**
 * Says what a pickle would do when it is loaded, without loading it: default deny by exact global, arguments where they
 * matter, every reading in which loaders disagree, and the pickles in its bytes that it loads itself.
 * Throws nothing on content; what the source or an aborted signal throws goes through.
 */
export async function judgePickle(source: ByteSource, options: JudgeOptions = {}): Promise<PickleJudgement> {
  return new Judge(options, []).judge(source, options.start ?? 0, options.end ?? source.size)
}

class Judge {
  private readonly options: JudgeOptions
  private readonly within: readonly number[]
  private readonly incidents: Incident[] = []
  private readonly counts = new Map<Tier, number>()
  private readonly gaps: string[] = []
  /** Pickles inside that were judged, by where they begin: a stream can have the same bytes loaded thousands of times. */
  private readonly judged = new Map<number, Classified>()
  private readonly payloads: { source: ByteSource; start: number; end: number }[] = []

  constructor(options: JudgeOptions, within: readonly number[]) {
    this.options = options
    this.within = within
  }

  async judge(source: ByteSource, start: number, end: number): Promise<PickleJudgement> {
    const { limits = DEFAULT_LIMITS, signal } = this.options
    const read = { start, end, limits, interestOf, ...(signal === undefined ? {} : { signal }) }
    const report = await inspectPickle(source, read)
    const [plain] = report.readings
    for (const reading of report.readings) await this.addReading(reading, plain, source)
    this.incidents.sort(compareIncidents)
    await this.list(source, report)
    return {
      tier: this.incidents.reduce<Tier>((worst, { tier }) => worseTier(worst, tier), 'vetted'),
      incidents: this.incidents,
      gaps: this.gaps,
      payloads: this.payloads,
      report,
      vetted: VETTED_VERSION,
    }
  }

  /** Writes down the opcodes around the worst of its own incidents; those of inner pickles have theirs. */
  private async list(source: ByteSource, report: PickleReport): Promise<void> {
    const depth = this.within.length
    const shown = this.incidents.filter(({ tier, within }) => within.length === depth && isShown(tier))
    for (const incident of shown.slice(0, MOST_LISTINGS)) {
      const { starts } = report.readings.find(({ reading }) => reading === incident.reading) ?? report.readings[0]
      const from = starts[lastAtMost(starts, incident.offset)] ?? incident.offset
      const end = report.offset + report.size
      const listing = await disassemble(source, { at: incident.offset, from, end })
      this.incidents[this.incidents.indexOf(incident)] = { ...incident, listing }
    }
  }

  private async addReading(reading: ReadingReport, plain: ReadingReport, source: ByteSource): Promise<void> {
    const context: CheckContext = { source, judgeBytes: (bytes) => this.judgeBytes(bytes, source) }
    const counts = countsIn(reading, plain)
    for (const found of await judgeReading(reading, context)) {
      if (reading !== plain && !counts(found)) continue
      this.add({ ...found, reading: reading.reading, within: this.within })
    }
    if (reading === plain) {
      await this.followLoaders(plain, source)
      for (const note of plain.notes) this.note(note)
      if (!plain.complete) this.gaps.push('the pickle was not read to its end')
    } else if (reading.reading === 'buffered-frames') {
      for (const note of reading.notes) if (INCOMPLETE.has(note.code)) this.note(note)
    }
  }

  /** The bytes that dangerous loaders get: they are on the list themselves, but what they load says how bad it is. */
  private async followLoaders(plain: ReadingReport, source: ByteSource): Promise<void> {
    for (const call of plain.calls) {
      if (call.callee.kind !== 'global' || checkedGlobal(call.callee.module, call.callee.name) !== undefined) continue
      if (classifyGlobal(call.callee.module, call.callee.name).capability !== 'load-objects') continue
      const [first] = call.args.kind === 'tuple' ? call.args.items : []
      if (first !== undefined && mayBeBytes(first)) await this.judgeBytes(first, source)
    }
  }

  private async judgeBytes(value: AbstractValue, source: ByteSource): Promise<Classified> {
    const { limits = DEFAULT_LIMITS } = this.options
    const bytes = await constantBytes(value, source, limits.fileBytes)
    if (bytes === undefined) {
      return { tier: 'capability', capability: 'load-objects', why: 'loads bytes that are not written in the stream' }
    }
    if (this.within.length >= MOST_NESTING) {
      this.gap(`pickles are nested deeper than ${MOST_NESTING}`)
      return { tier: 'unknown', why: 'loads a pickle nested too deep to be followed' }
    }
    const [first = 0, second = 0] = await bytes.source.slice(bytes.start, 2)
    if (first === 0x50 && second === 0x4b) {
      const isKnown = this.payloads.some(({ source: of, start }) => of === bytes.source && start === bytes.start)
      if (!isKnown) this.payloads.push(bytes)
      return { tier: 'inert-class', why: 'loads a zip archive that stands in the stream' }
    }
    const known = bytes.inFile ? this.judged.get(bytes.start) : undefined
    if (known !== undefined) return known
    const at = bytes.inFile ? bytes.start : -1
    const inner = await new Judge(this.options, [...this.within, at]).judge(bytes.source, bytes.start, bytes.end)
    const verdict: Classified = {
      tier: worseTier(inner.tier, 'inert-class'),
      why: 'loads the pickle that stands in the stream',
    }
    if (bytes.inFile) this.judged.set(bytes.start, verdict)
    for (const incident of inner.incidents) this.add(incident)
    for (const gap of inner.gaps) this.gap(gap)
    this.payloads.push(...inner.payloads)
    return verdict
  }

  private note(note: PickleNote): void {
    if (INCOMPLETE.has(note.code)) this.gap(note.message)
    const structure = STRUCTURE.get(note.code)
    if (structure === undefined) return
    this.add({
      kind: 'structure',
      tier: structure.tier,
      why: `${structure.why}: ${note.message}`,
      globals: [],
      offset: note.offset,
      reading: 'plain',
      within: this.within,
    })
  }

  private add(incident: Incident): void {
    const { tier } = incident
    const count = this.counts.get(tier) ?? 0
    this.counts.set(tier, count + 1)
    if (count < MOST_INCIDENTS) this.incidents.push(incident)
    else this.gap(`more than ${MOST_INCIDENTS} things to report of one kind`)
  }

  private gap(sentence: string): void {
    if (!this.gaps.includes(sentence)) this.gaps.push(sentence)
  }
}

/** Findings of a file that are shown, and a few more. Each costs a walk over a MiB of opcodes at most. */
const MOST_LISTINGS = 64

function isShown(tier: Tier): boolean {
  return tier === 'unknown' || tier === 'capability' || tier === 'execution'
}

/** The place of the last number that is not above `value`, in ascending numbers; -1 when all are. */
function lastAtMost(numbers: readonly number[], value: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((numbers[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Text is the name of a file; only Python 2 writes bytes as text, with opcodes of its own. */
function mayBeBytes(value: AbstractValue): boolean {
  return value.kind !== 'constant' || value.type === 'bytes' || value.opcode.endsWith('STRING')
}

/** Which calls the machine has to keep. */
function interestOf(module: string, name: string): Interest {
  if (checkedGlobal(module, name) !== undefined || name === 'add_extension') return 'every'
  if (makesBytes(module, name)) return 'value'
  return classifyGlobal(module, name).capability === 'load-objects' ? 'every' : 'sample'
}

type Found = Pick<Incident, 'kind' | 'tier' | 'subject' | 'offset'>

/**
 * What counts of a reading that the usual loader does not take. A stream that makes sense to the end counts in full. Where a
 * memo is carried over into a stream that was not written for it, and where the bytes of an array are read as opcodes,
 * most of what is found is nonsense: then only names that the plain reading does not have and that are known or could
 * be meant are taken.
 */
function countsIn(reading: ReadingReport, plain: ReadingReport): (found: Found) => boolean {
  const known = new Set(plain.globals.map(({ module, name }) => `${module}.${name}`))
  const isNew = (found: Found): boolean => found.subject === undefined || !known.has(found.subject)
  if (reading.reading === 'buffered-frames') return isNew
  const mayBeText = textMakers(known)
  const computed = new Set(
    reading.computed.first
      .filter(({ module, name }) => mayBeText(module) || mayBeText(name))
      .map(({ offset }) => offset),
  )
  const calls = new Set(plain.calls.map(({ offset }) => offset))
  const mixed = new Set(
    reading.globals.filter(({ module }) => isVettedModule(module)).map(({ module, name }) => `${module}.${name}`),
  )
  return (found) => {
    if (found.kind === 'computed-global') return computed.has(found.offset)
    if (found.kind === 'call') return found.subject !== undefined && isBad(found) && !calls.has(found.offset)
    if (found.kind !== 'global' || !isNew(found)) return false
    // Where names are mixed up by chance, a vetted module gets a name that it does not have: `pathlib.Pipeline`.
    if (found.tier === 'execution' || (isBad(found) && !mixed.has(found.subject ?? ''))) return true
    return (
      reading.reading === 'arrays-as-opcodes' && !mixed.has(found.subject ?? '') && isPlausibleName(found.subject ?? '')
    )
  }
}

function isBad({ tier }: Found): boolean {
  return tier === 'capability' || tier === 'execution'
}

/**
 * STACK_GLOBAL takes nothing but exact text. An object of a vetted class is none, and a callee that only this reading names
 * is not there to be called; the result of other code may be text.
 */
function textMakers(known: ReadonlySet<string>): (value: AbstractValue) => boolean {
  return (value) => {
    if (value.kind !== 'result') return false
    if (value.callee.kind !== 'global') return value.callee.kind === 'extension' || value.callee.kind === 'result'
    const { module, name } = value.callee
    const { tier } = classifyGlobal(module, name)
    if (tier === 'vetted' || tier === 'inert-class') return module === 'builtins' && MAKES_TEXT.has(name)
    // An object of a class that nobody knows is hardly ever text, and the class is reported whatever it gives.
    if (tier === 'unknown') return false
    const check = checkedGlobal(module, name)?.check
    return (
      (known.has(`${module}.${name}`) || tier === 'execution') && check !== 'distribution' && check !== 'constructor'
    )
  }
}

const MAKES_TEXT: ReadonlySet<string> = new Set('ascii bin chr format hex max min next oct repr str sum'.split(' '))

/** Notes that mean that something was not looked at. */
const INCOMPLETE: ReadonlySet<NoteCode> = new Set([
  'globals-limit',
  'calls-limit',
  'streams-limit',
  'opcodes-limit',
  'reads-limit',
  'depth-limit',
  'array-length',
  'array-truncated',
  'truncated',
  'invalid-opcode',
  'negative-length',
])

const STRUCTURE: ReadonlyMap<NoteCode, { readonly tier: Tier; readonly why: string }> = new Map([
  ['frame-crossed', { tier: 'capability', why: 'loaders read this file in different ways' }],
  ['frame-overlong', { tier: 'unknown', why: 'loaders read this file in different ways' }],
  ['frame-nested', { tier: 'unknown', why: 'no pickler writes this' }],
  ['truncated', { tier: 'unknown', why: 'the pickle is broken' }],
  ['invalid-opcode', { tier: 'unknown', why: 'the pickle is broken' }],
  ['negative-length', { tier: 'unknown', why: 'the pickle is broken' }],
  ['stack-underflow', { tier: 'unknown', why: 'the pickle is broken' }],
  ['memo-missing', { tier: 'unknown', why: 'the pickle is broken or not meant to be loaded alone' }],
  ['memo-key', { tier: 'unknown', why: 'no pickler writes this' }],
  ['protocol-unknown', { tier: 'unknown', why: 'no Python reads this' }],
] as const)
