import type { Behaviour, Taint } from '../../behaviour.ts'
import { concealment, factor, type StoryContext, stepOf, unreadableMarks, withIn } from '../context.ts'
import type { StoryDraft } from '../draft.ts'
import type { Seen, SeenFile } from '../evidence.ts'
import { exposureOf } from '../exposure.ts'
import { actWord, listed, word } from '../phrases.ts'
import { CAPABILITIES, THREATS, type ThreatId, type Weighed } from '../weights.ts'

/** Code that is hidden: kept encoded and run, written where nobody sees it, or made unreadable. */
export function* hiddenCode(context: StoryContext): Iterable<StoryDraft> {
  for (const kind of ['evaluate', 'execute', 'dynamic-import', 'write-executable'] as const) {
    const decoded = context.evidence.of(kind).filter((seen) => constantOf(seen) !== undefined)
    // `curl … && chmod … && ./x` is one constant that starts three programs.
    for (const [first, ...rest] of Map.groupBy(decoded, placeOf).values()) {
      const constant = first === undefined ? undefined : constantOf(first)
      if (first !== undefined && constant !== undefined) yield decodedIsRun(context, first, constant, rest)
    }
  }
  yield* writtenThenStarted(context)
  for (const file of context.evidence.files) if (file.marks.size > 0) yield* unreadableFile(file)
}

/** What a model holds is told by loadedModels. */
function constantOf({ behaviour: { inputs } }: Seen): Taint | undefined {
  return inputs.find(({ source, subject }) => source === 'decoded' && subject !== 'model')
}

function placeOf({ artefact, behaviour: { place } }: Seen): string {
  return `${artefact}\0${place.path}\0${place.line}:${place.column ?? 0}`
}

/** A file is written with what was decoded, and the same file is made a program or started: litellm 1.82.7. */
function* writtenThenStarted(context: StoryContext): Iterable<StoryDraft> {
  const decoded = new Map<string, Taint>()
  for (const { artefact, behaviour } of context.evidence.of('write-file')) {
    const constant = behaviour.inputs.find(({ source }) => source === 'decoded')
    if (constant !== undefined && behaviour.subject !== '?')
      decoded.set(`${artefact}\0${behaviour.place.path}\0${behaviour.subject}`, constant)
  }
  if (decoded.size === 0) return
  for (const seen of context.evidence.of('write-executable')) {
    const { place, subject, inputs } = seen.behaviour
    const constant = decoded.get(`${seen.artefact}\0${place.path}\0${subject}`)
    if (constant !== undefined && inputs.every(({ source }) => source !== 'decoded'))
      yield decodedIsRun(context, seen, constant)
  }
}

/** Programs of one command. */
const MOST_AT_ONCE = 20

/** Shorter constants are names and small templates. */
const SHORT_CONSTANT = 60

function decodedIsRun({ evidence }: StoryContext, seen: Seen, constant: Taint, rest: readonly Seen[] = []): StoryDraft {
  const { kind, place } = seen.behaviour
  const what = [...new Set([seen, ...rest.slice(0, MOST_AT_ONCE)].map(({ behaviour }) => behaviour.subject))]
  const length = Number(/^(\d{1,9}) (?:characters|bytes)/.exec(constant.subject)?.[1] ?? Infinity)
  const act = ACTS[kind] ?? 'runs it'
  return {
    name: 'runs-hidden-code',
    exposure: seen.exposure,
    key: `decoded > ${kind} ${what.toSorted().join(', ')}`,
    artefact: seen.artefact,
    threat: THREATS['decoded-is-run'],
    capability: CAPABILITIES.proven,
    factors: [
      ...(length < SHORT_CONSTANT
        ? [factor('threat', { value: 0.35, because: `it is only ${length} characters long` })]
        : []),
      ...concealment(evidence.fileOf(seen)),
    ],
    ceiling: 'block',
    subjects: [kind, 'obfuscation'],
    paths: [place.path],
    doubts: [],
    tell: () => ({
      sentence: `decodes a constant of the package (${word(constant.subject, 40)}) and ${act} (${listed(what.map((one) => word(one, 40)))})`,
      steps: [{ text: 'decodes a constant of the package', place: constant.place, evidence: '' }, stepOf(seen, act)],
    }),
  }
}

const ACTS: Readonly<Partial<Record<Behaviour['kind'], string>>> = {
  evaluate: 'runs it as code',
  execute: 'starts it',
  'dynamic-import': 'loads it',
  'write-executable': 'writes it as a program',
}

/** What unreadable code is worse for. */
const ABLE: readonly Behaviour['kind'][] = [
  'network', 'dns', 'evaluate', 'execute', 'read-secret-file', 'browser-store', 'wallet', 'hook-runtime', 'write-executable', 'persist',
] // prettier-ignore

function* unreadableFile(file: SeenFile): Iterable<StoryDraft> {
  const [first] = file.of('obfuscation')
  if (first === undefined) return
  const exposure = exposureOf(file.role, 'unknown')
  const marks = unreadableMarks(file)
  const isInvisible = ['hidden-characters', 'far-right', 'bidirectional-text'].some((mark) => file.marks.has(mark))
  const run = withIn(file, ['evaluate'], exposure)
  if (isInvisible && run !== undefined) {
    yield draft(file, exposure, 'invisible-code', CAPABILITIES.file, [...file.marks], [first, run])
    return
  }
  if (marks.length === 0) return
  const able = withIn(file, ABLE, exposure)
  const isSlight = marks.every((mark) => mark === 'hidden-name' || mark === 'escapes' || mark === 'packed')
  const capability = isSlight ? SLIGHT : CAPABILITIES.single
  yield draft(file, exposure, able === undefined ? 'unreadable-code' : 'unreadable-and-able', capability, marks, [
    first,
    ...(able === undefined ? [] : [able]),
  ])
}

const SLIGHT: Weighed = { value: 0.6, because: 'packers of old and bundlers leave such marks as well' }

function draft(
  file: SeenFile,
  exposure: ReturnType<typeof exposureOf>,
  threat: ThreatId,
  capability: Weighed,
  marks: readonly string[],
  seen: readonly Seen[],
): StoryDraft {
  const [, act] = seen
  return {
    name: 'runs-hidden-code',
    exposure,
    key: `unreadable ${marks.toSorted().join(' ')}`,
    artefact: file.artefact,
    threat: THREATS[threat],
    capability,
    factors: [],
    ceiling: threat === 'unreadable-code' ? 'allow' : 'hold',
    subjects: ['obfuscation', ...marks],
    paths: [file.path],
    doubts: ['what the code does in full was not told from its text'],
    tell: () => ({
      sentence: `runs code that is made unreadable (${listed(marks)})${act === undefined ? '' : `, and that ${actWord(act.behaviour)}`}`,
      steps: seen.map((one) => stepOf(one, actWord(one.behaviour))),
    }),
  }
}
