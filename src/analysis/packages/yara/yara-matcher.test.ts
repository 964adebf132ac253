import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../base/errors.ts'
import { type YaraMatcher, yaraMatcher } from './yara-matcher.ts'

const PROGRAM = readFileSync(new URL('pkg/yara_x_js_bg.wasm', import.meta.resolve('@virustotal/yara-x/package.json')))
const matcherOf = (...texts: readonly string[]): Promise<YaraMatcher> =>
  yaraMatcher({ program: PROGRAM, sources: texts.map((text, at) => ({ name: `own-${at}.yar`, text })) })

const EVIL =
  'rule evil : malware { meta: severity = "high" n = 3 strings: $a = "os.system" $b = /curl [a-z]+/ condition: any of them }'

describe("YARA rules of the operator's own", () => {
  it('tell the rule, its tags and meta, the line and what matched', async () => {
    const { matches } = await matcherOf(EVIL)
    expect(matches(Buffer.from('import os\n\nos.system("x")\n'), 'setup.py')).toEqual([
      {
        rule: 'evil',
        source: 'own-0.yar',
        tags: ['malware'],
        meta: { severity: 'high', n: '3' },
        path: 'setup.py',
        line: 3,
        patterns: ['$a'],
        evidence: 'os.system',
      },
    ])
    expect(matches(Buffer.from('print(1)'), 'a.py')).toEqual([])
  })
  it('of several files may have one name', async () => {
    const { matches } = await matcherOf(EVIL, EVIL)
    expect(matches(Buffer.from('os.system'), 'a.py').map(({ source }) => source)).toEqual(['own-0.yar', 'own-1.yar'])
  })
  it('that are private stay so', async () => {
    const { matches } = await matcherOf('private rule a { condition: filesize > 0 } rule b { condition: a }')
    expect(matches(Buffer.from('x'), 'a').map(({ rule }) => rule)).toEqual(['b'])
  })
  it.each([
    ['a mistake', 'rule broken { condition: }', /own-0\.yar are not understood: .*syntax error/s],
    ['what would read a file', 'include "other.yar"', /own-0\.yar are not understood/],
  ])('with %s are refused with the words of the compiler', async (_what, text, words) => {
    await expect(matcherOf(text)).rejects.toThrow(words)
    await expect(matcherOf(text)).rejects.toBeInstanceOf(UsageError)
  })
  it('look at empty files and at megabytes', async () => {
    const { matches } = await matcherOf(EVIL)
    expect(matches(new Uint8Array(0), 'a')).toEqual([])
    expect(matches(Buffer.alloc(4_000_000, 'os.system '), 'a')[0]?.line).toBe(1)
  })
})
