import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { npmrc } from './npmrc.ts'

const parse = (text: string): readonly string[] => {
  const { entries, lines } = npmrc.parse(Buffer.from(text), DEFAULT_LIMITS)
  return entries.map(
    ({ key, value, offset }) => `${lines.position(offset).line}:${lines.position(offset).column} ${key} ${value}`,
  )
}

describe('npmrc', () => {
  it.each([
    ['registry=https://r.example/', ['1:1 registry https://r.example/']],
    ['  strict-ssl = false \r\n', ['1:3 strict-ssl false']],
    ['; no\n# no\n\nfund', ['4:1 fund true']],
    ['ca[]="a"\nca[]=\'b\'', ['1:1 ca a', '2:1 ca b']],
    ['//r.example/:_authToken=${NPM_TOKEN}', ['1:1 //r.example/:_authToken ${NPM_TOKEN}']],
    ['cafile="', ['1:1 cafile "']],
    ['', []],
  ])('reads %j', (text, entries) => {
    expect(parse(text)).toEqual(entries)
  })

  it('has a bound', () => {
    const limits = { ...DEFAULT_LIMITS, nodes: 2 }
    expect(() => npmrc.parse(Buffer.from('a=1\nb=2\nc=3'), limits)).toThrow('more than 2 lines')
  })
})
