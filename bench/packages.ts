import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, freemem, loadavg, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeTar } from '../test/support/tar-writer.ts'
import { costOf, medianCost, type ProcessCost } from './measured-process.ts'
import { corpusSamples } from './package-corpus.ts'
import { packageSamples, type PackageSample } from './package-samples.ts'
import { publishedProgram } from './published-program.ts'

/**
 * node bench/packages.ts [ARCHIVES]: `assay package` in turn with GuardDog on the same real archives, one whole process for each, then ours on all of them in one process; and what
 * both say of them. Real ones: those of PACKAGES (a folder with npm/ and pypi/), else the tarballs behind our lock file and the Python tools of the benches, fetched as the user's clients are
 * configured. Then what both say of the generated malicious releases and their honest twins, where those are. GuardDog is installed with pip into a folder of the bench.
 */
const [most = '120'] = process.argv.slice(2)
const workplace = mkdtempSync(join(tmpdir(), 'assay-bench-'))
const report = join(workplace, 'report.json')
const environment = { HOME: workplace, NODE_COMPILE_CACHE: join(workplace, 'compiled') }
const GUARDDOG = '3.2.0'
const advisories = join(workplace, 'advisories.db')

/** What a tool says of one archive. */
interface Answer {
  /** `allow`, `hold`, `block`; GuardDog's label of the risk. */
  readonly label: string
  /** It found something, however small. */
  readonly finds: boolean
}

interface Contestant {
  readonly name: string
  readonly words: (sample: PackageSample) => readonly string[]
  readonly answer: (json: unknown) => Answer
}

