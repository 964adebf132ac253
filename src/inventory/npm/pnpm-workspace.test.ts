import { expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { pnpmWorkspace } from './pnpm-workspace.ts'

async function extract(content: string): Promise<Extraction> {
  return pnpmWorkspace.extract(fileOf('pnpm-workspace.yaml', content))
}

it('takes catalogues and overrides as constraints, configuration dependencies as needed to build', async () => {
  const { mentions, edges, diagnostics } = await extract(
    'catalog:\n  a: ^1\ncatalogs:\n  old:\n    a: 0.9.0\noverrides:\n  p>b: 2.0.0\nconfigDependencies:\n  c: 3.0.0+sha512-x\n  d: {integrity: 4.0.0+sha512-x}\n',
  )
  expect(mentions.map(({ key, role, scope, groups }) => [key, role, scope, ...groups])).toEqual([
    ['a@^1', 'constrains', 'runtime', 'catalog:default'],
    ['a@0.9.0', 'constrains', 'runtime', 'catalog:old'],
    ['b@2.0.0', 'constrains', 'runtime'],
    ['c@3.0.0', 'requires', 'build', 'group:configDependencies'],
    ['d@4.0.0', 'requires', 'build', 'group:configDependencies'],
  ])
  expect(edges.map(({ from, to }) => `${from}>${to}`)).toEqual(['>c@3.0.0', '>d@4.0.0'])
  expect(diagnostics).toEqual([])
})

it('notes members outside of the scanned folder', async () => {
  const { diagnostics } = await extract("packages:\n  - '../other'\n  - packages/*\n")
  expect(diagnostics).toMatchObject([{ code: 'FORMAT_OUTSIDE' }])
})

it('is silent on a file without packages, and refuses a list', async () => {
  expect(await extract('packages: []\n')).toMatchObject({ mentions: [], diagnostics: [] })
  await expect(extract('- a\n')).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
})
