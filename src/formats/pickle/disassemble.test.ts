import { describe, expect, it } from 'vitest'
import {
  assemble,
  bytes,
  call,
  global,
  integer,
  type Part,
  pop,
  proto,
  put,
  raw,
  sourceOf,
  text,
} from '../../../test/support/pickle-assembler.ts'
import { disassemble } from './disassemble.ts'

const listing = (at: number, ...parts: readonly Part[]): Promise<readonly string[]> => {
  const content = assemble(...parts)
  return disassemble(sourceOf(content), { at, from: 0, end: content.length })
}

describe('disassemble', () => {
  it('writes operands as pickletools.dis does', async () => {
    expect(
      await listing(0, proto(2), integer(-5), put(3), ['LONG', raw('42L\n')], bytes(raw('\x00a')), 'STOP'),
    ).toEqual(['0: PROTO 2', '2: BININT -5', '7: BINPUT 3', '9: LONG 42', "14: BINBYTES b'\\x00a'", '21: STOP'])
    expect(await listing(0, ['GET', raw('7\0 x\n')], ['PERSID', raw('a b\n')], global('os', 'system'))).toEqual([
      '0: GET 7\\x00 x',
      '6: PERSID a b',
      "11: GLOBAL 'os system'",
    ])
  })

  it('escapes and cuts what is foreign', async () => {
    const [line = ''] = await listing(0, text(`\u001b[31m\u202e${'x'.repeat(500)}`), 'STOP')
    expect(line).toMatch(/^0: BINUNICODE '\\x1b\[31m\\u202ex+\.\.\.'$/)
    expect(line.length).toBeLessThan(90)
  })

  it('shows at most twenty lines around the place', async () => {
    const pads = Array.from({ length: 100 }, (): Part => ['NONE', pop])
    const lines = await listing(200, pads, call(global('os', 'system'), text('id')), pop, pads, 'STOP')
    expect(lines.length).toBe(20)
    expect(lines).toContain("200: GLOBAL 'os system'")
  })

  it('ends at STOP, at the end and at what is no opcode', async () => {
    expect(await listing(0, 'STOP', 'NONE')).toEqual(['0: STOP'])
    expect(await listing(0, 'NONE')).toEqual(['0: NONE'])
    expect(await listing(0, 'NONE', raw([0xff]), 'NONE')).toEqual(['0: NONE', '1: no opcode, byte 0xff'])
    expect(await listing(0, ['GLOBAL', raw('no line end')])).toEqual(["0: GLOBAL 'no line end '"])
  })

  it('shows the place alone when it cannot be reached from the start', async () => {
    expect((await listing(3, text('abc'), 'NONE', 'STOP'))[0]).toMatch(/^3: /)
  })

  it('is linear over a MiB of the smallest opcodes and of lines', async () => {
    const content = assemble(raw('N0'.repeat(500_000)), raw('I1\n0'.repeat(100_000)), 'STOP')
    const started = performance.now()
    expect(
      (await disassemble(sourceOf(content), { at: content.length - 1, from: 0, end: content.length })).length,
    ).toBe(15)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
