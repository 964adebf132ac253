import { describe, expect, it } from 'vitest'
import { unpackLzip } from './compressed-lzip.ts'
import type { StreamEnd } from './compressed-stream.ts'
import { memorySource } from './zip-source.ts'

/** `hello lzip`, packed by lzip 1.23. */
const SAMPLE = Buffer.from('TFpJUAEMADQZSe6N6RSKaj6OVUS///we4AAY7dMICgAAAAAAAAAuAAAAAAAAAA==', 'base64')

async function unpacked(bytes: Uint8Array): Promise<{ readonly text: string; readonly end: StreamEnd }> {
  const stream = unpackLzip(memorySource(bytes), { from: 0, to: bytes.length }, { take: () => {} })
  let text = ''
  for (;;) {
    const step = await stream.next()
    if (step.done === true) return { text, end: step.value }
    text += Buffer.from(step.value).toString()
  }
}

describe('lzip', () => {
  it('is unpacked', async () => {
    expect(await unpacked(SAMPLE)).toEqual({
      text: 'hello lzip',
      end: { end: SAMPLE.length, state: 'complete', problems: [] },
    })
  })

  it('is unpacked member by member, up to what is none', async () => {
    const { text, end } = await unpacked(Buffer.concat([SAMPLE, SAMPLE, Buffer.from('tail')]))
    expect([text, end.end, end.state]).toEqual(['hello lziphello lzip', 2 * SAMPLE.length, 'complete'])
  })

  it('that is cut off anywhere says so', async () => {
    for (let length = 1; length < SAMPLE.length; length++) {
      expect((await unpacked(SAMPLE.subarray(0, length))).end.state).not.toBe('complete')
    }
  })
})
