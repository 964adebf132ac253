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
    const lzip = Buffer.from('LZIP\x01 and no more', 'latin1')
    const { findings, coverage } = await model({ 'model.joblib': lzip })
    expect(findings.map((finding) => finding.ruleId)).toEqual(['models/not-inspected'])
    expect(coverage.complete).toBe(false)
    expect(coverage.gaps).toEqual(['1 file could not be looked into to the end; see the findings'])
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
