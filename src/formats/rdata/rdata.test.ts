import { describe, expect, it } from 'vitest'
import { FormatError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { crashes } from '../../../test/support/mutations.ts'
import {
  int,
  R_GLOBAL,
  R_NIL,
  rCall,
  rClosure,
  rEnvironment,
  rFile,
  rNumbers,
  rPairs,
  rPromise,
  rStrings,
  rSymbol,
  rVector,
} from '../../../test/support/r-writer.ts'
import { memorySource } from '../zip-source.ts'
import type { RData } from './model.ts'
import { readRData } from './rdata.ts'

const read = (bytes: Uint8Array): Promise<RData> => readRData(memorySource(bytes), DEFAULT_LIMITS)

const RICH = rFile(
  rVector(
    rNumbers(1, 2, Number.NaN),
    rStrings('a', 'ü'),
    rPairs({ x: rNumbers(1) }),
    rCall('~', rSymbol('y'), rSymbol('x')),
    rClosure(rCall('{', rCall('^', rSymbol('x'), rNumbers(2)))),
    rEnvironment({ p: rPromise(rCall('f'), R_GLOBAL) }),
  ),
)

describe('readRData', () => {
  it('passes over data and keeps what is code', async () => {
    expect(await read(RICH)).toMatchObject({
      version: 2,
      encoding: 'xdr',
      variables: [],
      breaches: [],
      facts: [
        { kind: 'call', names: ['~'] },
        { kind: 'closure', names: ['^', '{'] },
        { kind: 'binding-promise', names: ['f'] },
      ],
    })
  })

  it('reads the variables of a workspace', async () => {
    const file = rFile(rPairs({ x: rNumbers(1), f: rClosure(R_NIL) }), true)
    expect((await read(file)).variables).toMatchObject([
      { name: 'x', isFunction: false },
      { name: 'f', isFunction: true },
    ])
  })

  it.each<readonly [string, Buffer, readonly string[]]>([
    ['a plain call', rCall('system', rStrings('id')), ['system']],
    ['a function of a package', rCall(rCall('::', rSymbol('base'), rSymbol('system')), rStrings('id')), ['system']],
    ['a function found by its name', rCall('do.call', rStrings('system'), R_NIL), ['do.call', 'system']],
    ['a call in a call', rCall('list', rCall('system', rStrings('id'))), ['system', 'list']],
    ['a symbol alone', rSymbol('system'), ['system']],
  ])('names what a promise calls: %s', async (_, expression, names) => {
    expect((await read(rFile(rPromise(expression)))).facts).toMatchObject([{ kind: 'promise', names }])
  })

  it('does not take a promise that has been evaluated, or that holds a value, for code', async () => {
    expect((await read(rFile(rPromise(rCall('f'), R_GLOBAL, rNumbers(1))))).facts).toEqual([])
    expect((await read(rFile(rPromise(rNumbers(1))))).facts).toEqual([])
  })

  it('reads text and the byte order of the machine too', async () => {
    const ascii = Buffer.from(
      'A\n2\n262658\n131840\n19\n2\n14\n2\n1.5\nNA\n16\n2\n262153\n5\nh\\303\\251\\040\\n\n262153\n-1\n',
    )
    expect(await read(ascii)).toMatchObject({ encoding: 'ascii', breaches: [] })
    const native = Buffer.from(RICH.subarray(0, 14))
    native.write('B', 0)
    for (const at of [2, 6, 10]) native.subarray(at, at + 4).reverse()
    expect(await read(Buffer.concat([native, Buffer.from([254, 0, 0, 0])]))).toMatchObject({
      encoding: 'native',
      breaches: [],
    })
  })

  it.each<readonly [string, Buffer, string]>([
    ['a vector of two billion numbers', Buffer.concat([int(14), int(0x7fffffff)]), 'lying-count'],
    ['a vector of 2^60 numbers', Buffer.concat([int(14), int(-1), int(0x10000000), int(0)]), 'lying-count'],
    ['a negative length', Buffer.concat([int(14), int(-7)]), 'lying-count'],
    ['a list of two billion', Buffer.concat([int(19), int(0x7fffffff)]), 'lying-count'],
    ['a text of two billion letters', Buffer.concat([int(16), int(1), int(9), int(0x7fffffff)]), 'lying-count'],
    ['a type that does not exist', int(99), 'unknown-type'],
    ['a reference to nothing', int(0x5ff), 'bad-reference'],
    ['an end in the middle', Buffer.concat([int(14), int(0)]).subarray(0, 6), 'truncated'],
    ['data behind the end', Buffer.concat([R_NIL, Buffer.from('more')]), 'trailing-data'],
    ['deep nesting', Buffer.concat(Array.from({ length: 100_000 }, () => Buffer.concat([int(19), int(1)]))), 'limit'],
    ['deep lists', Buffer.concat(Array.from({ length: 100_000 }, () => int(2))), 'limit'],
    ['deep functions', Buffer.concat(Array.from({ length: 100_000 }, () => int(3))), 'limit'],
    ['deep promises', Buffer.concat(Array.from({ length: 100_000 }, () => int(0x405))), 'limit'],
    ['deep attributes', Buffer.concat(Array.from({ length: 100_000 }, () => int(0x219))), 'limit'],
    [
      'deep byte code',
      Buffer.concat([
        int(21),
        int(1),
        R_NIL,
        int(1),
        ...Array.from({ length: 100_000 }, () => Buffer.concat([int(6), R_NIL])),
      ]),
      'limit',
    ],
    ['deep calls', Buffer.concat(Array.from({ length: 100_000 }, () => int(6))), 'limit'],
  ])('tells %s', async (_, object, kind) => {
    expect((await read(rFile(object))).breaches.map((breach) => breach.kind)).toContain(kind)
  })

  it('keeps what stands before a break', async () => {
    const file = rFile(rVector(rPromise(rCall('system')), rNumbers(1, 2, 3)))
    expect((await read(file.subarray(0, -4))).facts).toMatchObject([{ kind: 'promise', names: ['system'] }])
  })

  it('refuses what is no serialization', async () => {
    for (const text of ['', 'X', 'Y\n', 'X\n\0\0\0\x09', 'A\n9\n', 'RDX2\nQ\n'])
      await expect(read(Buffer.from(text))).rejects.toBeInstanceOf(FormatError)
  })

  it('meets only expected errors on damaged files', async () => {
    expect(await crashes(RICH, read)).toEqual([])
  }, 30_000)

  it('reads large files in a moment', async () => {
    const start = performance.now()
    const list = Buffer.concat([...Array.from({ length: 100_000 }, () => Buffer.concat([int(2), rNumbers(1)])), R_NIL])
    await read(rFile(list))
    await read(
      rFile(
        Buffer.concat([int(16), int(200_000), ...Array.from({ length: 200_000 }, () => rStrings('x').subarray(8))]),
      ),
    )
    await read(Buffer.from(`A\n2\n1\n1\n14\n500000\n${'1\n'.repeat(500_000)}`))
    await read(Buffer.concat([Buffer.from('A\n'), Buffer.alloc(1_000_000, ' ')])).catch(() => undefined)
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
