import { describe, expect, it } from 'vitest'
import { edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { installedModules } from './installed.ts'

async function joined(files: Readonly<Record<string, string | Uint8Array>>): Promise<Extraction> {
  const parts = await Promise.all(
    Object.entries(files).map(async ([path, content]) => ({
      path,
      extractor: installedModules.id,
      extraction: await installedModules.extract(fileOf(path, content)),
    })),
  )
  const all = installedModules.join?.(parts) ?? []
  return {
    mentions: all.flatMap(({ extraction }) => extraction.mentions),
    edges: all.flatMap(({ extraction }) => extraction.edges),
    includes: [],
    clues: [],
    diagnostics: all.flatMap(({ extraction }) => extraction.diagnostics),
  }
}

const fixtures = fixturesIn(fixtureFolder(installedModules.id))
const only = (part: string): Readonly<Record<string, Uint8Array>> =>
  Object.fromEntries(fixtures.filter(({ path }) => path.includes(part)).map(({ path, bytes }) => [path, bytes]))

describe('installed npm packages', () => {
  it('are those of every node_modules folder, with the graph that Node.js sees', async () => {
    const found = await joined(only('package.json'))
    expect(mentionsInWords(found)).toEqual([
      '@scope/pad ==1.0.3 registry:https://npm.example locks runtime direct:unknown 1:37',
      'debug ==4.3.4 registry locks runtime direct:unknown 3:15',
      'debug ==2.6.9 registry locks runtime direct:unknown 3:15',
      'express ==4.19.2 registry locks runtime direct:unknown 3:15',
      'ms ==2.1.2 registry locks runtime direct:unknown 1:29',
      'left ==0.1.0 registry locks runtime direct:unknown 1:31',
    ])
    expect(edgesInWords(found)).toEqual([
      'debug@4.3.4 in node_modules/debug -> ms@2.1.2 in node_modules/ms',
      'debug@2.6.9 in node_modules/express/node_modules/debug -> ms@2.1.2 in node_modules/ms',
      'express@4.19.2 in node_modules/express -> debug@2.6.9 in node_modules/express/node_modules/debug',
      'express@4.19.2 in node_modules/express -> @scope/pad@1.0.3 in node_modules/@scope/pad',
    ])
  })

  it('are listed by yarn 1', async () => {
    expect(mentionsInWords(await joined(only('.yarn-integrity')))).toEqual([
      'accepts ==1.3.8 registry:https://npm.example locks runtime direct:no 6:6',
      'express ==4.19.2 registry:https://npm.example locks runtime direct:yes 7:6',
      'debug ==4.3.4 registry:https://npm.example locks runtime direct:yes 8:6',
    ])
  })

  it('are listed by yarn 2 and later', async () => {
    expect(mentionsInWords(await joined(only('.yarn-state.yml')))).toEqual([
      'accepts ==1.3.8 registry locks runtime direct:unknown 8:2',
      'app unstated local:. locks runtime direct:yes 12:2',
      'typescript ==5.4.5 registry locks runtime direct:unknown 16:2',
    ])
  })

  it.each([
    ['node_modules/a/package.json', ['node_modules']],
    ['x/node_modules/a/node_modules/@s/b/package.json', ['x/node_modules/a/node_modules']],
    ['node_modules/a/lib/package.json', []],
    ['node_modules/.cache/package.json', []],
    ['app/package.json', []],
    ['node_modules/.yarn-integrity', ['node_modules']],
  ])('%s speaks for %j', (path, folders) => {
    expect(installedModules.installedBelow?.(path)).toEqual(folders)
  })
})
