import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fakeScanner, fakeToken } from '../../../test/support/fake-scanner.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { writeTar } from '../../../test/support/tar-writer.ts'
import { writeZip } from '../../../test/support/zip-writer.ts'
import type { FamilyInspection } from '../../model/rule.ts'
import { PIECE_BYTES } from './pieces.ts'
import { familyOf } from './sensitive-family.ts'
import { PUBLIC_KEY } from './sensitive-settings.ts'
import type { ScanContext } from './sensitive-scanner.ts'

const TOKEN = fakeToken()

function inspect(path: string, content: string | Uint8Array, asked?: ScanContext[]): Promise<FamilyInspection> {
  const family = familyOf({ key: PUBLIC_KEY, personalData: true, userRules: [] }, [fakeScanner(asked)])
  return family.inspect(fileOf(path, content))
}

/** Where something was seen: `path:line:column`, cell, note. */
async function places(path: string, content: string | Uint8Array): Promise<readonly string[]> {
  const { observations } = await inspect(path, content)
  return observations.flatMap(({ evidence }) =>
    evidence.map(({ location: { lines, column, cell, cellLine }, note }) =>
      [lines?.start ?? '-', column ?? '-', cell ?? '-', cellLine ?? '-', note].join(' '),
    ),
  )
}

const notebook = (cells: readonly object[], metadata: object = {}): string =>
  JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }, undefined, 1)

const code = (source: readonly string[], outputs: readonly object[] = []): object => ({
  cell_type: 'code',
  metadata: {},
  execution_count: 1,
  source,
  outputs,
})

