import { LimitError } from '../../../base/errors.ts'
import { decoderFor } from '../../../formats/compressed.ts'
import type { Compression } from '../../../formats/compression-kind.ts'
import { UnpackedStream } from '../../../formats/compressed-source.ts'
import type { StreamEnd, Unpacking } from '../../../formats/compressed-stream.ts'
import { partOf } from '../../../formats/source-part.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import type { ContainerEvent } from './container-event.ts'
import { TAIL_BYTES } from './identify.ts'
import { type Events, inside, type InspectionContext, noteOn, type Part } from './part.ts'

/** Unpacks a compressed stream and looks at what comes out, then at what stands behind it. */
export async function* readCompressed(part: Part, kind: Compression, context: InspectionContext): Events {
  const decoder = decoderFor(kind, context.decoders)
  if (decoder === undefined) {
    yield noteOn(part, {
      kind: 'not-inspected',
      code: `no-decoder-${kind}`,
      message: `${kind}: Assay has no decoder for it`,
    })
    return
  }
  const { source } = part
  const end = yield* readUnpacked(
    part,
    kind,
    () => decoder(source, { from: 0, to: source.size }, context.budget),
    context,
  )
  if (end === undefined || end.state !== 'complete' || end.end >= source.size) return
  const left = source.size - end.end
  yield noteOn(part, { kind: 'unusual', code: 'trailing', message: `${left} bytes behind the ${kind} stream` }, end.end)
  yield* context.inspect(inside(part, `behind ${kind}`, 'trailing', partOf(source, end.end, left), end.end))
}

/**
 * Looks at what `open` unpacks, as a part of `part` called `label`. What came out before damage or before a limit is looked at
 * too, and the note says what is missing. Gives how the stream ended, undefined when a limit ended it.
 */
export async function* readUnpacked(
  part: Part,
  label: string,
  open: () => Unpacking,
  context: InspectionContext,
): AsyncGenerator<ContainerEvent, StreamEnd | undefined, void> {
  const { holdBytes } = context.budget.limits
  const stream = new UnpackedStream(open, { holdBytes, tailBytes: TAIL_BYTES })
  try {
    const { source, end } = await stream.measure()
    if (end.state !== 'complete') {
      const message = `${label}: ${end.state === 'corrupt' ? 'damaged' : 'cut off'} at packed byte ${end.end}, ${source.size} bytes came out`
      yield noteOn(part, { kind: 'damage', code: `stream-${end.state}`, message }, end.end)
    }
    for (const message of end.problems) yield noteOn(part, { kind: 'damage', code: 'stream-problem', message })
    if (source.size > 0) yield* context.inspect(inside(part, label, 'unpacked', source, undefined))
    return end
  } catch (error) {
    if (!(error instanceof LimitError)) throw error
    // A bomb may stand behind a payload: the payload counts, the rest is told as not inspected by the caller.
    const kept = stream.kept()
    if (kept.length > 0) yield* context.inspect(inside(part, label, 'unpacked-part', memorySource(kept), undefined))
    throw error
  } finally {
    await stream.close()
  }
}
