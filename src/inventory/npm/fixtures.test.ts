import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { isExpected } from '../../base/errors.ts'
import { type PackageMention, ROOT } from '../../model/package-mention.ts'
import type { Extractor } from '../extractor.ts'
import { bunLock } from './bun-lock.ts'
import { packageJson } from './package-json.ts'
import { packageLock } from './package-lock.ts'
import { pnpmLock } from './pnpm-lock.ts'
import { pnpmWorkspace } from './pnpm-workspace.ts'
import { yarnLock } from './yarn-lock.ts'

const EXTRACTORS: readonly Extractor[] = [bunLock, packageJson, packageLock, pnpmLock, pnpmWorkspace, yarnLock]
const FIXTURES = new URL('./fixtures/', import.meta.url)

const files = EXTRACTORS.flatMap((extractor) => {
  const folder = new URL(`${extractor.id.slice('npm/'.length)}/`, FIXTURES)
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({
      extractor,
      name: `${entry.parentPath}/${entry.name}`,
      bytes: readFileSync(`${entry.parentPath}/${entry.name}`),
    }))
    .map((file) => ({ ...file, label: file.name.slice(file.name.indexOf('fixtures/')) }))
})

describe.each(files)('$label', ({ extractor, name, bytes }) => {
  it('is understood to the end', async () => {
    const { mentions, edges, diagnostics } = await extractor.extract(fileOf(name, bytes))
    expect(mentions.length).toBeGreaterThan(5)
    expect(diagnostics).toEqual([])
    const keys = new Set(mentions.map((mention) => mention.key))
    expect(keys.size).toBe(mentions.length)
    for (const { from, to } of edges) {
      expect(keys.has(to)).toBe(true)
      expect(from === ROOT || keys.has(from)).toBe(true)
    }
  })

  it('has every version where it says', async () => {
    const lines = bytes.toString('utf8').split('\n')
    const { mentions } = await extractor.extract(fileOf(name, bytes))
    const elsewhere = mentions.filter((mention) => !standsThere(mention, lines)).map((mention) => mention.key)
    expect(elsewhere).toEqual([])
  })

  it('does not break when it is cut or damaged', async () => {
    const broken: unknown[] = []
    const step = Math.max(1, Math.floor(bytes.length / 60))
    for (let at = 0; at < bytes.length; at += step) {
      const damaged = Uint8Array.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 7))
      for (const content of [bytes.subarray(0, at), damaged]) {
        await extractor.extract(fileOf(name, content)).catch((error: unknown) => {
          if (!isExpected(error)) broken.push(error)
        })
      }
    }
    expect(broken).toEqual([])
  })
})

/** Does the place hold the version, or, where none is stated, anything? `$name` in an override stands for a version. */
function standsThere({ location, version }: PackageMention, lines: readonly string[]): boolean {
  const rest = lines[(location.lines?.start ?? 0) - 1]?.slice((location.column ?? 0) - 1) ?? ''
  if (version.kind === 'exact') return rest.startsWith(version.version) || rest.startsWith('$')
  return version.kind === 'range' ? rest.startsWith(version.text) : rest !== ''
}
