import { execFileSync, spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { crc32 } from 'node:zlib'
import { costOf, medianCost, type ProcessCost, runNode } from './measured-process.ts'
import { publishedProgram } from './published-program.ts'
import { writeVocabulary } from './vocabulary-pickle.ts'

/**
 * node bench/models.ts [ROUNDS]: `assay model` in turn with picklescan and ModelScan on the same files, whole processes, start-up
 * included: a pickle of 14 million opcodes, 2,000 small pickles, a torch zip of 1 GB. Assay is measured as it is published (built
 * into a folder of the bench) and as it runs in the checkout. The peers are installed with pip into a folder of the bench; where that cannot be
 * done, only our figures are printed and that is said.
 */
const rounds = Number(process.argv[2] ?? '7')
const workplace = mkdtempSync(join(tmpdir(), 'assay-bench-'))
const checkout = resolve(import.meta.dirname, '..')
const environment = { HOME: workplace, NODE_COMPILE_CACHE: join(workplace, 'cache') }

interface Contestant {
  readonly name: string
  readonly command: (path: string) => readonly string[]
}

try {
  const published = publishedProgram(workplace)
  const peers = installPeers()
  const contestants: readonly Contestant[] = [
    assayAt('assay', published),
    assayAt('from source', join(checkout, 'bin/assay.js')),
    ...peers,
  ]
  const inputs: readonly (readonly [string, string])[] = [
    ['14 M opcodes, 170 MB', bigPickle()],
    ['2,000 small pickles', smallPickles()],
    ['torch zip, 1 GB', torchZip()],
  ]
  console.log(
    `machine ${availableParallelism()} CPUs, Node ${process.version}; peers: ${peers.map((peer) => peer.name).join(', ') || 'none could be installed'}; medians of ${rounds}`,
  )
  for (const [name, path] of inputs) compare(name, path, contestants, published)
} finally {
  rmSync(workplace, { recursive: true, force: true })
}

function compare(name: string, path: string, contestants: readonly Contestant[], published: string): void {
  console.log(`\n${name} (${(sizeOf(path) / 1e6).toFixed(0)} MB)`)
  // Its caches are those of a second run, and it says what was read.
  const words = [...assayAt('assay', published).command(path).slice(1), '--format', 'json']
  runNode(words, environment)
  const { stdout, megabytes } = runNode(words, environment)
  const { coverage } = JSON.parse(stdout) as { coverage: { files: { parsed: number; failed: number } } }
  console.log(`  ${coverage.files.parsed} read, ${coverage.files.failed} failed, ${megabytes.toFixed(0)} MB peak`)
  const costs = new Map<Contestant, ProcessCost[]>(contestants.map((one) => [one, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [one, own] of costs) own.push(costOf(one.command(path), environment))
  }
  const [ours = medianCost([])] = [...costs.values()].map(medianCost)
  for (const [one, own] of costs) {
    const { milliseconds, processor } = medianCost(own)
    const ratio = `${(milliseconds / ours.milliseconds).toFixed(2)} times the time of assay`
    console.log(`  ${one.name.padEnd(12)}${seconds(milliseconds)} wall${seconds(processor)} processor; ${ratio}`)
  }
}

/** With the report for people, which is what the peers print too. */
function assayAt(name: string, program: string): Contestant {
  return { name, command: (path) => [process.execPath, program, 'model', path, '--quiet'] }
}

function installPeers(): readonly Contestant[] {
  const folder = join(workplace, 'peers')
  const python = join(folder, 'bin/python')
  if (spawnSync('python3', ['-m', 'venv', folder], { stdio: 'ignore' }).status !== 0) return []
  spawnSync(python, ['-m', 'pip', 'install', '-q', 'picklescan', 'modelscan'], { stdio: 'ignore' })
  const peers: readonly Contestant[] = [
    { name: 'picklescan', command: (path) => [join(folder, 'bin/picklescan'), '-p', path] },
    { name: 'modelscan', command: (path) => [join(folder, 'bin/modelscan'), 'scan', '-p', path] },
  ]
  return peers.filter((peer) => existsSync(peer.command('')[0] ?? ''))
}

function bigPickle(): string {
  const path = join(workplace, 'vocabulary.pkl')
  writeVocabulary(path, 3_500_000, 20_261_122)
  return path
}

function smallPickles(): string {
  const folder = join(workplace, 'small')
  mkdirSync(folder)
  for (let index = 0; index < 2000; index++) {
    const name = Buffer.from(`sample-${index}`)
    // {'name': 'sample-N', 'rank': N} in protocol 2.
    const bytes = Buffer.concat([
      Buffer.from('80027d7100285804000000', 'hex'),
      Buffer.from('name'),
      Buffer.from('7101', 'hex'),
      Buffer.from([0x58, name.length, 0, 0, 0]),
      name,
      Buffer.from('7102', 'hex'),
      Buffer.from('580400000072616e6b71034a', 'hex'),
      Buffer.from([index & 0xff, index >> 8, 0, 0]),
      Buffer.from('752e', 'hex'),
    ])
    writeFileSync(join(folder, `sample-${index}.pkl`), bytes)
  }
  return folder
}

/** What torch.save writes: a small data.pkl and one large storage, members stored without compression. */
function torchZip(): string {
  const path = join(workplace, 'model.pt')
  const pickle = Buffer.from('80027d71005806000000616e7377657271014b2a732e', 'hex')
  const storage = Buffer.alloc(64 * 1024 * 1024)
  for (let offset = 0; offset < storage.length; offset += 4) storage.writeFloatLE(Math.sin(offset), offset)
  const file = openSync(path, 'w')
  const directory: Buffer[] = []
  let position = 0
  const write = (bytes: Buffer): void => {
    writeSync(file, bytes)
    position += bytes.length
  }
  const member = (name: string, chunks: readonly Buffer[]): void => {
    const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    const checksum = chunks.reduce((crc, chunk) => crc32(chunk, crc), 0)
    const at = position
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt32LE(checksum, 10)
    fields.writeUInt32LE(size, 14)
    fields.writeUInt32LE(size, 18)
    fields.writeUInt16LE(name.length, 22)
    write(Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name)]))
    for (const chunk of chunks) write(chunk)
    const entry = Buffer.alloc(42)
    entry.writeUInt16LE(20, 0)
    fields.copy(entry, 2, 0, 26)
    entry.writeUInt32LE(at, 38)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), entry, Buffer.from(name)]))
  }
  member('archive/data.pkl', [pickle])
  for (let index = 0; index < 16; index++) member(`archive/data/${index}`, [storage])
  member('archive/version', [Buffer.from('3\n')])
  const start = position
  for (const entry of directory) write(entry)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(position - start, 8)
  end.writeUInt32LE(start, 12)
  write(Buffer.concat([Buffer.from('PK\u0005\u0006'), end]))
  closeSync(file)
  return path
}

function sizeOf(path: string): number {
  return statSync(path).isDirectory()
    ? Number(execFileSync('du', ['-sb', path], { encoding: 'utf8' }).split('\t')[0])
    : statSync(path).size
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2).padStart(7)} s`
}
