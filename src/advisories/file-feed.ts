import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { ExternalError, UsageError } from '../base/errors.ts'
import { httpBytes } from '../base/http.ts'
import type { DatabaseBuild } from './build.ts'
import { onDisk, readBounded } from './disk.ts'
import { addPredictions } from './epss.ts'
import type { Acquired, FeedContext, FeedMarks, FeedPart } from './feed.ts'
import { addExploited } from './kev.ts'
import type { SourceState } from './source-state.ts'
import { Tally } from './tally.ts'

/**
 * A feed that is one file, CISA's or FIRST's, from an address or a path. Unchanged by validators, by size and time, or by content.
 * A file without a single understood entry is not a feed: EXTERNAL_FEED, and what the database had stays.
 */
export async function acquireFile(
  part: FileFeed,
  previous: SourceState | undefined,
  context: FeedContext,
): Promise<Acquired> {
  const found = await contentOf(part, previous, context)
  if (found === 'unchanged') return { kind: 'unchanged' }
  return {
    kind: 'full',
    async load(build) {
      const tally = new Tally(context.now)
      context.progress({ step: 'read', feed: part.place.label, done: 0 })
      READERS[part.kind](found.bytes, build, tally, context)
      if (tally.counts.records === 0) throw notAFeed(part, 'holds no entry that is understood')
      return {
        ...found.marks,
        counts: tally.counts,
        examples: tally.examples,
        newest: tally.newest,
        fullAt: new Date(context.now).toISOString(),
      }
    },
  }
}

/** A part of kind kev or epss. */
export type FileFeed = FeedPart & { readonly kind: 'kev' | 'epss' }

type Reader = (bytes: Uint8Array, build: DatabaseBuild, tally: Tally, context: FeedContext) => void

const READERS: Readonly<Record<FileFeed['kind'], Reader>> = {
  kev: addExploited,
  epss: (bytes, build, tally, context) => addPredictions(bytes, build, tally, context.limits.epssBytes),
}

type Found = 'unchanged' | { readonly bytes: Uint8Array; readonly marks: FeedMarks }

async function contentOf(part: FileFeed, previous: SourceState | undefined, context: FeedContext): Promise<Found> {
  const most = part.kind === 'kev' ? context.limits.kevBytes : context.limits.epssBytes
  const { place } = part
  if (place.kind === 'directory') throw new UsageError('USAGE_SOURCE', `${place.label} is a directory, expected a file`)
  if (place.kind === 'file') return fromDisk(place.path, previous, most)
  const answer = await httpBytes(place.address, {
    ...context.http,
    maxBytes: most,
    signal: context.signal,
    ...(previous?.validators === undefined ? {} : { validators: previous.validators }),
  })
  if (answer.kind === 'unchanged') return 'unchanged'
  if (answer.kind === 'missing') throw notAFeed(part, 'is not there')
  return unlessKnown(answer.value, previous, { validators: answer.validators })
}

async function fromDisk(path: string, previous: SourceState | undefined, most: number): Promise<Found> {
  const { size, mtimeMs } = await onDisk(path, () => stat(path))
  const stamp = `${size} ${mtimeMs}`
  return stamp === previous?.stamp ? 'unchanged' : unlessKnown(await readBounded(path, most), previous, { stamp })
}

function unlessKnown(bytes: Uint8Array, previous: SourceState | undefined, marks: FeedMarks): Found {
  const digest = createHash('sha256').update(bytes).digest('hex')
  return digest === previous?.digest ? 'unchanged' : { bytes, marks: { ...marks, digest } }
}

function notAFeed(part: FileFeed, what: string): ExternalError {
  return new ExternalError('EXTERNAL_FEED', `the ${part.kind.toUpperCase()} feed ${part.place.label} ${what}`, {
    retryable: false,
  })
}
