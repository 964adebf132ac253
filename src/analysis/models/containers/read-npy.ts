import { npyHeader } from '../../../formats/npy.ts'
import { partOf } from '../../../formats/source-part.ts'
import { type Events, inside, type InspectionContext, noteOn, type Part } from './part.ts'

/** The header of an array; the pickle behind it when it holds objects, else what stands behind the numbers. */
export async function* readNpy(part: Part, context: InspectionContext): Events {
  const { source } = part
  const header = await npyHeader(source)
  for (const message of header.problems) yield noteOn(part, { kind: 'unusual', code: 'npy-header', message }, 0)
  const objects = header.hasObjects || header.dataBytes === undefined
  const skip = objects ? 0 : Number(header.dataBytes)
  const from = header.dataOffset + Math.min(skip, source.size)
  if (from >= source.size) return
  const label = objects ? 'objects' : 'behind array'
  yield* context.inspect(
    inside(part, label, objects ? 'objects' : 'trailing', partOf(source, from, source.size - from), from),
  )
}
