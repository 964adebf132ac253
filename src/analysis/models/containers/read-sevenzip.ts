import { LimitError } from '../../../base/errors.ts'
import { UnpackedStream } from '../../../formats/compressed-source.ts'
import { sevenZip, type SevenZip } from '../../../formats/sevenzip.ts'
import { unpackFolder } from '../../../formats/sevenzip-folder.ts'
import type { SevenZipFolder } from '../../../formats/sevenzip-streams.ts'
import { heldPart, partOf } from '../../../formats/source-part.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import type { ByteSource } from '../../../base/bytes.ts'
import { TAIL_BYTES } from './identify.ts'
import { type Events, inside, type InspectionContext, noteOn, type Part } from './part.ts'

/** The members of a 7z archive, folder by folder: those of one folder are packed as one stream. Then what stands behind it. */
export async function* readSevenZip(part: Part, context: InspectionContext): Events {
  const archive = await sevenZip(part.source, 0, context.budget)
  if (archive === undefined) return
  for (const message of archive.problems) yield noteOn(part, { kind: 'damage', code: '7z', message: `7z: ${message}` })
  if (archive.unread !== undefined) yield notInspected(part, `7z: ${archive.unread}`)
  yield* folders(part, archive, context)
  const left = part.source.size - archive.end
  if (left <= 0) return
  yield* context.inspect(inside(part, 'behind 7z', 'trailing', partOf(part.source, archive.end, left), archive.end))
}

async function* folders(part: Part, archive: SevenZip, context: InspectionContext): Events {
  const names = archive.files.filter(({ hasStream }) => hasStream).map(({ name }) => name)
  let next = 0
  for (const folder of archive.folders) {
    const own = folder.sizes.map((size, index) => {
      return { size, hasStream: true as const, name: names[next + index] ?? `member ${next + index + 1}` }
    })
    next += own.length
    yield* members(part, archive, folder, own, context)
  }
}

interface Member {
  readonly name: string
  readonly hasStream: true
  readonly size: number
}

async function* members(
  part: Part,
  archive: SevenZip,
  folder: SevenZipFolder,
  own: readonly Member[],
  context: InspectionContext,
): Events {
  const unpacking = unpackFolder(part.source, folder, archive.dataStart, context.budget)
  if (unpacking.kind === 'unreadable') {
    const first = own[0]?.name ?? 'nothing'
    yield notInspected(part, `7z: ${unpacking.reason} (${own.length} members, the first is ${first})`)
    return
  }
  const stream = new UnpackedStream(unpacking.open, {
    holdBytes: context.budget.limits.holdBytes,
    tailBytes: TAIL_BYTES,
  })
  try {
    const { source, end } = await stream.measure()
    if (end.state !== 'complete') {
      const message = `7z: a folder is ${end.state === 'corrupt' ? 'damaged' : 'cut off'}, ${source.size} bytes came out`
      yield noteOn(part, { kind: 'damage', code: `stream-${end.state}`, message }, end.end)
    }
    for (const message of end.problems) yield noteOn(part, { kind: 'damage', code: 'stream-problem', message })
    yield* cut(part, source, own, context)
  } catch (error) {
    if (!(error instanceof LimitError)) throw error
    // A bomb may stand behind a payload: the payload counts, the rest is told as not inspected by the caller.
    const kept = stream.kept()
    if (kept.length > 0) yield* cut(part, memorySource(kept), own, context)
    throw error
  } finally {
    await stream.close()
  }
}

/** The unpacked stream as its members; what stands behind the last one that is stated is a part too. */
async function* cut(part: Part, source: ByteSource, own: readonly Member[], context: InspectionContext): Events {
  let at = 0
  for (const entry of own) {
    const { name, size } = entry
    if (at >= source.size) break
    const member = partOf(source, at, size)
    const held = size <= context.budget.limits.holdBytes ? heldPart(member) : member
    if (size > 0) yield* context.inspect({ ...inside(part, name, 'unpacked', held, undefined), entry })
    at += size
  }
  if (at >= source.size) return
  const rest = partOf(source, at, source.size - at)
  yield noteOn(part, { kind: 'unusual', code: '7z-surplus', message: `7z: ${rest.size} bytes belong to no member` })
  yield* context.inspect(inside(part, 'bytes of no member', 'gap', rest, undefined))
}

function notInspected(part: Part, message: string): ReturnType<typeof noteOn> {
  return noteOn(part, { kind: 'not-inspected', code: '7z', message })
}
