import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { medianRun, type ProcessRun, runNode } from './measured-process.ts'

/**
 * node bench/scan.ts [RECORDS] [ROUNDS]: `assay scan` as a whole process on a lock of 5,000 npm names, against a database built from
 * a generated feed of 230,000 npm records and, where it is there, the real PyPI feed of ../shared; in turn with a naive
 * process that unzips and parses the whole feed and keeps what the lock names, which is how osv-scanner works offline.
 */
const [records = '230000', rounds = '5'] = process.argv.slice(2)
const here = import.meta.dirname
const root = resolve(here, '..')
const workplace = mkdtempSync(join(tmpdir(), 'assay-bench-'))
const realFeed = join(root, '..', 'shared', 'data', 'osv')

try {
  const feed = join(workplace, 'feed')
  const project = join(workplace, 'project')
  const database = join(workplace, 'advisories.db')
  execFileSync(process.execPath, [join(here, 'generate-npm-feed.ts'), feed, records])
  mkdirSync(project)
  copyFileSync(join(feed, 'package-lock.json'), join(project, 'package-lock.json'))
  const sources = [feed, ...(existsSync(realFeed) ? [realFeed] : [])]
  const assay = join(root, 'bin', 'assay.js')
  const build = runNode([assay, 'advisories', 'import', ...sources, '--advisories', database, '--quiet'], {
    HOME: workplace,
  })
  const scan = [assay, 'scan', project, '--advisories', database, '--format', 'json', '--quiet']
  const naive = [
    join(here, 'advisories-run.ts'),
    'naive',
    join(feed, 'npm', 'all.zip'),
    join(feed, 'package-lock.json'),
  ]

  const environment = { HOME: workplace, NODE_COMPILE_CACHE: join(workplace, 'cache') }
  runNode(scan, environment)
  const ours: ProcessRun[] = []
  const theirs: ProcessRun[] = []
  for (let round = 0; round < Number(rounds); round++) {
    ours.push(runNode(scan, environment))
    if (round < 3) theirs.push(runNode(naive))
  }
  const result = JSON.parse(ours[0]?.stdout ?? '{}') as { findings: unknown[]; components: unknown[] }
  const [scanRun, naiveRun] = [medianRun(ours), medianRun(theirs)]
  console.log(`machine      ${availableParallelism()} CPUs, Node ${process.version}`)
  console.log(`import       ${show(build)} (once per update)`)
  console.log(`assay scan   ${show(scanRun)}; ${result.components.length} packages, ${result.findings.length} findings`)
  console.log(`naive decode ${show(naiveRun)}; it only finds the names`)
  console.log(
    `ratio        ${(naiveRun.milliseconds / scanRun.milliseconds).toFixed(1)} in time, ${(naiveRun.megabytes / scanRun.megabytes).toFixed(1)} in memory`,
  )
} finally {
  rmSync(workplace, { recursive: true, force: true })
}

function show({ milliseconds, megabytes }: ProcessRun): string {
  return `${milliseconds.toFixed(0).padStart(6)} ms  ${megabytes.toFixed(0).padStart(4)} MB peak`
}
