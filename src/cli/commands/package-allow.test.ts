import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { allowedArtefact } from '../../analysis/packages/allowed/allowed-artefact.ts'
import { readAllowList } from '../../analysis/packages/allowed/allow-list-file.ts'
import { fixedClock } from '../../base/clock.ts'
import { parseArguments } from '../arguments.ts'
import type { Context } from '../command.ts'
import { terminalOver } from '../terminal.ts'
import { ALLOW_OPTIONS, allowPackage, approvePackage } from './package-allow.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const [ann, bob] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]
const pem = (key: typeof ann.privateKey): string =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString()

function room(more: Readonly<Record<string, string>> = {}): {
  readonly folder: string
  readonly notes: string[]
  run(verb: 'allow' | 'approve', ...words: readonly string[]): Promise<number>
} {
  const folder = temporaryFolder({
    'foo-1.2.3.whl': 'wheel',
    'foo-1.2.3.tar.gz': 'sdist',
    'ann.key': pem(ann.privateKey),
    'ann.pub': pem(ann.publicKey),
    'bob.key': pem(bob.privateKey),
    ...more,
  })
  const notes: string[] = []
  const context: Context = {
    terminal: terminalOver({ write: () => true }, { write: (text) => void notes.push(text) }, {}),
    environment: {},
    input: async function* () {},
    folder,
    clock: fixedClock(NOW),
    signal: new AbortController().signal,
    version: '0',
  }
  const command = {
    name: 'package',
    summary: '',
    usage: [],
    about: [],
    options: ALLOW_OPTIONS,
    examples: [],
    run: async () => 0,
  }
  return {
    folder,
    notes,
    run: (verb, ...words) =>
      (verb === 'allow' ? allowPackage : approvePackage)(parseArguments(command, words), context),
  }
}

const BY_ANN = ['--key', 'ann.key', '--as', 'Ann']
const BY_BOB = ['--key', 'bob.key', '--as', 'Bob']
const WHY = ['--purl', 'pkg:pypi/foo@1.2.3', '--reason', 'Read in full.']

describe('assay package allow and approve', () => {
  it('two people allow one artefact, and only that one', async () => {
    const { folder, notes, run } = room()
    expect(await run('allow', 'foo-1.2.3.whl', ...WHY, ...BY_ANN, '--until', '2026-12-31')).toBe(0)
    expect(notes.join('')).toMatch(/allows nothing yet[^]*assay package approve foo-1\.2\.3\.whl/)
    expect(await run('approve', 'foo-1.2.3.whl', ...BY_BOB, '--trust', 'ann.pub')).toBe(0)
    expect(notes.join('')).toMatch(/may be used until 2026-12-31: Read in full\.[^]*approved by Ann and Bob/)
    const list = readAllowList(readFileSync(join(folder, 'assay-allowed.json')))
    const [entry] = list.allowed
    expect(allowedArtefact(list, [ann.publicKey, bob.publicKey], entry?.sha256 ?? '', NOW).kind).toBe('allowed')
    await expect(run('approve', 'foo-1.2.3.tar.gz', ...BY_BOB)).rejects.toMatchObject({
      message: expect.stringContaining('nobody has proposed foo-1.2.3.tar.gz'),
      hint: expect.stringContaining('Another artefact of the same release'),
    })
  })

  it('lasts three months where nobody says how long', async () => {
    const { folder, run } = room()
    await run('allow', 'foo-1.2.3.whl', ...WHY, ...BY_ANN)
    expect(readAllowList(readFileSync(join(folder, 'assay-allowed.json'))).allowed[0]?.expires).toBe(
      '2027-02-20T23:59:59Z',
    )
  })

  it('a proposal that is over makes room for a new one', async () => {
    const { folder, run } = room()
    await run('allow', 'foo-1.2.3.whl', ...WHY, ...BY_ANN, '--until', '2026-12-31')
    await expect(run('allow', 'foo-1.2.3.whl', ...WHY, ...BY_BOB)).rejects.toThrow('is in the list already')
    const text = readFileSync(join(folder, 'assay-allowed.json'), 'utf8').replace('2026-12-31', '2026-11-01')
    const other = room({ 'assay-allowed.json': text })
    await other.run('allow', 'foo-1.2.3.whl', ...WHY, ...BY_BOB)
    expect(readAllowList(readFileSync(join(other.folder, 'assay-allowed.json'))).allowed).toHaveLength(1)
  })

  it.each<readonly [string, 'allow' | 'approve', readonly string[], RegExp]>([
    ['no file', 'allow', [...WHY, ...BY_ANN], /expected one file, found 0/],
    ['two files', 'allow', ['a', 'b', ...WHY, ...BY_ANN], /expected one file, found 2/],
    ['a file that is not there', 'allow', ['gone.whl', ...WHY, ...BY_ANN], /gone\.whl cannot be read: ENOENT/],
    ['a folder', 'allow', ['.', ...WHY, ...BY_ANN], /cannot be read: EISDIR/],
    ['no reason', 'allow', ['foo-1.2.3.whl', '--purl', 'pkg:pypi/foo@1', ...BY_ANN], /expected --reason/],
    ['no name', 'allow', ['foo-1.2.3.whl', ...WHY, '--key', 'ann.key'], /expected --as/],
    ['no key', 'allow', ['foo-1.2.3.whl', ...WHY, '--as', 'Ann'], /expected --key/],
    [
      'a key that is none',
      'allow',
      ['foo-1.2.3.whl', ...WHY, '--as', 'Ann', '--key', 'foo-1.2.3.whl'],
      /expected an Ed25519 key in PEM/,
    ],
    [
      'a day that is none',
      'allow',
      ['foo-1.2.3.whl', ...WHY, ...BY_ANN, '--until', '2026-02-31'],
      /expected --until YYYY-MM-DD/,
    ],
    ['nothing proposed', 'approve', ['foo-1.2.3.whl', ...BY_BOB], /nobody has proposed/],
    [
      'a list that is none',
      'approve',
      ['foo-1.2.3.whl', ...BY_BOB, '--allowed', 'ann.pub'],
      /ann\.pub is no list of allowed artefacts: expected JSON/,
    ],
  ])('says what is wrong: %s', async (_, verb, words, message) => {
    await expect(room().run(verb, ...words)).rejects.toThrow(message)
  })
})