describe('what is looked through', () => {
  it('tells line, column and name of a value in a text', async () => {
    expect(await places('.env', `A=1\nAPI_KEY="${TOKEN}"\n`)).toEqual(['2 10 - - assigned to API_KEY'])
  })

  it.each([
    ['a list of lines', code(['import os\n', `key = "${TOKEN}"`]), '- 1 2 assigned to key, in cell 1'],
    ['a single string', { ...code([]), source: `key = "${TOKEN}"` }, '- 1 1 assigned to key, in cell 1'],
    ['a text', { cell_type: 'markdown', metadata: {}, source: [`the key: ${TOKEN}`] }, '- 1 1 assigned to key'],
    [
      'what was printed',
      code([], [{ output_type: 'stream', name: 'stdout', text: [TOKEN] }]),
      'in the output of cell 1',
    ],
    [
      'a result as HTML',
      code([], [{ output_type: 'execute_result', data: { 'text/html': [`<td>${TOKEN}</td>`] }, metadata: {} }]),
      'in the output of cell 1',
    ],
    [
      'a result as JSON',
      code([], [{ output_type: 'display_data', data: { 'application/json': { deep: [{ key: TOKEN }] } } }]),
      'assigned to key, in the output of cell 1',
    ],
    [
      'a traceback with colours in the token',
      code(
        [],
        [
          {
            output_type: 'error',
            ename: 'E',
            evalue: '',
            traceback: [`\u001b[31m${TOKEN.slice(0, 9)}\u001b[0m${TOKEN.slice(9)}`],
          },
        ],
      ),
      'in the output of cell 1',
    ],
    ['metadata of a cell', { ...code([]), metadata: { papermill: { token: TOKEN } } }, 'in the metadata of cell 1'],
  ])('sees %s of a notebook', async (_, cell, expected) => {
    const [place] = await places('a.ipynb', notebook([cell]))
    expect(place).toContain(expected)
  })

  it('sees a token whose neighbours are escaped in JSON', async () => {
    const raw = notebook([code([`print("\\"${TOKEN}\\"")\n`])])
    expect(await places('a.ipynb', raw)).toHaveLength(1)
  })

  it('does not look at the pixels of a notebook', async () => {
    const picture = {
      output_type: 'display_data',
      data: { 'image/png': TOKEN, 'text/plain': ['<Figure>'] },
      metadata: {},
    }
    expect(await places('a.ipynb', notebook([code([], [picture])]))).toEqual([])
  })

  it('sees the state of widgets and the metadata of a notebook', async () => {
    const metadata = { widgets: { state: { a: { value: TOKEN } } } }
    expect((await places('a.ipynb', notebook([code(['1'])], metadata)))[0]).toContain('in the metadata of the notebook')
  })

  it('looks through a broken notebook as it stands', async () => {
    expect(await places('a.ipynb', `{"cells": [ "${TOKEN}"`)).toHaveLength(1)
  })

  it.each([
    ['a wheel', 'a.whl', writeZip([{ name: 'pkg/config.py', data: `KEY = "${TOKEN}"\n` }]), 'in pkg/config.py'],
    ['a tar archive', 'a.tar', writeTar([{ name: 'etc/app.env', data: `KEY=${TOKEN}` }]), 'in etc/app.env'],
    ['a packed tar archive', 'a.tgz', gzipSync(writeTar([{ name: 'a/b.txt', data: TOKEN }])), 'a/b.txt'],
    ['a packed log', 'app.log.gz', gzipSync(`key=${TOKEN}\n`), 'in what is packed'],
    [
      'an archive in an archive',
      'a.zip',
      writeZip([{ name: 'inner.zip', data: writeZip([{ name: 'k.env', data: `K=${TOKEN}` }]) }]),
      'inner.zip > k.env',
    ],
    [
      'a notebook in an archive',
      'a.zip',
      writeZip([{ name: 'n.ipynb', data: notebook([code([`k="${TOKEN}"`])]) }]),
      'in n.ipynb, in cell 1',
    ],
  ])('opens %s', async (_, path, content, expected) => {
    expect((await places(path, content))[0]).toContain(expected)
  })

  it('says what it could not open', async () => {
    const whole = writeZip([{ name: 'a.txt', data: 'x'.repeat(5000), method: 'deflate' }])
    const { diagnostics } = await inspect('a.zip', whole.subarray(0, whole.length - 60))
    expect(diagnostics.map(({ level }) => level)).toContain('warning')
  })

  it.each([
    ['a.py', 'source'],
    ['a.yaml', 'configuration'],
    ['README.md', 'prose'],
    ['app.log', 'output'],
    ['.bash_history', 'output'],
    ['weights.xyz', 'binary'],
  ])('takes %s for %s', async (path, role) => {
    const asked: ScanContext[] = []
    await inspect(path, role === 'binary' ? 'ab\0cd' : 'text', asked)
    expect(asked.map((context) => context.role)).toEqual([role])
  })

  it('finds what lies across two pieces once, and counts lines through them', async () => {
    const line = `${'x'.repeat(99)}\n`
    const before = line.repeat(PIECE_BYTES / 100)
    for (const shift of [-30, -12, -1, 0, 1]) {
      const text = Buffer.alloc(PIECE_BYTES * 2, line)
      text.write(TOKEN, PIECE_BYTES + shift, 'latin1')
      const found = await inspect('a.txt', text)
      expect(found.observations.map(({ evidence }) => evidence.length)).toEqual([1])
    }
    const [place] = await places('a.txt', `${before}${line}${line}\n${TOKEN}\n`)
    expect(place).toMatch(new RegExp(`^${Math.floor(before.length / 100) + 4} `))
  })
})

describe('what is reported', () => {
  it('is one finding for a value, however often it stands there', async () => {
    const { observations } = await inspect('a.txt', `${TOKEN}\n`.repeat(9))
    expect(observations).toHaveLength(1)
    expect(observations[0]?.evidence).toHaveLength(5)
    expect(observations[0]?.message).toContain('9 places')
  })

  it('is never the value', async () => {
    const { observations, diagnostics } = await inspect('a.env', `${TOKEN}\n${fakeToken('Z')}\n`)
    const said = JSON.stringify([observations, diagnostics])
    expect(observations).toHaveLength(2)
    for (const token of [TOKEN, fakeToken('Z')]) {
      expect(said).not.toContain(token)
      expect(said).not.toContain(token.slice(5))
      expect(said).not.toContain(token.slice(0, 9))
    }
  })

  it('tells at most a hundred values of a rule, and counts the others', async () => {
    const tokens = Array.from({ length: 130 }, (_, index) =>
      fakeToken().replace(
        'BC',
        `${String.fromCharCode(65 + (index % 26))}${String.fromCharCode(65 + Math.floor(index / 26))}`,
      ),
    )
    const { observations } = await inspect('a.txt', tokens.join('\n'))
    expect(observations).toHaveLength(100)
    expect(observations.at(-1)?.message).toContain('30 more')
  })
})
