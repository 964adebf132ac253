import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ByteSource } from '../src/base/bytes.ts'
import { inspectPickle } from '../src/formats/pickle/inspect-pickle.ts'
import { writeVocabulary } from './vocabulary-pickle.ts'

/**
 * node bench/pickle.ts [ENTRIES] [SEED]: a plain pickle of one vocabulary, as a tokenizer or a vectorizer keeps it, walked
 * with full interpretation. The default gives about 14 million opcodes in about 170 MB. The file is made in the folder for
 * temporary files and removed afterwards.
 */
const [entries = '3500000', seed = '20261122'] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'))
try {
  const path = join(folder, 'vocabulary.pkl')
  writeVocabulary(path, Number(entries), Number(seed))
  await measure(path)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measure(path: string): Promise<void> {
  const file = openSync(path, 'r')
  const source = fileSource(file)
  // The first run compiles the loop; a scan of one big file pays that once as well, so it is told too.
  for (const run of ['cold', 'warm', 'warm']) {
    const before = process.memoryUsage.rss()
    const started = performance.now()
    const report = await inspectPickle(source)
    const seconds = (performance.now() - started) / 1000
    const [plain] = report.readings
    const rate = source.size / 1e6 / seconds
    console.log(
      `${run}: ${(source.size / 1e6).toFixed(1)} MB, ${(plain.opcodes / 1e6).toFixed(2)} M opcodes, ` +
        `${seconds.toFixed(2)} s = ${rate.toFixed(0)} MB/s = ${(plain.opcodes / 1e6 / seconds).toFixed(1)} M opcodes/s; ` +
        `RSS ${mib(before)} -> ${mib(process.memoryUsage.rss())} MiB, complete: ${plain.complete}`,
    )
  }
  console.log(`peak RSS ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
  closeSync(file)
}

function fileSource(file: number): ByteSource {
  const { size } = fstatSync(file)
  const slice = async (offset: number, length: number): Promise<Uint8Array> => {
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)))
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, offset))
  }
  return { size, slice, all: () => slice(0, size) }
}

function mib(bytes: number): number {
  return Math.round(bytes / 2 ** 20)
}
