import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { denoLock } from './lock.ts'

const read = (text: string): Promise<Extraction> => denoLock.extract(fileOf('deno.lock', text))
const fixture = (name: string): Promise<Extraction> =>
  read(readFileSync(new URL(`./fixtures/lock/${name}/deno.lock`, import.meta.url), 'utf8'))

describe('deno.lock', () => {
  it('version 5', async () => {
    const found = await fixture('v5')
    expect(found.diagnostics).toEqual([])
    expect(mentionsInWords(found).map((line) => line.replace(/ locks runtime/, ''))).toEqual([
      '@esbuild/linux-x64 ==0.25.5 registry direct:no 20:25 ; os=linux cpu=x64',
      'ansi-regex ==5.0.1 registry direct:no 25:17',
      'ansi-regex ==6.0.1 registry direct:no 26:17',
      'chalk ==5.3.0 registry direct:yes 27:12',
      'esbuild ==0.25.5 registry direct:yes 28:14',
      'string-width ==4.2.3 registry direct:yes 34:19',
      'strip-ansi ==6.0.1 registry direct:no 38:17',
      '@jsr/std__assert ==1.0.13 registry:jsr direct:yes 11:18',
      '@jsr/std__internal ==1.0.8 registry:jsr direct:no 15:20',
    ])
    expect(edgesInWords(found).filter((edge) => !edge.startsWith('ROOT'))).toEqual([
      'esbuild@0.25.5 -> @esbuild/linux-x64@0.25.5',
      'string-width@4.2.3 -> ansi-regex@5.0.1',
      'string-width@4.2.3 -> strip-ansi@6.0.1',
      'strip-ansi@6.0.1 -> ansi-regex@5.0.1',
      '@jsr/std__assert@1.0.13 -> @jsr/std__internal@1.0.8',
    ])
  })

  it('version 3, with peers in keys', async () => {
    const found = await fixture('v3')
    expect(found.diagnostics).toEqual([])
    expect(found.mentions.map(({ key, direct }) => `${key} ${direct}`)).toEqual([
      '@types/node@20.11.0 no',
      'ts-node@10.9.2 yes',
      '@jsr/std__assert@1.0.0 yes',
      '@jsr/std__internal@1.0.1 no',
    ])
    expect(edgesInWords(found)).toContain('ts-node@10.9.2 -> @types/node@20.11.0')
  })

  it('version 2, and modules by address once for every release', async () => {
    const found = await fixture('v2')
    expect(found.mentions.map(({ key, direct }) => `${key} ${direct}`)).toEqual(['debug@4.3.4 yes', 'ms@2.1.2 no'])
    expect(edgesInWords(found)).toEqual(['ROOT -> debug@4.3.4', 'debug@4.3.4 -> ms@2.1.2'])
    expect(diagnosticsInWords(found)).toEqual([
      'FORMAT_PARTIAL 4:6 loads modules from "https://deno.example/std@0.177.0", which no advisory ecosystem covers; they were not checked',
    ])
  })

  it.each([
    ['{"version": "9"}', 'FORMAT_VERSION 1:14 version "9" is newer'],
    ['{"version": "5", "npm": {"a": {}}}', 'FORMAT_PARTIAL 1:27 expected name@version'],
    ['{"version": "5", "npm": {"../a@1.0.0": {}}}', 'expected the name of a package'],
  ])('%s says what it could not read', async (text, expected) => {
    expect(diagnosticsInWords(await read(text)).join('\n')).toContain(expected)
  })

  it('reads a megabyte of one package in linear time', async () => {
    const npm = Object.fromEntries(
      Array.from({ length: 15_000 }, (_, i) => [`a@1.0.${i}`, { dependencies: ['a', 'b@1', `a@1.0.${i + 1}`] }]),
    )
    const before = performance.now()
    await read(JSON.stringify({ version: '5', npm }))
    expect(performance.now() - before).toBeLessThan(5000)
  })
})
