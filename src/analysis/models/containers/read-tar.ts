import type { ByteSource } from '../../../base/bytes.ts'
import { LimitError } from '../../../base/errors.ts'
import { heldPart, partOf } from '../../../formats/source-part.ts'
import { type TarEnd, tarEntries, type TarEntry } from '../../../formats/tar.ts'
import { archiveKinds } from './archive-kind.ts'
import { limitEvents, spendsAll } from './limit-notes.ts'
import { type Events, inside, type InspectionContext, noteOn, type Part } from './part.ts'

const MOST_NAMES = 1_000
/** Images of containers hold links by the ten thousand. */
const MOST_PROBLEMS = 1_000
const BLOCK_BYTES = 512

/** Every file of a tar archive; links, devices and lies as notes; then what stands behind the end. */
export async function* readTar(part: Part, context: InspectionContext): Events {
  const { source } = part
  const entries: TarEntry[] = []
  const end = yield* listed(part, context, entries)
  const names = entries.map(({ name }) => name)
  yield {
    type: 'archive',
    path: part.path,
    format: 'tar',
    kinds: archiveKinds(names),
    names: names.slice(0, MOST_NAMES),
    entries,
  }
  let told = 0
  for (const entry of entries) {
    const member = { path: [...part.path, entry.name] }
    for (const { code, message } of entry.problems) {
      if (told++ >= MOST_PROBLEMS) break
      yield noteOn(member, { kind: 'unusual', code: `tar-${code}`, message }, entry.offset)
    }
    if (entry.type === 'sparse') {
      const message = 'a sparse file: its holes are not filled in, only what is stored was looked at'
      yield noteOn(member, { kind: 'not-inspected', code: 'tar-sparse', message }, entry.offset)
    }
    const data = partOf(source, entry.dataOffset, entry.size)
    try {
      // It is no part, but it costs: a million of them must not be listed again and again.
      if (entry.size === 0 && entry.type === 'file') context.budget.enter()
      if (entry.size === 0) continue
      yield* context.inspect({
        ...inside(part, entry.name, 'tar', heldOf(data, part, context), entry.dataOffset),
        entry,
      })
    } catch (error) {
      if (!(error instanceof LimitError) || spendsAll(error)) throw error
      yield* limitEvents(member, error, context)
    }
  }
  if (told > MOST_PROBLEMS) {
    yield noteOn(part, {
      kind: 'unusual',
      code: 'tar-more',
      message: `more than ${MOST_PROBLEMS} members that are unusual`,
    })
  }
  if (end === undefined || end.end >= source.size) return
  // An archive that begins where this one ends would end where it begins: at least one block was read.
  if (end.end < BLOCK_BYTES) return
  yield* context.inspect(
    inside(part, 'behind tar', 'trailing', partOf(source, end.end, source.size - end.end), end.end),
  )
}

/** What was unpacked is read forward: its end, which is looked at first, would be unpacked again for every member. */
function heldOf(data: ByteSource, part: Part, { budget }: InspectionContext): ByteSource {
  return part.fileOffset === undefined && data.size <= budget.limits.holdBytes ? heldPart(data) : data
}

/** The members, in one pass over the headers. */
async function* listed(
  part: Part,
  context: InspectionContext,
  entries: TarEntry[],
): AsyncGenerator<ReturnType<typeof noteOn>, TarEnd | undefined, void> {
  const found = tarEntries(part.source, 0, context.budget.entriesLeft)
  try {
    for (;;) {
      const step = await found.next()
      if (step.done !== true) {
        entries.push(step.value)
        continue
      }
      for (const message of step.value.problems)
        yield noteOn(part, { kind: 'damage', code: 'tar-end', message }, step.value.end)
      return step.value
    }
  } catch (error) {
    if (!(error instanceof LimitError)) throw error
    const message = `not fully inspected: ${error.message}`
    yield noteOn(part, { kind: 'not-inspected', code: 'limit-entries', message })
    return undefined
  }
}
