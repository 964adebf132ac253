import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { costOf, medianCost, type ProcessCost } from './measured-process.ts'
import { makeCorpus, type Planted } from './secrets-corpus.ts'

/**
 * node bench/secrets.ts [MEGABYTES] [ROUNDS]: `assay secrets` as a whole process over a mixed tree, on one thread and on all, beside gitleaks,
 * betterleaks, detect-secrets and secretlint where PEERS (folders) or PATH have them; the two slow ones get a part of the tree. What each
 * found of the planted tokens is printed, and what it reported of the rest.
 */
const [megabytes = '220', rounds = '3'] = process.argv.slice(2)
const root = resolve(import.meta.dirname, '..')
const workplace = mkdtempSync(join(tmpdir(), 'assay-bench-'))
const corpus = join(workplace, 'corpus')
const assay = join(root, 'bin', 'assay.js')
const environment = { HOME: workplace, NODE_COMPILE_CACHE: join(workplace, 'compiled') }

try {
  const { files, bytes, planted } = makeCorpus(corpus, join(root, 'node_modules'), Number(megabytes))
  console.log(`corpus     ${files} files, ${(bytes / 1e6).toFixed(0)} MB, ${planted.length} planted tokens`)
  console.log(`machine    ${availableParallelism()} CPUs, Node ${process.version}`)
  const report = join(workplace, 'report.json')
  const ours = (workers: number): Tool => ({
    name: `assay, ${workers} thread${workers === 1 ? '' : 's'}`,
    words: [
      process.execPath,
      assay,
      'secrets',
      corpus,
      '--no-cache',
      '-q',
      '--workers',
      String(workers),
      '--no-ignore',
      '-f',
      'json',
      '-o',
      report,
    ],
    places: assayPlaces,
  })
  const all = availableParallelism()
  const first = measure(ours(1), bytes, planted, undefined)
  if (all > 1) measure(ours(all), bytes, planted, first)
  for (const name of ['gitleaks', 'betterleaks']) {
    const program = find(name)
    if (program === undefined) {
      console.log(`${name.padEnd(24)} not on this machine`)
      continue
    }
    const words = [
      program,
      'dir',
      corpus,
      '--no-banner',
      '--exit-code',
      '0',
      '--report-format',
      'json',
      '--report-path',
      report,
    ]
    for (const threads of new Set([1, all])) {
      const tool = {
        name: `${name}, ${threads} thread${threads === 1 ? '' : 's'}`,
        words,
        places: gitleaksPlaces,
        once: true,
      }
      measure({ ...tool, environment: { GOMAXPROCS: String(threads) } }, bytes, planted, first)
    }
  }
  const part = samplePart()
  const detect = find('detect-secrets')
  if (detect === undefined) console.log('detect-secrets           not on this machine')
  else
    measure(
      {
        name: 'detect-secrets, a part',
        words: [detect, '-C', part.folder, 'scan', '--all-files', '.'],
        places: undefined,
        once: true,
      },
      part.bytes,
      [],
      first,
    )
  const lint = find('secretlint')
  if (lint === undefined) console.log('secretlint               not on this machine')
  else {
    const rc = join(workplace, '.secretlintrc.json')
    writeFileSync(rc, JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] }))
    measure(
      {
        name: 'secretlint, a part',
        words: [lint, '--secretlintrc', rc, `${part.folder}/**/*`],
        places: undefined,
        once: true,
      },
      part.bytes,
      [],
      first,
    )
  }

  function measure(tool: Tool, size: number, expected: readonly Planted[], base: ProcessCost | undefined): ProcessCost {
    rmSync(report, { force: true })
    const runs = Array.from({ length: tool.once === true ? 1 : Number(rounds) }, () =>
      costOf(tool.words, { ...environment, ...tool.environment }),
    )
    const cost = medianCost(runs)
    const perSecond = size / 1e3 / cost.milliseconds
    const perCore = size / 1e3 / cost.processor
    const baseRate = base === undefined ? undefined : bytes / 1e3 / base.processor
    const ratio = baseRate === undefined ? '' : `assay does ${(baseRate / perCore).toFixed(1)} x as much a core; `
    const found = tool.places === undefined ? '' : foundOf(tool.places(report), expected)
    console.log(
      `${tool.name.padEnd(24)} ${cost.milliseconds.toFixed(0).padStart(7)} ms ${perSecond.toFixed(1).padStart(7)} MB/s, ${perCore.toFixed(1)} MB/s a core; ${ratio}${found}`,
    )
    return cost
  }
} finally {
  rmSync(workplace, { recursive: true, force: true })
}

interface Tool {
  readonly name: string
  readonly words: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Paths of its report, one for each finding; absent where its report is not read. */
  readonly places: ((report: string) => readonly string[]) | undefined
  readonly once?: boolean
}

function assayPlaces(report: string): readonly string[] {
  const { findings } = JSON.parse(readFileSync(report, 'utf8')) as {
    findings: readonly { ruleId: string; evidence: readonly { location: { path: string } }[] }[]
  }
  return findings
    .filter(({ ruleId }) => ruleId.startsWith('secrets/'))
    .flatMap(({ evidence }) => evidence.map(({ location }) => location.path))
}

function gitleaksPlaces(report: string): readonly string[] {
  if (!existsSync(report)) return []
  const findings = JSON.parse(readFileSync(report, 'utf8')) as readonly { File: string }[] | null
  return (findings ?? []).map(({ File }) => File.slice(corpus.length + 1))
}

function foundOf(places: readonly string[], expected: readonly Planted[]): string {
  const paths = new Set(places)
  const found = expected.filter(({ path }) => paths.has(path))
  const missed = Object.entries(Object.groupBy(expected, ({ place }) => place))
    .map(([place, all = []]) => [place, all.filter(({ path }) => !paths.has(path)).length] as const)
    .filter(([, count]) => count > 0)
    .map(([place, count]) => `${place} ${count}`)
  const other = places.filter((path) => !path.startsWith('planted/')).length
  return `${found.length} of ${expected.length} planted${missed.length === 0 ? '' : ` (missed: ${missed.join(', ')})`}, ${other} reported elsewhere`
}

/** Some two megabytes of the tree for tools that would take hours for all of it. */
function samplePart(): { readonly folder: string; readonly bytes: number } {
  const folder = join(workplace, 'part')
  mkdirSync(folder, { recursive: true })
  let size = 0
  const items = readdirSync(corpus, { recursive: true, withFileTypes: true }).filter((item) => item.isFile())
  for (const [index, item] of items.entries()) {
    const path = join(item.parentPath, item.name)
    const own = statSync(path).size
    if (index % 7 !== 0 || own > 100_000) continue
    cpSync(path, join(folder, `${index}-${item.name}`))
    size += own
    if (size > 2e6) break
  }
  return { folder, bytes: size }
}

function find(name: string): string | undefined {
  const folders = [...(process.env['PEERS'] ?? '').split(delimiter), ...(process.env['PATH'] ?? '').split(delimiter)]
  const path = folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((one) => existsSync(one))
  return path !== undefined && spawnSync(path, ['--help'], { stdio: 'ignore' }).error === undefined ? path : undefined
}
