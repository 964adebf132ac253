import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fuzzInput, type FuzzReport, fuzzModels, fuzzWords } from '../test/support/fuzz-run.ts'
import { problemOf, smallest } from './smallest-input.ts'

/**
 * node tools/fuzz-models.ts [--minutes 10] [--seed N] [--workers N] [--largest BYTES] [--out FOLDER]: spoiled model files through the
 * whole inspection until the time is up, one seed after the other. What fails is written to the folder as it is and as small as
 * it gets. `--seed N --show NUMBER` writes one input of a run. Exit code 1 when anything failed.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    largest: { type: 'string', default: '40000' },
    out: { type: 'string', default: 'fuzz-failures' },
    show: { type: 'string' },
  },
})
const numbers = {
  minutes: Number(values.minutes),
  seed: Number(values.seed),
  workers: Number(values.workers),
  largest: Number(values.largest),
}
/** A run with the same seed is the same; a new one every so many inputs keeps the numbers small enough to write down. */
const INPUTS_PER_SEED = 1_000_000
const INPUT_MILLISECONDS = 60_000

if (Object.values(numbers).some((number) => !Number.isFinite(number) || number <= 0)) {
  console.error('expected numbers above 0 for --minutes, --seed, --workers and --largest')
  process.exitCode = 2
} else if (values.show !== undefined) show(Number(values.show))
else await fuzz()

function show(number: number): void {
  const { name, bytes, how } = fuzzInput(numbers.seed, number, numbers.largest)
  console.log(`${how}, ${bytes.length} bytes: ${kept(`${numbers.seed}-${number}`, name, bytes)}`)
}

async function fuzz(): Promise<void> {
  const end = performance.now() + numbers.minutes * 60_000
  for (let { seed } = numbers; performance.now() < end; seed++) {
    const report = await fuzzModels({
      seed,
      count: INPUTS_PER_SEED,
      workers: numbers.workers,
      milliseconds: end - performance.now(),
      inputMilliseconds: INPUT_MILLISECONDS,
      largestSample: numbers.largest,
    })
    console.log(fuzzWords({ seed, workers: numbers.workers }, report))
    if (report.failures.length === 0) continue
    process.exitCode = 1
    await keepFailures(seed, report)
    return
  }
}

async function keepFailures(seed: number, { failures }: FuzzReport): Promise<void> {
  for (const { number, problem } of failures.filter((failure) => failure.number >= 0)) {
    const { name, bytes } = fuzzInput(seed, number, numbers.largest)
    console.log(`input ${number}, ${bytes.length} bytes: ${kept(`${seed}-${number}`, name, bytes)}`)
    if (problem.startsWith('not the same')) continue
    const { name: kind } = await problemOf(name, bytes, INPUT_MILLISECONDS)
    if (kind === undefined) continue
    const small = await smallest(bytes, async (candidate) => {
      const found = await problemOf(name, candidate, INPUT_MILLISECONDS)
      return found.name === kind
    })
    console.log(
      `  ${kind}; as small as it gets, ${small.length} bytes: ${kept(`${seed}-${number}-small`, name, small)}`,
    )
  }
}

function kept(label: string, name: string, bytes: Uint8Array): string {
  mkdirSync(values.out, { recursive: true })
  const path = join(values.out, `${label}-${name}`)
  writeFileSync(path, bytes)
  return path
}
