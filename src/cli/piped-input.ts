import { sensitiveFamily } from '../analysis/sensitive/sensitive-family.ts'
import { UsageError } from '../base/errors.ts'
import { conclude, type Inspected, type ScanRequest } from '../engine/scan.ts'
import type { FamilyInspection } from '../model/rule.ts'
import type { ScanResult } from '../model/scan-result.ts'
import { scannedFile } from '../scan/open.ts'
import type { OpenedFile } from '../scan/source.ts'
import type { Arguments, Context } from './command.ts'
import { reportScan } from './commands/scan.ts'
import { NO_TREE } from './no-tree.ts'

/** What is piped in is held in memory; more is for a file. */
const MOST_BYTES = 256 * 1024 * 1024

/** What it is called in reports. */
const NAME = 'stdin'

/** Looks through what is piped in, in this thread: the scanners are linear in it. Throws USAGE_ARGUMENTS for too much of it. */
export async function reportInput(args: Arguments, context: Context): Promise<number> {
  return reportScan(args, context, { attention: 'secrets' }, async (request) => scanBytes(request, await read(context)))
}

async function read({ input }: Context): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of input()) {
    size += chunk.length
    if (size > MOST_BYTES) {
      const hint = 'Write it to a file and name that.'
      throw new UsageError('USAGE_ARGUMENTS', `expected at most ${MOST_BYTES} bytes to be piped in, found more`, hint)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function scanBytes(request: ScanRequest, bytes: Uint8Array): Promise<ScanResult> {
  const file = scannedFile(NAME, inMemory(bytes), request.limits)
  const none: FamilyInspection = { observations: [], diagnostics: [], concealed: [] }
  const seen = request.sensitive === undefined ? none : await sensitiveFamily(request.sensitive).inspect(file)
  const inspected: Inspected = {
    tree: NO_TREE,
    extractors: [],
    inspection: {
      extractions: [],
      observations: seen.observations.map(({ ruleId, ...observation }) => ({ ruleId, observation })),
      diagnostics: seen.diagnostics,
      files: { seen: 1, parsed: 1, failed: 0, skipped: [] },
    },
  }
  return conclude({ ...request, only: NAME }, inspected)
}

function inMemory(bytes: Uint8Array): OpenedFile {
  return {
    links: { symbolic: false, names: 1 },
    size: bytes.length,
    all: async () => bytes,
    slice: async (offset, length) => bytes.subarray(offset, offset + length),
    close: async () => {},
  }
}
