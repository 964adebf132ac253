import { describe, expect, it } from 'vitest'
import { crashes } from '../../../test/support/mutations.ts'
import { message, type ProtobufValue } from '../../../test/support/protobuf-writer.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { encodeText } from './encode.ts'
import { parseTextProto } from './parse.ts'
import { textSchema } from './schema.ts'

const INNER = textSchema({ s: [1, 'text'], n: [2, 'number'] })
const SCHEMA = textSchema({ s: [1, 'text'], n: [2, 'number'], m: [3, INNER] })

const parse = (text: string) => parseTextProto(Buffer.from(text).toString('latin1'), SCHEMA, DEFAULT_LIMITS)
const binary = (text: string): string => Buffer.from(encodeText(parse(text).fields).bytes).toString('hex')
const hex = (...fields: readonly (readonly [number, ProtobufValue])[]): string =>
  Buffer.from(message(...fields)).toString('hex')

describe('the same as in binary', () => {
  const cases: readonly { name: string; text: string; expected: string }[] = [
    { name: 'nothing', text: ' # only a comment', expected: '' },
    { name: 'text and number', text: 's: "a" n: 300', expected: hex([1, 'a'], [2, 300]) },
    { name: 'single quotes', text: "s: 'it\"s'", expected: hex([1, 'it"s']) },
    { name: 'texts side by side', text: 's: "a" \'b\'\n"c"', expected: hex([1, 'abc']) },
    { name: 'UTF-8', text: 's: "ä"', expected: hex([1, 'ä']) },
    { name: 'escapes', text: String.raw`s: "\n\t\"\\\101\x41\u0041\U00000041\?"`, expected: hex([1, '\n\t"\\AAAA?']) },
    { name: 'bytes that are no UTF-8', text: String.raw`s: "\377\xfe"`, expected: hex([1, Uint8Array.of(255, 254)]) },
    { name: 'hexadecimal and octal', text: 'n: 0x10', expected: hex([2, 16]) },
    { name: 'a message', text: 'm { s: "x" n: 1 }', expected: hex([3, message([1, 'x'], [2, 1])]) },
    {
      name: 'a message with a colon and angles',
      text: 'm: < s: "x"; n: 1, >',
      expected: hex([3, message([1, 'x'], [2, 1])]),
    },
    {
      name: 'lists',
      text: 's: ["a", "b"] m [{ n: 1 }, { n: 2 }] n: []',
      expected: hex([1, ['a', 'b']], [3, [message([2, 1]), message([2, 2])]]),
    },
    { name: 'comments anywhere', text: 's # s: "no"\n: # }\n "a" # "b"', expected: hex([1, 'a']) },
    {
      name: 'fields nobody asked for',
      text: 'x: -1.5e3 y { s: "no" z: [1, 2] } w: ENUM s: "a" [a.b/c.D] { s: "no" }',
      expected: hex([1, 'a']),
    },
    { name: 'a text that holds braces', text: 'x: "} s: \\"no\\"" s: "a"', expected: hex([1, 'a']) },
  ]
  it.each(cases)('$name', ({ text, expected }) => {
    expect(parse(text).end).toBeUndefined()
    expect(binary(text)).toBe(expected)
  })
})

it('says where contents stood in the text', () => {
  const { placeOf } = encodeText(parse('s: "ab"\nm {\n  s: "c"\n}').fields)
  expect([2, 6, 8, 3, 99].map(placeOf)).toEqual([0, 8, 14, undefined, undefined])
})

it('more values than are read end the reading', () => {
  const { fields, end } = parseTextProto('n: 1 '.repeat(20), SCHEMA, { ...DEFAULT_LIMITS, nodes: 10 })
  expect([fields.length, end?.code]).toEqual([10, 'LIMIT_ENTRIES'])
})

describe('what is broken keeps what stood before', () => {
  it.each([
    's: "a" m { n: 1',
    's: "a" m { n: 1 >',
    's: "a" m { n: 1 } s: "no end',
    's: "a" m { n: 1 } s: "new\nline"',
    's: "a" m { n: 1 } s',
    's: "a" m { n: 1 } : 3',
    's: "a" m { n: 1 } [x',
    's: "a" m { n: 1 } s: [1',
    's: "a" m { n: 1 } }',
    's: "a" m { n: 1 } s "b"',
  ])('%s', (text) => {
    expect(parse(text).end?.code).toBe('FORMAT_SYNTAX')
    expect(binary(text)).toBe(hex([1, 'a'], [3, message([2, 1])]))
  })
})

describe('hostile text', () => {
  it('no mutation crashes', async () => {
    const honest = Buffer.from('s: "a\\n" \'b\' m { n: 0x1 s: ["x", "y"] } [a.b] < > # end\nn: 3')
    expect(
      await crashes(honest, (bytes) =>
        encodeText(parseTextProto(Buffer.from(bytes).toString('latin1'), SCHEMA, DEFAULT_LIMITS).fields),
      ),
    ).toEqual([])
  })
  const MEGABYTE = 1_000_000
  it.each([
    ['depth', 'm {'.repeat(MEGABYTE / 3), 'LIMIT_DEPTH'],
    ['lists', 's: ['.repeat(MEGABYTE / 4), 'FORMAT_SYNTAX'],
    ['blanks', ' ;,'.repeat(MEGABYTE / 3), undefined],
    ['comments', '#\n'.repeat(MEGABYTE / 2), undefined],
    ['one comment', `#${'x'.repeat(MEGABYTE)}`, undefined],
    ['quotes', `s: ${'"a" '.repeat(MEGABYTE / 4)}`, undefined],
    ['escapes', `s: "${'\\x41'.repeat(MEGABYTE / 4)}"`, undefined],
    ['one word', 'x'.repeat(MEGABYTE), 'FORMAT_SYNTAX'],
    ['fields', 'n: 1 '.repeat(MEGABYTE / 5), undefined],
  ])('a megabyte of %s', (_, text, code) => {
    const started = performance.now()
    const { fields, end } = parse(text)
    encodeText(fields)
    expect(end?.code).toBe(code)
    expect(performance.now() - started).toBeLessThan(4_000)
  })
})
