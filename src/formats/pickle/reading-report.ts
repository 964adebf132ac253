import type { ByteSource } from '../../base/bytes.ts'
import { ConstantReader, resolve } from './constant-reader.ts'
import type { GlobalEntry } from './global-table.ts'
import type { ReadStreams } from './read-streams.ts'
import type { AbstractValue, GlobalReference, ReadingReport } from './report.ts'
import type { Snapshot } from './snapshot.ts'

/** What a reading left behind as plain data: constants read back from the source, globals named. */
export async function readingReport(source: ByteSource, read: ReadStreams): Promise<ReadingReport> {
  const { journal, machine } = read
  const globals = journal.globals.entries
  const context = { reader: new ConstantReader(source), globals, displaced: machine.interpreter.names.displaced }
  const value = (snapshot: Snapshot): Promise<AbstractValue> => resolve(snapshot, context)
  return {
    reading: read.reading,
    streams: await each(read.streams, async (stream) => ({
      offset: stream.offset,
      length: stream.length,
      protocol: stream.protocol,
      end: stream.end,
      ...(stream.value === undefined ? {} : { value: await value(stream.value) }),
    })),
    streamCount: read.streamCount,
    globals: globals.map(reference),
    calls: await each(journal.calls, async ({ callee, args, keywords, ...place }) => ({
      ...place,
      callee: await value(callee),
      args: await value(args),
      ...(keywords === undefined ? {} : { keywords: await value(keywords) }),
    })),
    changes: await each([...journal.changes.values()], async (change) => ({
      ...change,
      target: await value(change.target),
      value: await value(change.value),
    })),
    computed: {
      count: journal.computedCount,
      first: await each(journal.computed, async (computed) => ({
        ...computed,
        module: await value(computed.module),
        name: await value(computed.name),
      })),
    },
    persistentIds: { count: journal.persistentCount, first: await each(journal.persistent, value) },
    extensions: [...journal.extensions].map(([code, place]) => ({ code, ...place })),
    notes: journal.notes.list(),
    opcodes: machine.opcodes,
    ...(read.trailing === undefined ? {} : { trailing: read.trailing }),
    complete: read.complete,
    starts: read.starts,
  }
}

function reference(entry: GlobalEntry): GlobalReference {
  const { module, name, written, opcode, offset, stream, count, calls } = entry
  return { module, name, ...(written === undefined ? {} : { written }), opcode, offset, stream, count, calls }
}

/** One after the other: the reader of constants keeps one page. */
async function each<T, R>(list: readonly T[], make: (item: T) => Promise<R>): Promise<readonly R[]> {
  const made: R[] = []
  for (const item of list) made.push(await make(item))
  return made
}
