import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { denoManifest } from './manifest.ts'

const read = (text: string, path = 'app/deno.jsonc'): Promise<Extraction> => denoManifest.extract(fileOf(path, text))
const fixture = (name: string): string => readFileSync(new URL(`./fixtures/manifest/${name}`, import.meta.url), 'utf8')

describe('deno.json', () => {
  it('lists what imports stand for', async () => {
    const found = await read(fixture('deno.jsonc'))
    expect(mentionsInWords(found)).toEqual([
      '@jsr/std__assert ^1.0.0 (semver) registry requires runtime direct:yes 6:37',
      'chalk ==5.3.0 registry requires runtime direct:yes 7:25',
      'zod ^3.22.4 (semver) registry requires runtime direct:yes 8:23',
      'react ==18.2.0 url:https://esm.sh/react@18.2.0 requires runtime direct:yes 9:36',
      'chalk 4 (semver) registry requires runtime direct:yes 15:40',
      '@types/node ==20.11.0 registry requires runtime direct:yes 17:51',
      '@jsr/team__lint-plugin 0.1 (semver) registry requires development direct:yes 18:48',
    ])
    expect(found.includes.map(({ path }) => path)).toEqual(['app/maps/import_map.json'])
    expect(diagnosticsInWords(found)).toEqual([
      'FORMAT_PARTIAL 10:13 loads modules from "https://deno.example/x/oak@v12.6.1", which no advisory ecosystem covers; they were not checked',
    ])
  })

  it('reads an import map', async () => {
    const found = await read(fixture('maps/import_map.json'), 'maps/import_map.json')
    expect(found.diagnostics).toEqual([])
    expect(mentionsInWords(found)).toEqual([
      'lodash ==4.17.20 url:https://cdn.jsdelivr.net/npm/lodash@4.17.20 requires runtime direct:yes 3:52',
    ])
  })

  it.each([
    ['npm:@scope/a@1.0.0/sub/path.js', '@scope/a ==1.0.0 registry'],
    ['npm:a', 'a any registry'],
    ['npm:a@next', 'a any registry'],
    ['npm:a@>=1 <2', 'a >=1 <2 (semver) registry'],
    ['jsr:@std/path', '@jsr/std__path any registry'],
    ['https://esm.sh/v135/@scope/a@1.0.0/es2022/a.mjs', '@scope/a ==1.0.0 url:https://esm.sh/v135/@scope/a@1.0.0'],
    ['https://unpkg.com/a@1.2.3/x.js', 'a ==1.2.3 url:https://unpkg.com/a@1.2.3'],
  ])('%s', async (specifier, expected) => {
    const [line] = mentionsInWords(await read(JSON.stringify({ imports: { x: specifier } })))
    expect(line).toContain(`${expected} requires`)
  })

  it.each([
    ['{"imports": {"a": 1}}', 'FORMAT_PARTIAL 1:19 expected the address of a module'],
    ['{"imports": {"a": "npm:a@{{x}}"}}', 'FORMAT_PARTIAL 1:20 expected a version or range'],
    ['{"imports": {"a": "npm:__proto__@1"}}', 'expected the name of a package'],
    ['{"importMap": "../../x.json"}', 'FORMAT_OUTSIDE 1:16 expected an import map inside'],
  ])('%s says what it could not read', async (text, expected) => {
    expect(diagnosticsInWords(await read(text)).join('\n')).toContain(expected)
  })
})
