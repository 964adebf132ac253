import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import type { SourceFacts } from '../../model/source-facts.ts'
import { npmSource } from './imports.ts'

const read = async (path: string, text = fixture(path)): Promise<SourceFacts | undefined> =>
  (await npmSource.extract(fileOf(path, text))).source
const fixture = (path: string): string => readFileSync(new URL(`./fixtures/imports/${path}`, import.meta.url), 'utf8')

describe('imports of JavaScript and TypeScript', () => {
  it('are packages, one for each, without paths, aliases and what Node.js brings', async () => {
    const { imports = [] } = (await read('src/app.jsx')) ?? {}
    expect(imports.map(({ module, line, use }) => `${module}@${line} ${use}`)).toEqual([
      'pg@3 needed',
      'lodash@4 needed',
      '@radix-ui/react-dialog@7 needed',
      'chart.js@11 needed',
    ])
  })

  it('come from the scripts of components', async () => {
    expect(await read('src/Card.vue')).toEqual({ imports: [{ module: 'vue', line: 3, use: 'needed' }] })
  })

  it('are types in declarations', async () => {
    expect(await read('a.d.ts', 'import { A } from "a"')).toEqual({ imports: [{ module: 'a', line: 1, use: 'types' }] })
  })

  it.each([
    'https://a.example/b.js',
    'npm:a@1',
    'jsr:@a/b',
    'virtual:x',
    'astro:content',
    '~/a',
    '$lib/a',
    '/a',
    '..',
    '@/a',
    'bun:test',
    '__proto__',
  ])('%s is no package', async (specifier) => {
    expect(await read('a.js', `import "${specifier}"`)).toBeUndefined()
  })

  it('are none of a video', async () => {
    expect(await read('a.ts', 'G\0import "a"')).toBeUndefined()
  })
})

describe('settings', () => {
  it('name plug-ins and aliases, written as code', async () => {
    const { words, aliases } = (await read('vite.config.js')) ?? {}
    expect(words).toContain('vite-plugin-inspect')
    expect(aliases).toContain('~parts')
  })

  it('say which beginnings lead to the own files', async () => {
    expect((await read('tsconfig.json'))?.aliases).toEqual(['@parts/', 'env'])
  })

  it('of a package name its commands, and not what it asks for', async () => {
    const { ownName, aliases, words } = (await read('package.json')) ?? {}
    expect({ ownName, aliases }).toEqual({ ownName: '@acme/web', aliases: ['#db'] })
    expect(words).toContain('depcruise')
    expect(words).not.toContain('left-pad')
  })

  it('that are no JSON say nothing', async () => {
    expect(await read('.eslintrc', 'extends: airbnb')).toBeUndefined()
  })
})
