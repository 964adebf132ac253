import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectModel } from '../src/analysis/models/inspect-model.ts'
import type { ScanResult } from '../src/model/scan-result.ts'
import { assay } from './support/assay.ts'
import { fileOf } from './support/file-of.ts'
import { readManifest, REAL_MODELS_FOLDER, type RealModel } from './support/real-models.ts'

const models = readManifest()
const environments = [...new Set(models.map(({ environment }) => environment))]

function bytesOf({ file }: RealModel): Buffer {
  return readFileSync(join(REAL_MODELS_FOLDER, file))
}

/** What is said of a file that it does not deserve, as lines for people. */
async function undeserved(model: RealModel): Promise<readonly string[]> {
  const { observations } = await inspectModel(fileOf(model.file, bytesOf(model)))
  return observations
    .filter(({ id }) => !model.expected.includes(id))
    .map(({ severity, id, title }) => `${model.file}: ${severity} ${id}: ${title}`)
}

describe('files that real libraries wrote', () => {
  it('are many, of old and new libraries, and small', () => {
    expect(models.length).toBeGreaterThanOrEqual(600)
    expect(environments.length).toBeGreaterThanOrEqual(20)
    const versions = new Set(models.flatMap(({ madeBy }) => madeBy.split(' ')))
    expect(versions.size).toBeGreaterThan(70)
    expect(models.filter(({ size }) => size > 36_000).map(({ file }) => file)).toEqual([])
    expect(models.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(2_500_000)
  })

  it('are those of the manifest, bit by bit', () => {
    const here = readdirSync(REAL_MODELS_FOLDER, { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => relative(REAL_MODELS_FOLDER, join(item.parentPath, item.name)).replaceAll('\\', '/'))
      .filter((path) => !['manifest.tsv', '.gitattributes'].includes(path))
    expect(here.toSorted()).toEqual(models.map(({ file }) => file).toSorted())
    const changed = models.filter((model) => createHash('sha256').update(bytesOf(model)).digest('hex') !== model.sha256)
    expect(changed.map(({ file }) => file)).toEqual([])
  })

  it.each(environments)('give no false alarm, no error and nothing left out: %s', async (environment) => {
    const said = await Promise.all(models.filter((model) => model.environment === environment).map(undeserved))
    expect(said.flat()).toEqual([])
  })

  const deserving = models.filter(({ expected }) => expected.length > 0)

  it('hold code nearly never', () => {
    expect(deserving.length).toBeLessThanOrEqual(12)
    expect(deserving.filter(({ because }) => because === '')).toEqual([])
  })

  it.each(deserving)('$file: $because', async (model) => {
    const { observations } = await inspectModel(fileOf(model.file, bytesOf(model)))
    const ids = new Set(observations.map(({ id }) => id))
    expect(model.expected.filter((id) => !ids.has(id))).toEqual([])
  })

  it('pass the whole program, repository rules and all', async () => {
    const { stdout, stderr } = await assay([
      'model',
      REAL_MODELS_FOLDER,
      '--format',
      'json',
      '--quiet',
      '--preset',
      'strict',
    ])
    expect(stderr).toBe('')
    const { findings, diagnostics, coverage } = JSON.parse(stdout) as ScanResult
    const alarmed = findings
      .filter(({ severity }) => severity !== 'low')
      .map(({ evidence }) => evidence[0]?.location.path)
    expect([...new Set(alarmed)].toSorted()).toEqual(deserving.map(({ file }) => file).toSorted())
    expect(diagnostics).toEqual([])
    expect([coverage.files.failed, coverage.files.parsed]).toEqual([0, coverage.files.seen])
  })

  it('say nothing of this machine', () => {
    const paths = /\/(?:home|root|tmp|work|Users)\/|pyenv/
    expect(models.filter((model) => paths.test(bytesOf(model).toString('latin1'))).map(({ file }) => file)).toEqual([])
  })
})
