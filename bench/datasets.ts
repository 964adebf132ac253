import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { seededRandom } from '../test/support/random.ts'
import { runNode } from './measured-process.ts'

/**
 * node bench/datasets.ts [MEGABYTES]: `assay secrets` as a whole process over one table of that size: JSON Lines, CSV, and Parquet where PYTHON names
 * an interpreter with pyarrow. Addresses stand in every hundredth row, one token near the end. Prints time, peak memory and what was found: memory must not grow with the file.
 */
const [megabytes = '1000'] = process.argv.slice(2)
const root = resolve(import.meta.dirname, '..')
const workplace = mkdtempSync(join(tmpdir(), 'assay-bench-'))
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

try {
  console.log(`machine        ${availableParallelism()} CPUs, Node ${process.version}`)
  for (const share of [0.1, 1]) {
    const bytes = Number(megabytes) * 1e6 * share
    const lines = join(workplace, 'chat.jsonl')
    write(
      lines,
      bytes,
      '',
      (text, address) =>
        `${JSON.stringify({
          id: text.length,
          messages: [
            { role: 'user', content: text },
            { role: 'assistant', content: address },
          ],
        })}\n`,
    )
    measure(lines)
    const table = join(workplace, 'table.csv')
    write(table, bytes, 'id,question,contact\n', (text, address) => `${text.length},"${text}",${address}\n`)
    measure(table)
    const python = process.env['PYTHON']
    if (python === undefined) console.log('parquet        PYTHON names no interpreter with pyarrow')
    else measure(parquetOf(python, lines))
  }
} finally {
  rmSync(workplace, { recursive: true, force: true })
}

/** Blocks of some megabyte, again and again, with one token in the last. */
function write(path: string, bytes: number, head: string, row: (text: string, address: string) => string): void {
  const random = seededRandom(7)
  const words = Array.from({ length: 4000 }, () => random.hex(3 + random.integer(9)))
  const sentence = (): string => Array.from({ length: 30 }, () => words[random.integer(words.length)]).join(' ')
  const block = Array.from({ length: 4000 }, (_, index) =>
    row(sentence(), index % 100 === 0 ? `${words[index % words.length]}.berg@posteo.de` : 'nothing to say'),
  ).join('')
  const token = `hf_${Array.from({ length: 34 }, () => LETTERS[random.integer(LETTERS.length)]).join('')}`
  const file = openSync(path, 'w')
  writeSync(file, head)
  for (let written = 0; written < bytes; written += block.length) writeSync(file, block)
  writeSync(file, row(`the key is ${token} keep it`, 'nothing to say'))
  closeSync(file)
}

function parquetOf(python: string, lines: string): string {
  const path = join(workplace, 'chat.parquet')
  const program =
    'import sys, pyarrow.json as j, pyarrow.parquet as p\n' +
    'r = j.open_json(sys.argv[1]); w = None\n' +
    'for b in r:\n  w = w or p.ParquetWriter(sys.argv[2], b.schema)\n  w.write_batch(b)\nw.close()\n'
  const { status } = spawnSync(python, ['-c', program, lines, path], { stdio: 'ignore' })
  if (status !== 0 || !existsSync(path)) throw new Error('pyarrow could not write the table')
  return path
}

function measure(path: string): void {
  const words = ['secrets', path, '--no-cache', '-q', '--workers', '1', '-f', 'json']
  const run = runNode([join(root, 'bin', 'assay.js'), ...words], { HOME: workplace })
  const { findings, diagnostics } = JSON.parse(run.stdout) as {
    findings: readonly { ruleId: string; title: string }[]
    diagnostics: readonly unknown[]
  }
  const size = statSync(path).size / 1e6
  console.log(
    `${path.slice(path.lastIndexOf('.') + 1).padEnd(8)} ${size.toFixed(0).padStart(5)} MB  ${run.milliseconds.toFixed(0).padStart(6)} ms, ${((size * 1000) / run.processor).toFixed(0)} MB/s of CPU, ${run.megabytes.toFixed(0)} MB peak, ${diagnostics.length} notes; ${findings.map(({ ruleId, title }) => `${ruleId}: ${title.split(': ').at(-1)}`).join('; ')}`,
  )
  if (!path.endsWith('.jsonl')) rmSync(path)
}
