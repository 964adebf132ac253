import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** What another tool made of the tree. */
export interface PeerRun {
  readonly name: string
  /** Absent when it is not there. */
  readonly milliseconds?: number
  readonly found: string
}

/** Each tool once, offline where it can be: what is measured is reading the tree, not the network. */
export function peerRuns(tree: string): readonly PeerRun[] {
  return [osvScanner(tree), syft(tree), pipAudit(tree)]
}

/** Without a database to download it reads every lock and reports the packages. */
function osvScanner(tree: string): PeerRun {
  const program = find('osv-scanner')
  if (program === undefined) return absent('osv-scanner')
  const words = ['scan', 'source', '-r', '--format', 'json', '--all-packages', '--offline-vulnerabilities', tree]
  const database = mkdtempSync(join(tmpdir(), 'assay-osv-'))
  try {
    const run = timed(program, words, { OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY: database })
    return { name: 'osv-scanner', milliseconds: run.milliseconds, found: osvFound(run) }
  } finally {
    rmSync(database, { recursive: true, force: true })
  }
}

function osvFound({ stdout, stderr, status }: Timed): string {
  try {
    const { results } = JSON.parse(stdout) as { results: readonly { packages: readonly unknown[] }[] }
    return `${results.reduce((sum, { packages }) => sum + packages.length, 0)} packages in ${results.length} files, no advisories (exit ${status})`
  } catch {
    return `exit ${status}: ${lastLine(stderr)}`
  }
}

function syft(tree: string): PeerRun {
  const program = find('syft')
  if (program === undefined) return absent('syft')
  const run = timed(program, ['scan', `dir:${tree}`, '-o', 'syft-json', '-q'], { SYFT_CHECK_FOR_APP_UPDATE: 'false' })
  try {
    const { artifacts } = JSON.parse(run.stdout) as { artifacts: readonly unknown[] }
    return { name: 'syft', milliseconds: run.milliseconds, found: `${artifacts.length} packages, no advisories` }
  } catch {
    return { name: 'syft', milliseconds: run.milliseconds, found: `exit ${run.status}: ${lastLine(run.stderr)}` }
  }
}

/** It takes one requirements file at a time and asks the network for each package: only the first file, and only reading it. */
function pipAudit(tree: string): PeerRun {
  const program = find('pip-audit')
  if (program === undefined) return absent('pip-audit')
  const folder = join(tree, 'research')
  const project = existsSync(folder)
    ? readdirSync(folder).find((name) => existsSync(join(folder, name, 'requirements.txt')))
    : undefined
  if (project === undefined) return { name: 'pip-audit', found: 'the tree has no requirements.txt it reads' }
  const file = join(folder, project, 'requirements.txt')
  const run = timed(
    program,
    ['-r', file, '--no-deps', '--disable-pip', '--require-hashes', '--dry-run', '-f', 'json'],
    {},
  )
  return {
    name: 'pip-audit',
    milliseconds: run.milliseconds,
    found: `one requirements.txt of the tree, without asking for advisories (exit ${run.status}: ${lastLine(run.stderr)})`,
  }
}

function absent(name: string): PeerRun {
  return { name, found: 'not on this machine' }
}

function find(name: string): string | undefined {
  const folders = [...(process.env['PEERS'] ?? '').split(delimiter), ...(process.env['PATH'] ?? '').split(delimiter)]
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
}

interface Timed {
  readonly milliseconds: number
  readonly stdout: string
  readonly stderr: string
  readonly status: number | null
}

function timed(program: string, words: readonly string[], environment: Readonly<Record<string, string>>): Timed {
  const began = performance.now()
  const { stdout, stderr, status } = spawnSync(program, words, {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { PATH: process.env['PATH'] ?? '', HOME: tmpdir(), ...environment },
    timeout: 600_000,
  })
  return { milliseconds: performance.now() - began, stdout, stderr, status }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 120) ?? ''
}
