import type { ByteSource } from '../../../base/bytes.ts'
import { FormatError, LimitError } from '../../../base/errors.ts'
import { decoderFor, type Decoders } from '../../../formats/compressed.ts'
import type { Compression } from '../../../formats/compression-kind.ts'
import { UnpackedStream } from '../../../formats/compressed-source.ts'
import { cappedMeter } from '../../../formats/compressed-engine.ts'
import { readLenientZip } from '../../../formats/lenient-zip.ts'
import type { LenientZip } from '../../../formats/lenient-zip-types.ts'
import type { ContainerBudget } from './budget.ts'
import type { ContainerEvent } from './container-event.ts'
import { HEAD_BYTES, identifyModel, TAIL_BYTES } from './identify.ts'
import { keptLimitEvents, limitEvents, spendsAll } from './limit-notes.ts'
import type { Identification } from './model-kind.ts'
import { type Events, type InspectionContext, noteOn, type Part } from './part.ts'
import { readCompressed } from './read-compressed.ts'
import { readNpy } from './read-npy.ts'
import { readSevenZip } from './read-sevenzip.ts'
import { readTar } from './read-tar.ts'
import { readZip } from './read-zip.ts'

/**
 * Everything inside a file, by content and in every reading: the file itself first, then each part of each container in it, to
 * any depth the budget allows. Nothing is interpreted: a part that can be a pickle is handed out with its bytes. The end of the
 * budget, missing decoders and damage are notes, never silence. `decoders` adds kinds of compression that are not built in.
 * Throws only what the source throws (ExternalError).
 */
export async function* inspectContainer(
  source: ByteSource,
  budget: ContainerBudget,
  decoders: Decoders = {},
): AsyncGenerator<ContainerEvent, void, void> {
  budget.open(source.size)
  const context: InspectionContext = {
    budget,
    decoders,
    inspect: (part) => inspectPart(part, context),
    limitNotes: { given: 0, kept: 0 },
  }
  const file: Part = { path: [], reading: 'whole', source, fileOffset: 0, depth: 0 }
  try {
    yield* inspectPart(file, context)
  } catch (error) {
    // Time or members are spent: whatever was not reached is meant.
    if (!(error instanceof LimitError)) throw error
    yield* limitEvents(file, error, context)
  }
  yield* keptLimitEvents(context)
}

async function* inspectPart(part: Part, context: InspectionContext): Events {
  context.budget.enter(part.source.size)
  const { kinds, zip } = await identified(part, context)
  const { path, reading, source, fileOffset, depth, entry } = part
  const listed = entry === undefined ? {} : { entry }
  yield { type: 'member', path, reading, kinds, source, fileOffset, depth, ...listed }
  const containers = kinds.filter(({ kind }) => kind in READERS)
  if (containers.length > 0 && depth >= context.budget.limits.depth) {
    const message = `not fully inspected: a ${containers[0]?.kind} ${depth} containers deep, the limit is ${context.budget.limits.depth}`
    yield noteOn(part, { kind: 'not-inspected', code: 'limit-depth', message })
    return
  }
  for (const { kind } of containers) {
    const events = bounded(part, READERS[kind]?.(part, context, zip), context)
    yield* kind === 'zip' && kinds.some((one) => one.kind === 'tflite') ? behindModel(events) : events
  }
}

/** TensorFlow Lite keeps labels and vocabularies in a zip behind the model ("associated files" of its metadata). */
async function* behindModel(events: Events): Events {
  for await (const event of events) if (event.type !== 'note' || event.code !== 'zip-prefix') yield event
}

type Reader = (part: Part, context: InspectionContext, zip: LenientZip | undefined) => Events

const compressed =
  (kind: Compression): Reader =>
  (part, context) =>
    readCompressed(part, kind, context)