try {
  const program = builtProgram()
  withoutRecords(program)
  const guarddog = installGuardDog()
  const contestants: readonly Contestant[] = [assay(program), ...(guarddog === undefined ? [] : [peer(guarddog)])]
  console.log(
    `date       ${new Date().toISOString().slice(0, 10)}; ${availableParallelism()} CPUs, ${gigabytes(totalmem())} of memory (${gigabytes(freemem())} free), Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
  )
  console.log(`peer       ${guarddog === undefined ? 'GuardDog could not be installed: only our figures' : `GuardDog ${GUARDDOG}, ${versionOfPython(guarddog)}`}`) // prettier-ignore
  const samples = await packageSamples(Number(most), workplace, process.env['PACKAGES'])
  compare(`${samples.length} real archives (a sample of at most ${most})`, samples, contestants)
  together(program, samples)
  startUp(contestants)
  const corpus = await corpusSamples(workplace)
  if (corpus === undefined) console.log('\nthe generated malicious releases are not in this checkout: not compared')
  else {
    tell(`${corpus.malicious.length} generated malicious archives`, corpus.malicious, contestants)
    tell(`${corpus.honest.length} honest twins of them`, corpus.honest, contestants)
  }
} finally {
  rmSync(workplace, { recursive: true, force: true })
}

function builtProgram(): string {
  try {
    return publishedProgram(workplace)
  } catch {
    console.log('the checkout does not build: assay is measured from source')
    return resolve(import.meta.dirname, '..', 'bin/assay.js')
  }
}

/**
 * A database that names no package there is: GuardDog has no records of malware, and the generated releases, honest twins too, have names and versions
 * of which real records exist.
 */
function withoutRecords(program: string): void {
  const folder = join(workplace, 'osv', 'PyPI')
  mkdirSync(folder, { recursive: true })
  const affected = [{ package: { ecosystem: 'PyPI', name: 'no-such-package' }, versions: ['1'] }]
  const record = { id: 'NONE-2026-1', modified: '2026-01-01T00:00:00Z', published: '2026-01-01T00:00:00Z', affected }
  writeFileSync(join(folder, 'NONE-2026-1.json'), JSON.stringify(record))
  const words = [program, 'advisories', 'import', join(workplace, 'osv'), '--advisories', advisories, '-q']
  execFileSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
}

function assay(program: string): Contestant {
  return {
    name: 'assay',
    words: ({ path }) => [...assayWords(program, [path])],
    answer: (json) => {
      const { verdict, stories } = json as { readonly verdict: string; readonly stories: readonly unknown[] }
      return { label: verdict, finds: stories.length > 0 }
    },
  }
}

function assayWords(program: string, paths: readonly string[]): readonly string[] {
  const options = ['--offline', '--no-previous', '--no-cache', '-q', '-f', 'json', '--advisories', advisories]
  return [process.execPath, program, 'package', ...paths, ...options]
}

function peer(folder: string): Contestant {
  const program = join(folder, 'bin/guarddog')
  return {
    name: 'GuardDog',
    words: ({ ecosystem, path }) => [program, ecosystem, 'scan', path, '--output-format', 'json'],
    answer: (json) => {
      const { issues, risk_score } = json as { issues: number; risk_score: { label: string } }
      return { label: risk_score.label, finds: issues > 0 }
    },
  }
}

/** Its own folder of the bench, so that nothing else decides what it is. */
function installGuardDog(): string | undefined {
  const folder = join(workplace, 'guarddog')
  if (spawnSync('python3', ['-m', 'venv', folder], { stdio: 'ignore' }).status !== 0) return undefined
  const words = ['-m', 'pip', 'install', '-q', `guarddog==${GUARDDOG}`]
  spawnSync(join(folder, 'bin/python'), words, { stdio: 'ignore' })
  return existsSync(join(folder, 'bin/guarddog')) ? folder : undefined
}

function versionOfPython(folder: string): string {
  return spawnSync(join(folder, 'bin/python'), ['--version'], { encoding: 'utf8' }).stdout.trim()
}

/** One archive after the other, and on each the tools in turn. */
function compare(title: string, samples: readonly PackageSample[], contestants: readonly Contestant[]): void {
  const bytes = samples.reduce((sum, sample) => sum + sample.bytes, 0)
  console.log(`\n${title}, ${(bytes / 1e6).toFixed(0)} MB packed, one process for each`)
  const runs = [...runAll(samples, contestants)]
  const base = totalOf(runs[0]?.[1] ?? [])
  for (const [{ name }, own] of runs) {
    const { milliseconds, processor } = totalOf(own)
    const middle = medianCost(own.map(({ cost }) => cost)).milliseconds.toFixed(0)
    console.log(
      `  ${name.padEnd(10)}${seconds(milliseconds)} wall${seconds(processor)} processor; ${rate(samples, milliseconds)}; median ${middle} ms`,
    )
    console.log(`  ${''.padEnd(10)} ${said(own)}`)
    if (own !== runs[0]?.[1]) console.log(`  ${''.padEnd(10)} ${ratio({ milliseconds, processor }, base)}`)
  }
  // What gives no answer takes no time.
  if (runs.some(([, own]) => own.some(({ answer }) => answer === undefined)))
    console.log('  NO COMPARISON: not every archive was answered')
}

function rate(samples: readonly PackageSample[], milliseconds: number): string {
  const bytes = samples.reduce((sum, sample) => sum + sample.bytes, 0)
  return `${(samples.length / (milliseconds / 1000)).toFixed(2)} archives/s, ${(bytes / 1e3 / milliseconds).toFixed(2)} MB/s`
}

function ratio(one: ProcessCost, base: ProcessCost): string {
  return `${(one.milliseconds / base.milliseconds).toFixed(2)} times the time of assay, ${(one.processor / base.processor).toFixed(2)} times its processor time`
}

function tell(title: string, samples: readonly PackageSample[], contestants: readonly Contestant[]): void {
  console.log(`\n${title}, each archive alone, without the release before`)
  for (const [one, own] of runAll(samples, contestants)) console.log(`  ${one.name.padEnd(10)}${said(own)}`)
}

interface AnsweredRun {
  readonly cost: ProcessCost
  /** Absent where it gave none. */
  readonly answer: Answer | undefined
}

function runAll(
  samples: readonly PackageSample[],
  contestants: readonly Contestant[],
): ReadonlyMap<Contestant, readonly AnsweredRun[]> {
  const runs = new Map<Contestant, AnsweredRun[]>(contestants.map((one) => [one, []]))
  for (const sample of samples) for (const [one, own] of runs) own.push(answered(one, sample))
  return runs
}

function answered({ words, answer }: Contestant, sample: PackageSample): AnsweredRun {
  rmSync(report, { force: true })
  // The shell gives its place to the tool: nothing is added to what is measured.
  const cost = costOf(['bash', '-c', `exec "$0" "$@" > '${report}'`, ...words(sample)], environment)
  return { cost, answer: answerOf(answer) }
}

function answerOf(answer: Contestant['answer']): Answer | undefined {
  try {
    return answer(JSON.parse(readFileSync(report, 'utf8')))
  } catch {
    return undefined
  }
}

function said(runs: readonly AnsweredRun[]): string {
  const labels = Object.entries(Object.groupBy(runs, ({ answer }) => answer?.label ?? 'NO ANSWER'))
    .map(([label, some = []]) => `${label} ${some.length}`)
    .toSorted()
  const finding = runs.filter(({ answer }) => answer?.finds === true).length
  return `${finding} of ${runs.length} with findings; ${labels.join(', ')}`
}

function totalOf(runs: readonly AnsweredRun[]): ProcessCost {
  return {
    milliseconds: runs.reduce((sum, { cost }) => sum + cost.milliseconds, 0),
    processor: runs.reduce((sum, { cost }) => sum + cost.processor, 0),
  }
}

/** The command takes many archives, GuardDog one. */
function together(program: string, samples: readonly PackageSample[]): void {
  const paths = samples.map(({ path }) => path)
  const { milliseconds, processor } = costOf(assayWords(program, paths), environment)
  console.log(
    `  ${'assay'.padEnd(10)}${seconds(milliseconds)} wall${seconds(processor)} processor for all in one process; ${rate(samples, milliseconds)}`,
  )
}

/** What is left when there is nothing to look at. */
function startUp(contestants: readonly Contestant[]): void {
  const path = join(workplace, 'nothing-1.0.0.tgz')
  const manifest = '{"name":"nothing","version":"1.0.0"}'
  writeFileSync(path, gzipSync(writeTar([{ name: 'package/package.json', data: manifest }])))
  const sample: PackageSample = { ecosystem: 'npm', path, bytes: 0 }
  const costs = contestants.map((one) => {
    const { milliseconds } = medianCost(Array.from({ length: 5 }, () => answered(one, sample).cost))
    return `${one.name} ${milliseconds.toFixed(0)} ms`
  })
  console.log(`  an empty package, medians of 5: ${costs.join(', ')}`)
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1).padStart(7)} s`
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(0)} GB`
}
