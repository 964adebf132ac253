import { describe, expect, it } from 'vitest'
import { TreeSeal } from './tree-seal.ts'

type Step = (seal: TreeSeal) => void

function digest(...steps: readonly Step[]): string | undefined {
  const seal = new TreeSeal([])
  for (const step of steps) step(seal)
  return seal.digest()
}

const file =
  (path: string, stamp: string | undefined = '1', link = false): Step =>
  (seal) => {
    seal.opens(path, link)
    seal.read(path, stamp, true)
  }
const opens =
  (path: string): Step =>
  (seal) =>
    seal.opens(path, false)
const read =
  (path: string, stamp = '1'): Step =>
  (seal) =>
    seal.read(path, stamp, true)
const said =
  (reason: string): Step =>
  (seal) =>
    seal.said({ what: 'a', kind: 'ignored', reason })
const asked =
  (path: string, stamp: string | undefined): Step =>
  (seal) =>
    seal.asked(path, { kind: 'file', size: 1 }, stamp)
const missing: Step = (seal) => seal.asked('a', { kind: 'unreadable', skip: 'link', reason: 'gone' }, undefined)

describe('the seal of a tree', () => {
  it('is the same whatever the order in which files are read', () => {
    const plain = digest(file('a'), said('x'), file('b'), file('c'), said('y'))
    expect(plain).toMatch(/^[\w-]{43}$/)
    expect(digest(opens('a'), said('x'), opens('b'), opens('c'), said('y'), read('c'), read('a'), read('b'))).toBe(
      plain,
    )
    expect(digest(file('a'), said('x'), (seal) => seal.known('b', '1'), file('c'), said('y'))).toBe(plain)
  })

  it.each([
    ['a file less', [file('a')]],
    ['another order', [file('b'), file('a')]],
    ['another name', [file('a'), file('c')]],
    ['another stamp', [file('a'), file('b', '2')]],
    ['a link', [file('a'), file('b', '1', true)]],
    ['a file that nobody wants', [file('a'), (seal: TreeSeal) => seal.unwanted('b')]],
    [
      'a link to nothing',
      [file('a'), (seal: TreeSeal) => seal.closed('b', { kind: 'unreadable', skip: 'link', reason: '1' })],
    ],
    ['something said', [file('a'), file('b'), said('x')]],
    ['a name that holds what stands between names', [file('a\n1\nfile\nb')]],
    ['a file that another names', [file('a'), file('b'), asked('c', '1')]],
    ['a file that is not there', [file('a'), file('b'), missing]],
  ] as const)('is another one for %s', (_name, steps) => {
    expect(digest(...steps)).toBeDefined()
    expect(digest(...steps)).not.toBe(digest(file('a'), file('b')))
  })

  it.each([
    ['a file that nobody answered for', [opens('a')]],
    ['a file of no stamp', [(seal: TreeSeal) => (seal.opens('a', false), seal.read('a', undefined, true))]],
    ['a known file of no stamp', [(seal: TreeSeal) => seal.known('a', undefined)]],
    ['a named file of no stamp', [asked('a', undefined)]],
    ['an answer for a file that was not opened', [read('a')]],
    ['the same path twice', [opens('a'), opens('a'), read('a')]],
    ['what was broken', [file('a'), (seal: TreeSeal) => seal.break(), file('b')]],
  ] as const)('is none for %s', (_name, steps) => {
    expect(digest(...steps)).toBeUndefined()
  })

  it('is fresh when a tenth of the files was not known', () => {
    const seal = new TreeSeal([])
    for (let at = 0; at < 20; at++) {
      seal.opens(`${at}`, false)
      seal.read(`${at}`, '1', at < 2)
    }
    expect(seal.isFresh).toBe(true)
    seal.opens('more', false)
    expect(seal.isFresh).toBe(false)
  })

  it('hashes what is long in pieces', () => {
    const many = (last: string): string | undefined =>
      digest(...Array.from({ length: 3000 }, (_, at) => file(`folder/name-${at}`, 'stamp')), file(last))
    expect(many('a')).not.toBe(many('b'))
    expect(many('a')).toBe(many('a'))
  })
})