const READERS: Readonly<Partial<Record<Identification['kind'], Reader>>> = {
  zip: (part, context, zip) => (zip === undefined ? unreadZip(part) : readZip(part, zip, context)),
  tar: readTar,
  npy: readNpy,
  '7z': readSevenZip,
  rar: (part) => notInspected(part, 'rar', 'rar: Assay does not unpack it'),
  gzip: compressed('gzip'),
  zlib: compressed('zlib'),
  bzip2: compressed('bzip2'),
  xz: compressed('xz'),
  lzma: compressed('lzma'),
  zstd: compressed('zstd'),
  lz4: compressed('lz4'),
  'joblib-zfile': compressed('joblib-zfile'),
  lzip: compressed('lzip'),
  compress: compressed('compress'),
  snappy: compressed('snappy'),
}

/** Damage and limits end a container, not what stands beside it. */
async function* bounded(part: Part, events: Events | undefined, context: InspectionContext): Events {
  if (events === undefined) return
  try {
    yield* events
  } catch (error) {
    if (error instanceof FormatError) {
      yield noteOn(part, { kind: 'damage', code: 'format', message: error.message })
      return
    }
    if (!(error instanceof LimitError) || spendsAll(error)) throw error
    yield* limitEvents(part, error, context)
  }
}

/** Kinds that only a trial can confirm are tried; a zip seen from the back has to have a directory with members. */
async function identified(
  part: Part,
  context: InspectionContext,
): Promise<{ readonly kinds: readonly Identification[]; readonly zip: LenientZip | undefined }> {
  const { source } = part
  const head = await source.slice(0, HEAD_BYTES)
  const tail = source.size <= HEAD_BYTES ? head : await source.slice(Math.max(0, source.size - TAIL_BYTES), TAIL_BYTES)
  const guesses = identifyModel(head, tail, source.size)
  const zip = guesses.some(({ kind }) => kind === 'zip') ? await lenientZip(source, context) : undefined
  const kinds: Identification[] = []
  for (const guess of guesses) {
    if (guess.kind === 'zip' && guess.certainty === 'structure' && !hasDirectory(zip)) continue
    // A trial gives a byte from half of all noise: beside a magic it is an accident.
    if (guess.kind === 'lzma' && guesses.some(({ certainty }) => certainty === 'magic')) continue
    if ((guess.kind === 'zlib' || guess.kind === 'lzma') && !(await unpacks(part, guess.kind, context))) continue
    kinds.push(guess)
  }
  return { kinds, zip }
}

/**
 * Readers that look from the back find members by the directory only. Sources of programs for zips hold the magic numbers as text: what looks like
 * local headers in them is none (a bundle of this project's own tests had 29,550 entries by the word of a regular expression).
 */
function hasDirectory(zip: LenientZip | undefined): boolean {
  return zip?.readings.some(({ directory }) => directory !== undefined) ?? false
}

function lenientZip(source: ByteSource, { budget }: InspectionContext): Promise<LenientZip | undefined> {
  const { searchBytes } = budget.limits
  return readLenientZip(source, { entries: Math.max(1, budget.entriesLeft), searchBytes })
}

const TRIAL_BYTES = 1024

async function unpacks({ source }: Part, kind: 'zlib' | 'lzma', { decoders }: InspectionContext): Promise<boolean> {
  const decoder = decoderFor(kind, decoders)
  if (decoder === undefined) return false
  const open = (): ReturnType<typeof decoder> =>
    decoder(source, { from: 0, to: source.size }, cappedMeter(TRIAL_CAP_BYTES))
  const stream = new UnpackedStream(open, { holdBytes: TRIAL_BYTES, tailBytes: 0 })
  try {
    return (await stream.head(1)).length > 0 || stream.end?.state === 'complete'
  } finally {
    await stream.close()
  }
}

/** More than one piece of output, so that the trial itself never meets its limit. */
const TRIAL_CAP_BYTES = 64 * 1024 * 1024

function unreadZip(part: Part): Events {
  return notInspected(part, 'zip', 'begins like a zip archive, but no member could be found')
}

async function* notInspected(part: Part, code: string, message: string): Events {
  yield noteOn(part, { kind: 'not-inspected', code, message })
}
