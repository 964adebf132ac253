import type { Hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { ByteSource } from '../../../base/bytes.ts'
import { decoderFor } from '../../../formats/compressed.ts'
import type { Meter } from '../../../formats/compressed-stream.ts'
import { type Compression, compressionsOf } from '../../../formats/compression-kind.ts'
import { piecesOf } from '../../../formats/source-part.ts'
import { isTarHead } from '../../../formats/tar.ts'
import { ForwardSource, type Pieces } from './forward-source.ts'

/** As many bytes as compressionOf() needs. */
export const HEAD_BYTES = 512

const PIECE_BYTES = 256 * 1024

/** What layers and archives come in: OCI has gzip and zstd, Docker reads bzip2 and xz too. */
const KINDS: ReadonlySet<Compression> = new Set<Compression>(['gzip', 'zstd', 'bzip2', 'xz'])

/** By the first bytes: the media type is a claim. */
export function compressionOf(head: Uint8Array): Compression | 'none' {
  if (isTarHead(head)) return 'none'
  return compressionsOf(head).find((kind) => KINDS.has(kind)) ?? 'none'
}

/** The unpacked bytes of a source, once, from the front. `hash` is given what is unpacked; nothing where nothing is packed. */
export function unpackedStream(
  source: ByteSource,
  compression: Compression | 'none',
  { meter, signal, hash }: { readonly meter: Meter; readonly signal: AbortSignal; readonly hash?: Hash },
): ForwardSource {
  const decoder = compression === 'none' ? undefined : decoderFor(compression, {})
  const pieces: Pieces =
    decoder === undefined ? plainPieces(source) : decoder(source, { from: 0, to: source.size }, meter)
  return new ForwardSource(pieces, (piece) => {
    signal.throwIfAborted()
    if (decoder !== undefined) hash?.update(piece)
  })
}

/** Milliseconds after which events are let in, Ctrl-C among them: these reads never wait for anything. */
const BREATH = 20

async function* plainPieces(source: ByteSource): AsyncGenerator<Uint8Array, undefined, void> {
  let breath = performance.now()
  for await (const piece of piecesOf(source, 0, source.size, PIECE_BYTES)) {
    if (performance.now() - breath > BREATH) {
      await setImmediate()
      breath = performance.now()
    }
    yield piece
  }
  return undefined
}
