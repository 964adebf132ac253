import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import { zipChunks, type ZipMember } from '../test/support/zip-writer.ts'
import { type Random, seededRandom } from '../test/support/random.ts'

/** What was generated: the feed in bucket layout and a lock file that asks for some of it. */
export interface GeneratedFeed {
  readonly directory: string
  readonly lockFile: string
  readonly records: number
  readonly lockedNames: readonly string[]
}

/**
 * An npm feed of the size and shape of the public one in autumn 2026: 97 of 100 records are malware reports with one
 * package, `introduced: 0` and no fix; the rest are vulnerabilities with ranges and CVSS vectors. About 1 kB each.
 * All names and texts are made up. Every tenth name of the lock is in the feed.
 */
export async function generateNpmFeed(
  directory: string,
  { records = 230_000, locked = 5_000, seed = 20_261_122 } = {},
): Promise<GeneratedFeed> {
  const random = seededRandom(seed)
  const names: string[] = []
  await mkdir(join(directory, 'npm'), { recursive: true })
  await writeChunks(join(directory, 'npm', 'all.zip'), zipChunks(members(random, records, names)))
  const lockedNames = lockNames(random, names, locked)
  const lockFile = join(directory, 'package-lock.json')
  await writeFile(lockFile, packageLock(random, lockedNames))
  return { directory, lockFile, records, lockedNames }
}

function* members(random: Random, records: number, names: string[]): Generator<ZipMember> {
  for (let index = 0; index < records; index++) {
    const name = packageNameOf(random, index)
    names.push(name)
    const record = index % 100 < 97 ? malware(random, index, name) : vulnerability(random, index, name)
    yield { name: `${record.id}.json`, data: JSON.stringify(record) }
  }
}

const WORDS = [
  'react', 'vue', 'node', 'json', 'parser', 'cli', 'utils', 'core', 'config', 'auth', 'client', 'server', 'stream',
  'cache', 'queue', 'logger', 'crypto', 'wallet', 'web3', 'style', 'theme', 'icons', 'table', 'chart', 'form',
] as const // prettier-ignore

/** The index makes it unique; a seventh is scoped, as in the public feed. */
function packageNameOf(random: Random, index: number): string {
  const plain = `${random.pick(WORDS)}-${random.pick(WORDS)}-${index.toString(36)}`
  return random.oneIn(7) ? `@${random.pick(WORDS)}-${random.integer(900)}/${plain}` : plain
}

function malware(random: Random, index: number, name: string): { readonly id: string } & Record<string, unknown> {
  const digest = random.hex(64)
  const ghsa = ghsaId(random)
  const everything = !random.oneIn(5)
  const origins = [
    {
      source: 'malware-reports',
      sha256: digest,
      import_time: timestamp(random, true),
      modified_time: timestamp(random, false),
      ...(everything ? { ranges: openRange() } : { versions: ['1.0.0'] }),
    },
  ]
  return {
    id: `MAL-${2022 + (index % 5)}-${index}`,
    summary: `Malicious code in ${name} (npm)`,
    details: `\n---\n## Source: malware-reports (${digest})\nA machine on which this package was installed has to be treated as taken over: rotate every secret it held from another machine, then remove the package. Removing it may not remove what it left behind.\n`,
    ...(random.oneIn(3) ? {} : { aliases: [ghsa] }),
    modified: timestamp(random, true),
    published: timestamp(random, false),
    references: [{ type: 'ADVISORY', url: `https://advisories.example/${ghsa}` }],
    affected: [
      {
        package: { ecosystem: 'npm', name, purl: `pkg:npm/${name.replace('@', '%40')}` },
        ...(everything ? { ranges: openRange() } : {}),
        versions: Array.from({ length: 1 + random.integer(3) }, (_, minor) => `1.${minor}.0`),
        database_specific: {
          cwes: [{ cweId: 'CWE-506', description: 'The product holds code that looks malicious.' }],
        },
      },
    ],
    schema_version: '1.7.4',
    database_specific: { 'malicious-packages-origins': origins },
  }
}

function openRange(): readonly unknown[] {
  return [{ type: 'SEMVER', events: [{ introduced: '0' }] }]
}

function vulnerability(random: Random, index: number, name: string): { readonly id: string } & Record<string, unknown> {
  const major = 1 + random.integer(8)
  const fixed = `${major}.${random.integer(20)}.${random.integer(20)}`
  const vector = `CVSS:3.1/AV:N/AC:${random.pick(['L', 'H'])}/PR:N/UI:${random.pick(['N', 'R'])}/S:U/C:${random.pick(['N', 'L', 'H'])}/I:L/A:${random.pick(['N', 'H'])}`
  return {
    id: ghsaId(random),
    summary: `Improper handling of input in ${name}`,
    details: `### Impact\nText given to the parser of \`${name}\` can reach places it should not. `.repeat(6),
    aliases: [`CVE-${2019 + (index % 8)}-${10_000 + index}`],
    modified: timestamp(random, true),
    published: timestamp(random, false),
    references: ['ADVISORY', 'WEB', 'FIX', 'WEB', 'PACKAGE'].map((type) => ({
      type,
      url: `https://advisories.example/${type.toLowerCase()}/${random.hex(40)}`,
    })),
    affected: [
      {
        package: { ecosystem: 'npm', name, purl: `pkg:npm/${name.replace('@', '%40')}` },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
    schema_version: '1.7.4',
    severity: [{ type: 'CVSS_V3', score: vector }],
    database_specific: { cwe_ids: ['CWE-20'], severity: 'HIGH', github_reviewed: true },
  }
}

function ghsaId(random: Random): string {
  return `GHSA-${random.hex(4)}-${random.hex(4)}-${random.hex(4)}`
}

function timestamp(random: Random, precise: boolean): string {
  const time = Date.UTC(2022, 0, 1) + random.integer(1_700) * 86_400_000 + random.integer(86_400) * 1_000
  const text = new Date(time).toISOString()
  return precise ? text.replace('.000Z', `.${100_000 + random.integer(899_999)}Z`) : text.replace('.000Z', 'Z')
}

function lockNames(random: Random, names: readonly string[], count: number): string[] {
  const step = Math.max(1, Math.floor(names.length / (count / 10)))
  const known = names.filter((_, index) => index % step === 0).slice(0, Math.floor(count / 10))
  const unknown = Array.from({ length: count - known.length }, (_, index) => `clean-${random.pick(WORDS)}-${index}`)
  return [...known, ...unknown].sort()
}

/** A package-lock of version 3 with one entry per name. */
function packageLock(random: Random, names: readonly string[]): string {
  const entries = names.map((name) => [
    `node_modules/${name}`,
    {
      version: `${1 + random.integer(5)}.${random.integer(10)}.0`,
      resolved: `https://registry.example/${name}/-/package.tgz`,
      integrity: `sha512-${Buffer.from(random.hex(64)).toString('base64')}`,
    },
  ])
  const root = {
    name: 'generated',
    version: '1.0.0',
    dependencies: Object.fromEntries(names.map((name) => [name, '*'])),
  }
  const packages = Object.fromEntries([['', root], ...entries])
  return `${JSON.stringify({ name: 'generated', version: '1.0.0', lockfileVersion: 3, requires: true, packages }, undefined, 2)}\n`
}

async function writeChunks(path: string, chunks: Iterable<Buffer>): Promise<void> {
  const file = createWriteStream(path, { highWaterMark: 1 << 20 })
  for (const chunk of chunks) {
    if (!file.write(chunk)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
}
