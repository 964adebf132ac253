import type { ByteSource } from '../../base/bytes.ts'
import { decodeConstant, payloadOf, textOf } from './constant.ts'
import type { Span } from './frames.ts'
import type { GlobalEntry } from './global-table.ts'
import { opcodeName } from './opcodes.ts'
import type { AbstractValue, Constant } from './report.ts'
import type { Snapshot } from './snapshot.ts'

const PAGE_BYTES = 64 * 1024
const HEADER_BYTES = 16
/** Of a constant in a report. */
const TEXT_BYTES = 1000

/** Reads constants back from where they stand, a page at a time: snapshots come in the order of the file. */
export class ConstantReader {
  private readonly source: ByteSource
  private page: Uint8Array = new Uint8Array()
  private pageStart = 0

  constructor(source: ByteSource) {
    this.source = source
  }

  /** The constant whose opcode stands at `offset`; `moved` when its payload is not behind it. */
  async read(offset: number, moved?: Span): Promise<Constant> {
    const bytes = await this.bytes(offset, HEADER_BYTES + TEXT_BYTES)
    const opcode = opcodeName(bytes[0] ?? 0) ?? 'NONE'
    if (moved === undefined) {
      return { kind: 'constant', offset, opcode, ...decodeConstant(bytes, offset, TEXT_BYTES) }
    }
    const plain = decodeConstant(bytes, offset, 0)
    const kept = await this.bytes(moved.offset, Math.min(moved.length, TEXT_BYTES))
    const payload = { ...payloadOf(bytes, offset), ...moved }
    const { text, broken } = textOf(bytes[0] ?? 0, payload, kept)
    return { kind: 'constant', offset, opcode, ...plain, text, cut: broken || kept.length < moved.length, payload }
  }

  private async bytes(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.min(length, Math.max(0, this.source.size - offset))
    if (offset < this.pageStart || offset + wanted > this.pageStart + this.page.length) {
      this.page = (await this.source.slice(offset, PAGE_BYTES)).slice()
      this.pageStart = offset
    }
    return this.page.subarray(offset - this.pageStart, offset - this.pageStart + wanted)
  }
}

/** What snapshots refer to. */
export interface SnapshotContext {
  readonly reader: ConstantReader
  readonly globals: readonly GlobalEntry[]
  readonly displaced: ReadonlyMap<number, Span>
}

/** A snapshot with its constants read and its globals named. */
export async function resolve(snapshot: Snapshot, context: SnapshotContext): Promise<AbstractValue> {
  switch (snapshot.kind) {
    case 'constant':
      return context.reader.read(snapshot.at, context.displaced.get(snapshot.at))
    case 'global': {
      const entry = context.globals[snapshot.global]
      return { kind: 'global', module: entry?.module ?? '', name: entry?.name ?? '', global: snapshot.global }
    }
    case 'result': {
      const callee = await resolve(snapshot.callee, context)
      return { kind: 'result', callee, args: await resolve(snapshot.args, context) }
    }
    case 'persistent':
      return { kind: 'persistent', id: await resolve(snapshot.id, context) }
    case 'extension':
    case 'buffer':
    case 'unknown':
      return snapshot
    default: {
      const items: AbstractValue[] = []
      for (const item of snapshot.items) items.push(await resolve(item, context))
      return { kind: snapshot.kind, items, count: snapshot.count }
    }
  }
}
