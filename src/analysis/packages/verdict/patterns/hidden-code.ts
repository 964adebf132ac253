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
    for (const seen of context.evidence.of(kind)) {
      const constant = seen.behaviour.inputs.find(({ source }) => source === 'decoded')
      if (constant !== undefined) yield decodedIsRun(context, seen, constant)
    }
  }
  yield* writtenThenStarted(context)
  for (const file of context.evidence.files) if (file.marks.size > 0) yield* unreadableFile(file)
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

/** Shorter constants are names and small templates. */
const SHORT_CONSTANT = 60

function decodedIsRun({ evidence }: StoryContext, seen: Seen, constant: Taint): StoryDraft {
  const { kind, subject, place } = seen.behaviour
  const length = Number(/^(\d{1,9}) (?:characters|bytes)/.exec(constant.subject)?.[1] ?? Infinity)
  const act = ACTS[kind] ?? 'runs it'
  return {
    name: 'runs-hidden-code',
    exposure: seen.exposure,
    key: `decoded > ${kind} ${subject}`,
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
      sentence: `decodes a constant of the package (${word(constant.subject, 40)}) and ${act} (${word(subject, 40)})`,
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
