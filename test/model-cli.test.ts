import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { ScanResult } from '../src/model/scan-result.ts'
import { assay } from './support/assay.ts'
import { calling } from './support/model-cases.ts'
import { assemble, global, proto, text, tuple } from './support/pickle-assembler.ts'
import { INERT_PICKLE, torchLegacy, torchTar, torchZip } from './support/torch-files.ts'
import { safetensorsOf } from './support/safetensors-writer.ts'
import { temporaryFolder } from './support/temporary-folder.ts'
import { writeTar } from './support/tar-writer.ts'
import { writeZip } from './support/zip-writer.ts'

const SHELL = calling('posix', 'system', 'id')

/** The class of a whole model, wrapped into a persistent id as torch wrote it before 1.6, and called. */
function wrappedClass(module: string, name: string): Uint8Array {
  const id = tuple(text('module'), global(module, name), text('model.py'), text('class Net: ...'))
  return assemble(proto(2), id, 'BINPERSID', 'EMPTY_TUPLE', 'NEWOBJ', 'STOP')
}

/** A TorchScript archive: its classes stand in its own code. */
function torchScript(pickle: Uint8Array): Uint8Array {
  return writeZip([
    { name: 'net/data.pkl', data: pickle },
    { name: 'net/code/__torch__/Net.py', data: 'class Net(Module):\n  training : bool\n' },
    { name: 'net/constants.pkl', data: INERT_PICKLE },
    { name: 'net/version', data: '3\n' },
  ])
}

const OWN_CLASS = assemble(proto(2), global('__torch__', 'Net'), 'EMPTY_TUPLE', 'NEWOBJ', 'STOP')

async function model(files: Readonly<Record<string, Uint8Array>>, ...words: readonly string[]): Promise<ScanResult> {
  const { stdout } = await assay(['model', temporaryFolder(files), '--format', 'json', '--quiet', ...words])
  return JSON.parse(stdout) as ScanResult
}

/** Samples are put together here and never loaded. */
const DANGEROUS: Readonly<Record<string, Uint8Array>> = {
  'plain.pkl': SHELL,
  'checkpoint.pt': torchZip(SHELL),
  'legacy.pth': torchLegacy(SHELL),
  'oldest.pt': torchTar(SHELL),
  'packed.pkl.gz': gzipSync(SHELL),
  'deep.tar': writeTar([
    { name: 'a/model.bin', data: torchZip(gzipSync(SHELL)) },
    { name: 'a/b.pkl', data: SHELL },
  ]),
  'second-stream.pkl': Buffer.concat([INERT_PICKLE, SHELL]),
  'wrapped.pt': torchLegacy(wrappedClass('posix', 'system')),
  'script.pt': torchScript(SHELL),
  'in-a-wheel.zip': writeZip([{ name: 'demo/weights.dat', data: SHELL }]),
}

const HARMLESS: Readonly<Record<string, Uint8Array>> = {
  'plain.pkl': INERT_PICKLE,
  'checkpoint.pt': torchZip(),
  'legacy.pth': torchLegacy(),
  'oldest.pt': torchTar(),
  'wrapped.pt': torchLegacy(wrappedClass('torch.nn.modules.linear', 'Linear')),
  'script.pt': torchScript(OWN_CLASS),
  'packed.pkl.gz': gzipSync(INERT_PICKLE),
  'weights.safetensors': safetensorsOf('{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}', 16),
  'archive.zip': writeZip([{ name: 'readme.txt', data: 'no model here' }]),
  'notes.md': Buffer.from('# a cos\nsystem\n is only text here\n'),
}

/** What a file needs, as JSON. */
interface Allowed {
  readonly path: string
  readonly digest: string
  readonly complete: boolean
  readonly proposed: readonly { readonly global: string; readonly uses: readonly string[]; readonly waiver: object }[]
  readonly refused: readonly { readonly global: string; readonly tier: string }[]
}

