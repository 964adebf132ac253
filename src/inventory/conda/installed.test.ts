import { describe, expect, it } from 'vitest'
import { edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { installedConda } from './installed.ts'

async function joined(files: Readonly<Record<string, string | Uint8Array>>): Promise<Extraction> {
  const parts = await Promise.all(
    Object.entries(files).map(async ([path, content]) => ({
      path,
      extractor: installedConda.id,
      extraction: await installedConda.extract(fileOf(path, content)),
    })),
  )
  const all = installedConda.join?.(parts) ?? []
  return {
    mentions: all.flatMap(({ extraction }) => extraction.mentions),
    edges: all.flatMap(({ extraction }) => extraction.edges),
    includes: [],
    clues: [],
    diagnostics: all.flatMap(({ extraction }) => extraction.diagnostics),
  }
}

describe('a conda environment', async () => {
  const own = fixturesIn(fixtureFolder(installedConda.id))
  const found = await joined(Object.fromEntries(own.map(({ path, bytes }) => [path, bytes])))
  const channel = 'registry:https://registry.example/conda-forge'

  it('lists what is installed and what was asked for', () => {
    expect(found.diagnostics).toEqual([])
    expect(mentionsInWords(found)).toEqual([
      `numpy ==1.26.4 ${channel} locks runtime direct:yes 23:15`,
      `openssl ==3.2.1 ${channel} locks runtime direct:no 6:15`,
      `python ==3.11.8 ${channel} locks runtime direct:yes 6:15`,
    ])
  })

  it('draws the graph of it', () => {
    expect(edgesInWords(found)).toEqual(['numpy@1.26.4#0 -> python@3.11.8#2', 'python@3.11.8#2 -> openssl@3.2.1#1'])
  })

  it('says nothing of what was asked for where nobody wrote it down', async () => {
    const { mentions } = await joined({ 'e/conda-meta/a-1-0.json': '{"name": "a", "version": "1"}' })
    expect(mentions.map(({ direct }) => direct)).toEqual(['unknown'])
  })

  it('keeps environments apart', async () => {
    const { edges, mentions } = await joined({
      'a/conda-meta/x-1-0.json': '{"name": "x", "version": "1", "depends": ["y"]}',
      'b/conda-meta/y-1-0.json': '{"name": "y", "version": "1"}',
    })
    expect([edges.length, mentions.length]).toEqual([0, 2])
  })

  it.each([
    ['{', 'JSON'],
    ['[]', 'expected an object'],
    ['{"name": 1}', 'expected `name` and `version`'],
    [`${'['.repeat(200_000)}`, 'JSON'],
  ])('%j is refused', async (text, message) => {
    await expect(installedConda.extract(fileOf('e/conda-meta/a-1-0.json', text.slice(0, 300_000)))).rejects.toThrow(
      message,
    )
  })

  it('is what stands in its folder, and other files are not read', async () => {
    expect(installedConda.installedBelow?.('conda-meta/a-1-0.json')).toEqual([''])
    expect(installedConda.installedBelow?.('opt/env/conda-meta/history')).toEqual(['opt/env'])
    expect((await joined({ 'e/conda-meta/state.json': '{}' })).mentions).toEqual([])
  })
})
