import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assay } from './support/assay.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const POPULAR = ['requests', 'numpy', 'torch', 'transformers', 'huggingface-hub', 'pandas'].join('\n')

describe('assay names', { timeout: 30_000 }, () => {
  it.each([
    ['reqeusts', 'is one edit from requests'],
    ['requests', 'is one of the popular names itself'],
    ['zzyzx-unheard-of', 'resembles no popular name'],
  ])('says of %s that it %s, and never blocks', async (name, said) => {
    const { code, stdout, stderr } = await assay(['names', 'check', name])
    expect(code).toBe(0)
    expect(stdout).toContain(said)
    expect(stderr).toContain('a short list of our own')
  })

  it('makes a snapshot that is believed from its key alone, and knows what exists', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const other = generateKeyPairSync('ed25519').publicKey
    const folder = temporaryFolder({
      'top.txt': POPULAR,
      'all.txt': `${POPULAR}\nsomething-small\n`,
      'key.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }),
      'pub.pem': publicKey.export({ type: 'spki', format: 'pem' }),
      'other.pem': other.export({ type: 'spki', format: 'pem' }),
    })
    const run = (...words: readonly string[]): ReturnType<typeof assay> => assay(['names', ...words], { cwd: folder })
    const built = await run('build', 'top.txt', '--existing', 'all.txt', '--sign', 'key.pem', '-o', 'pypi.names')
    expect(built.code).toBe(0)
    expect(built.stderr).toContain('wrote 6 popular names, 7 that exist')
    const given = ['--names', 'pypi.names', '-f', 'json']
    const checked = await run(
      'check',
      'torhc',
      'something-small',
      'invented-by-a-model',
      ...given,
      '--trust',
      'pub.pem',
    )
    const { names } = JSON.parse(checked.stdout) as {
      names: readonly { name: string; exists: string; candidates: readonly { popular: string }[] }[]
    }
    expect(names.map(({ name, exists, candidates }) => [name, exists, candidates[0]?.popular])).toEqual([
      ['torhc', 'no', 'torch'],
      ['something-small', 'probably', undefined],
      ['invented-by-a-model', 'no', undefined],
    ])
    const refused = await run('check', 'torhc', ...given, '--trust', 'other.pem')
    expect(refused.code).not.toBe(0)
    const bytes = readFileSync(join(folder, 'pypi.names'))
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    writeFileSync(join(folder, 'pypi.names'), bytes)
    expect((await run('check', 'torhc', ...given, '--trust', 'pub.pem')).code).not.toBe(0)
  })

  it.each([
    [['names'], 'assay names --help'],
    [['names', 'check'], 'expected a name'],
    [['names', 'check', 'x', '--ecosystem', 'cargo'], 'PyPI or npm'],
    [['names', 'build', 'nowhere.txt', '-o', 'x'], 'nowhere.txt cannot be read'],
  ])('%j is told what is expected', async (words, said) => {
    const { code, stderr } = await assay(words)
    expect(code).toBe(2)
    expect(stderr).toContain(said)
  })
})
