import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readTorch7 } from '../../../formats/torch7/torch7.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { torch7Of } from '../../../../test/support/torch7-writer.ts'
import { judgeTorch7 } from './judge-torch7.ts'

const judge = async (bytes: Uint8Array): Promise<ReturnType<typeof judgeTorch7>> =>
  judgeTorch7(await readTorch7(memorySource(bytes), DEFAULT_LIMITS))

describe('judgeTorch7', () => {
  it('is silent on tensors and tables', async () => {
    const table = torch7Of({
      kind: 'table',
      entries: [
        [
          { kind: 'number', value: 1 },
          { kind: 'string', value: 'os.execute' },
        ],
      ],
    })
    expect(await judge(table)).toEqual([])
    expect(await judge(torch7Of({ kind: 'tensor', sizes: [1], values: [1] }))).toEqual([])
  })

  it('calls compiled Lua what it is, and names what it reaches', async () => {
    const [found] = await judge(torch7Of({ kind: 'function', code: '\u001bLJ\u0002 io popen id' }))
    expect(found).toMatchObject({ id: 'torch7/function', severity: 'critical', globals: ['popen'] })
  })

  it('tells a file that breaks off', async () => {
    const whole = torch7Of({ kind: 'tensor', sizes: [2], values: [1, 2] })
    expect((await judge(whole.subarray(0, -8))).map(({ id }) => id)).toEqual(['torch7-layout/lying-count'])
  })
})
