import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readNameList } from './name-lists.ts'
import { starterNames } from './starter-names.ts'

const read = (text: string): readonly string[] => readNameList(Buffer.from(text), DEFAULT_LIMITS)

describe('lists of names', () => {
  it.each([
    ['a name a line', '# of our mirror\nrequests\n\n numpy \r\nsix', ['requests', 'numpy', 'six']],
    ['with a byte order mark', '\uFEFFrequests\nnumpy', ['requests', 'numpy']],
    [
      'top-pypi-packages, in the order of downloads',
      '{"last_update":"2026-11-01 10:00:00","source":"x","meta":[],"rows":[{"download_count":5,"project":"numpy"},{"download_count":9,"project":"requests"}],"total_rows":2}',
      ['requests', 'numpy'],
    ],
    [
      'npm-high-impact',
      "export const top = [\n  'a',\n]".replaceAll("'", '"').replace(',\n]', ',\n  "@b/c"\n]\n'),
      ['a', '@b/c'],
    ],
    ['an array', '["semver", "@babel/core"]', ['semver', '@babel/core']],
    ['an array of objects', '[{"name":"b","downloads":1},{"name":"a","downloads":2}]', ['a', 'b']],
    ['objects without figures stay in their order', '[{"name":"b"},{"name":"a","downloads":2}]', ['b', 'a']],
    ['CSV with a head', 'rank,project,download_count\n2,numpy,5\n1,requests,9\n', ['requests', 'numpy']],
    ['CSV with quotes', '"download_count","project"\n"5","numpy"\n"9","requests"', ['requests', 'numpy']],
    ['CSV without a head', 'numpy,5\nrequests,9', ['requests', 'numpy']],
    ['CSV without figures', 'name,home\nnumpy,x\nrequests,y', ['numpy', 'requests']],
    ['CSV with a figure missing', 'name,downloads\nnumpy,\nrequests,9', ['numpy', 'requests']],
  ])('%s', (_, text, names) => expect(read(text)).toEqual(names))

  it.each([
    ['nothing', '', 'FORMAT_SHAPE'],
    ['comments only', '# a\n# b', 'FORMAT_SHAPE'],
    ['an object without a list', '{"a":1}', 'FORMAT_SHAPE'],
    ['JSON cut off', '{"rows":[{"project":"a"', 'FORMAT_SYNTAX'],
    ['a script without an array', 'export const top = 5', 'FORMAT_SHAPE'],
    ['a script whose array is code', 'export const top = [name()]', 'FORMAT_SYNTAX'],
  ])('refuses %s', (_, text, code) => expect(() => read(text)).toThrow(expect.objectContaining({ code })))

  it('a megabyte of anything takes no longer than a moment', () => {
    for (const nasty of [
      '// '.repeat(3e5),
      ','.repeat(1e6),
      '"'.repeat(1e6),
      '\n'.repeat(1e6),
      '[ '.repeat(100),
      'a,\n'.repeat(3e5),
    ]) {
      const started = performance.now()
      try {
        read(nasty)
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^(?:FORMAT|LIMIT)_/) })
      }
      expect(performance.now() - started).toBeLessThan(3000)
    }
  })
})

describe('the starter list', () => {
  it.each(['PyPI', 'npm'] as const)('of %s has about three hundred distinct names', (ecosystem) => {
    const names = starterNames(ecosystem)
    expect(names.length).toBeGreaterThan(250)
    expect(new Set(names).size).toBe(names.length)
  })

  it('there is none of conda', () => expect(starterNames('conda')).toEqual([]))
})