const NEEDS = assemble(
  proto(2),
  ...([global('acme.nets', 'Net'), 'EMPTY_TUPLE', 'NEWOBJ', 'EMPTY_DICT', 'BUILD', 'POP'] as const),
  ...([global('sklearn.new', 'Thing'), 'STOP'] as const),
)

async function allowed(
  folder: string,
  ...files: readonly string[]
): Promise<{ code: number | null; files: readonly Allowed[] }> {
  const { stdout, code } = await assay(['model', 'allow', ...files, '--format', 'json'], { cwd: folder })
  return { code, files: (JSON.parse(stdout) as { files: readonly Allowed[] }).files }
}

describe('assay model allow', () => {
  it('proposes waivers that cover the file once somebody answers for them', async () => {
    const folder = temporaryFolder({ 'a.pkl': NEEDS })
    const { stdout, code } = await assay(['model', 'allow', 'a.pkl'], { cwd: folder })
    expect(code).toBe(0)
    expect(stdout).toContain('acme.nets.Net: imported, called, state set; library not known')
    expect(stdout).toContain('sklearn.new.Thing: imported; of scikit-learn')
    expect(stdout).toContain('expires: 2027-02-20')
    const block = `version: 1\nextends: strict\n${stdout.slice(stdout.indexOf('waivers:'))}`
    writeFileSync(join(folder, 'assay.yaml'), block)
    expect((await assay(['policy', 'check'], { cwd: folder })).code).toBe(2)
    const filled = block.replace(/owner: .*/g, 'owner: someone').replace(/reason: .*/g, 'reason: read it')
    writeFileSync(join(folder, 'assay.yaml'), filled)
    expect((await assay(['policy', 'check'], { cwd: folder })).code).toBe(0)
    const { stdout: report } = await assay(['model', 'a.pkl', '--format', 'json', '--quiet'], { cwd: folder })
    const { verdict } = JSON.parse(report) as ScanResult
    expect(verdict.findings.map(({ decision }) => decision)).toEqual(['allow', 'allow'])
    // Another file that needs the same names is another decision.
    writeFileSync(join(folder, 'a.pkl'), Buffer.concat([NEEDS, INERT_PICKLE]))
    const { stdout: other } = await assay(['model', 'a.pkl', '--format', 'json', '--quiet'], { cwd: folder })
    expect((JSON.parse(other) as ScanResult).verdict.decision).not.toBe('allow')
  })

  it('proposes nothing for a file that does harm', async () => {
    const folder = temporaryFolder({
      'bad.pt': torchZip(SHELL),
      'needs.pkl.gz': gzipSync(NEEDS),
      'plain.pkl': INERT_PICKLE,
    })
    const { code, files } = await allowed(folder, 'bad.pt', 'needs.pkl.gz', 'plain.pkl')
    expect(code).toBe(1)
    expect(files.map(({ proposed, refused, complete }) => [proposed.length, refused.length, complete])).toEqual([
      [0, 1, true],
      [2, 0, true],
      [0, 0, true],
    ])
    expect(files[0]?.refused[0]).toMatchObject({ global: 'posix.system', tier: 'execution' })
    expect(files[1]?.proposed[0]?.waiver).toMatchObject({ digest: files[1]?.digest, global: 'acme.nets.Net' })
    expect(files[1]?.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  })

  it('escapes names that are none', async () => {
    const folder = temporaryFolder({
      'odd.pkl': assemble(proto(4), text('acme: x\u001b'), text('y # z'), 'STACK_GLOBAL', 'STOP'),
    })
    const { stdout } = await assay(['model', 'allow', 'odd.pkl'], { cwd: folder })
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toContain('no waiver can name it')
  })

  it('leaves a file of that name reachable', async () => {
    const folder = temporaryFolder({ allow: SHELL })
    expect((await assay(['model', './allow', '--quiet'], { cwd: folder })).code).toBe(1)
    expect((await assay(['model', 'allow'], { cwd: folder })).code).toBe(2)
    expect((await assay(['model', 'allow', '.'], { cwd: folder })).code).toBe(2)
    expect((await assay(['model', 'allow', 'allow', '--format', 'sarif'], { cwd: folder })).code).toBe(2)
  })
})

describe('assay model', () => {
  it.each(Object.entries(DANGEROUS))(
    '%s runs code when it is loaded, whatever it is wrapped in',
    async (name, bytes) => {
      const { findings, verdict } = await model({ [name]: bytes })
      const [worst] = findings
      expect([worst?.ruleId, worst?.severity]).toEqual(['models/pickle-code', 'critical'])
      expect(worst?.title).toContain('posix.system')
      expect(worst?.evidence[0]?.note).toMatch(/byte \d+/)
      expect(verdict.decision).toBe('block')
    },
  )

  it.each(Object.entries(HARMLESS))('%s is not reported', async (name, bytes) => {
    const { findings, coverage, verdict } = await model({ [name]: bytes })
    expect(findings).toEqual([])
    expect(verdict.decision).toBe('allow')
    expect(coverage).toMatchObject({ complete: true, files: { seen: 1, parsed: 1, failed: 0 } })
  })

  it('takes a class of a TorchScript archive for unknown code anywhere else', async () => {
    const { findings } = await model({ 'plain.pkl': OWN_CLASS })
    expect(findings.map((finding) => finding.ruleId)).toEqual(['models/pickle-unknown-code'])
  })

  it('looks at content, not at names', async () => {
    const { findings } = await model({ 'logo.png': SHELL, 'README.md': torchZip(SHELL) })
    expect(findings.map((finding) => finding.evidence[0]?.location.path).toSorted()).toEqual(['README.md', 'logo.png'])
  })

  it('says what it could not look into, and that the scan is incomplete', async () => {
    const packed = Buffer.from([0x1f, 0x9d, 0x90, 1, 2, 3])
    const { findings, coverage } = await model({ 'model.joblib': packed })
    expect(findings.map((finding) => finding.ruleId)).toEqual(['models/not-inspected'])
    expect(coverage.complete).toBe(false)
    expect(coverage.gaps).toEqual(['1 file could not be looked into to the end; see the findings'])
  })

  it.each([
    ['lzip that breaks off', Buffer.from('LZIP\x01 and no more', 'latin1')],
    ['gzip that is damaged', gzipSync(Buffer.alloc(1000, 'text')).fill(0, 12, 20)],
    ['7z that breaks off', Buffer.from('377abcaf271c0004', 'hex')],
  ])('says that something may stand behind damage: %s', async (_, bytes) => {
    const { findings, coverage } = await model({ 'data.bin': bytes })
    expect(findings.map((finding) => finding.ruleId)).toContain('models/not-inspected')
    expect(coverage.complete).toBe(false)
  })

  it('does not take bytes that begin like zlib for a damaged stream', async () => {
    const { findings } = await model({ 'data.bin': Buffer.from([0x78, 0x9c, 1, 2, 3, 4, 5, 6, 7, 8]) })
    expect(findings).toEqual([])
  })

  it('finds code and truncation in one file', async () => {
    const { findings } = await model({ 'cut.pkl': SHELL.subarray(0, -1) })
    expect(findings.map((finding) => finding.ruleId)).toContain('models/pickle-code')
    expect(findings.map((finding) => finding.ruleId)).toContain('models/not-inspected')
  })

  it('is part of assay scan for the usual names', async () => {
    const folder = temporaryFolder({ 'models/checkpoint.pt': torchZip(SHELL), 'README.md': SHELL })
    const { stdout, code } = await assay(['scan', folder, '--format', 'json', '--quiet'])
    const { findings } = JSON.parse(stdout) as ScanResult
    expect(code).toBe(1)
    expect(findings.map((finding) => finding.evidence[0]?.location.path)).toEqual(['models/checkpoint.pt'])
  })

  it('needs something to look at', async () => {
    expect((await assay(['model'])).code).toBe(2)
    expect((await assay(['model', '/nowhere/model.pt'])).code).toBe(2)
  })
})
