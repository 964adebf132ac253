import { LimitError } from '../../../base/errors.ts'
import type { LenientZip, ZipProblem, ZipReading } from '../../../formats/lenient-zip-types.ts'
import { zipContent } from '../../../formats/lenient-zip-read.ts'
import { partOf } from '../../../formats/source-part.ts'
import { archiveKinds } from './archive-kind.ts'
import type { ContainerNote } from './container-event.ts'
import { limitEvents, spendsAll } from './limit-notes.ts'
import { type Events, inside, type InspectionContext, noteOn, type Part } from './part.ts'
import { readUnpacked } from './read-compressed.ts'

const MOST_NAMES = 1_000
const MOST_GAPS = 100

/** Every reading of every member, then the bytes that belong to none. */
export async function* readZip(part: Part, zip: LenientZip, context: InspectionContext): Events {
  const names = zip.readings.slice(0, MOST_NAMES).map(({ name }) => name)
  yield {
    type: 'archive',
    path: part.path,
    format: 'zip',
    kinds: archiveKinds(zip.readings.map(({ name }) => name)),
    names,
    entries: zip.readings,
  }
  yield* problemNotes(part, zip.problems)
  for (const reading of zip.readings) {
    try {
      yield* readMember(part, reading, context)
    } catch (error) {
      if (!(error instanceof LimitError) || spendsAll(error)) throw error
      yield* limitEvents({ path: [...part.path, reading.name] }, error, context)
    }
  }
  yield* readRest(part, zip, context)
}

/** Members can be made to disagree by the hundred thousand; what is left out is counted. */
const MOST_PROBLEMS = 1_000

async function* problemNotes(part: Part, problems: readonly ZipProblem[]): Events {
  for (const problem of problems.slice(0, MOST_PROBLEMS)) yield noteOf(part, problem)
  if (problems.length <= MOST_PROBLEMS) return
  const message = `${problems.length - MOST_PROBLEMS} more disagreements`
  yield noteOn(part, { kind: 'disagreement', code: 'zip-more', message })
}

async function* readMember(part: Part, reading: ZipReading, context: InspectionContext): Events {
  const content = zipContent(part.source, reading, context.decoders)
  if (content.kind === 'unreadable') {
    const member = { path: [...part.path, reading.name] }
    yield noteOn(member, { kind: 'not-inspected', code: `zip-method-${reading.method}`, message: content.reason })
    return
  }
  if (content.kind === 'stored') {
    // It is no part, but it costs: a million of them must not be listed again and again.
    if (content.source.size === 0) return reading.directoryMark ? undefined : context.budget.enter()
    const stored = inside(part, reading.name, reading.reading, content.source, reading.dataOffset)
    yield* context.inspect({ ...stored, entry: reading })
    return
  }
  const inspect: InspectionContext['inspect'] = (unpacked) =>
    context.inspect({
      ...unpacked,
      reading: unpacked.reading === 'unpacked' ? reading.reading : unpacked.reading,
      entry: reading,
    })
  const events = readUnpacked(part, reading.name, () => content.open(context.budget), { ...context, inspect })
  for await (const event of events) {
    const own = event.type === 'note' && event.path === part.path
    yield own ? { ...event, path: [...part.path, reading.name] } : event
  }
}

async function* readRest(part: Part, { extent, gaps }: LenientZip, context: InspectionContext): Events {
  for (const { from, to } of gaps.slice(0, MOST_GAPS)) {
    yield* context.inspect(inside(part, `gap at ${from}`, 'gap', partOf(part.source, from, to - from), from))
  }
  if (gaps.length > MOST_GAPS) {
    const message = `${gaps.length} gaps between members, ${MOST_GAPS} were looked at`
    yield noteOn(part, { kind: 'not-inspected', code: 'zip-gaps', message })
  }
  const left = part.source.size - extent.to
  if (left === 0) return
  yield* context.inspect(inside(part, 'behind zip', 'trailing', partOf(part.source, extent.to, left), extent.to))
}

const KINDS: Readonly<Partial<Record<ZipProblem['code'], ContainerNote['kind']>>> = {
  'not-walked': 'not-inspected',
  truncated: 'damage',
  'no-directory': 'damage',
  'several-volumes': 'damage',
  prefix: 'unusual',
  suffix: 'unusual',
  gap: 'unusual',
  path: 'unusual',
  symlink: 'unusual',
  'method-unsupported': 'unusual',
}

function noteOf(part: Part, { code, message, byte, name }: ZipProblem): ContainerNote {
  const path = name === undefined ? part.path : [...part.path, name]
  return noteOn({ path }, { kind: KINDS[code] ?? 'disagreement', code: `zip-${code}`, message }, byte)
}
