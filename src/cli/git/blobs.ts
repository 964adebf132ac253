import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { ExternalError } from '../../base/errors.ts'

/** What takes the bytes of one object as they come. */
export interface BlobSink {
  begin(size: number): void
  write(bytes: Uint8Array): void
  end(): void
  /** The object is not here: a partial clone. */
  missing(): void
}

/**
 * Asks `git cat-file --batch` for objects by id and hands each to its sink, in order; memory stays at one chunk. The answer is
 * `id type size LF bytes LF`, or `id missing LF`. Throws EXTERNAL_GIT when the answer is another.
 */
export async function readBlobs(
  child: ChildProcessWithoutNullStreams,
  ids: readonly string[],
  sinkOf: (index: number) => BlobSink,
): Promise<void> {
  const feeding = feed(child, ids)
  const state: Reading = { index: 0, header: '', left: -1, sink: undefined }
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) consume(state, chunk, sinkOf)
  await feeding
  if (state.index !== ids.length) {
    throw new ExternalError('EXTERNAL_GIT', `git cat-file gave ${state.index} of ${ids.length} files`, {
      retryable: false,
    })
  }
}

interface Reading {
  index: number
  header: string
  /** Bytes of the object that are still to come, and the line feed behind it: -1 while a header is read, 0 at the line feed. */
  left: number
  sink: BlobSink | undefined
}

async function feed({ stdin }: ChildProcessWithoutNullStreams, ids: readonly string[]): Promise<void> {
  // When it ends early, its answer is short, and that is what is told.
  stdin.on('error', () => {})
  for (let at = 0; at < ids.length; at += 1000) {
    const more = stdin.write(
      ids
        .slice(at, at + 1000)
        .map((id) => `${id}\n`)
        .join(''),
    )
    if (!more) await Promise.race([drained(stdin), closed(stdin)])
  }
  stdin.end()
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => void stream.once('drain', resolve))
}

function closed(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => void stream.once('close', resolve))
}

function consume(state: Reading, chunk: Buffer, sinkOf: (index: number) => BlobSink): void {
  let at = 0
  while (at < chunk.length) {
    if (state.left > 0) {
      const end = Math.min(chunk.length, at + state.left)
      state.sink?.write(chunk.subarray(at, end))
      state.left -= end - at
      at = end
    } else if (state.left === 0) {
      state.sink?.end()
      state.left = -1
      at++
    } else at = readHeader(state, chunk, at, sinkOf)
  }
}

function readHeader(state: Reading, chunk: Buffer, at: number, sinkOf: (index: number) => BlobSink): number {
  const end = chunk.indexOf(0x0a, at)
  state.header += chunk.toString('latin1', at, end < 0 ? chunk.length : end)
  if (state.header.length > 400) throw strange(state.header)
  if (end < 0) return chunk.length
  const sink = sinkOf(state.index++)
  const [, what = '', size = ''] = state.header.split(' ')
  if (what === 'missing') sink.missing()
  else if (what === 'blob' && /^\d{1,15}$/.test(size)) {
    state.sink = sink
    state.left = Number(size)
    sink.begin(state.left)
  } else throw strange(state.header)
  state.header = ''
  return end + 1
}

function strange(header: string): ExternalError {
  return new ExternalError('EXTERNAL_GIT', `git cat-file answered ${header.slice(0, 100)}`, { retryable: false })
}
