import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import type { OpenedFile } from '../../scan/source.ts'
import type { FileInspection, InspectionTask } from '../inspection.ts'
import { contentMemory } from './content-memory.ts'
import { decode, encode, plainInspection } from './remembered.ts'

const TASK: InspectionTask = { path: 'a/uv.lock', extractors: ['python/uv-lock'], rules: [], candidates: [] }
const HOUR = 3_600_000

function file(text: string, changed: number, stamps = ['1', '1']): OpenedFile {
  const bytes = Buffer.from(text)
  const left = [...stamps]
  return {
    size: bytes.length,
    links: { symbolic: false, names: 1 },
    all: async () => bytes,
    slice: async (offset, length) => bytes.subarray(offset, offset + length),
    stamp: () => ({ text: left.shift() ?? 'none', changed }),
    close: async () => {},
  }
}

function memory(limits = DEFAULT_LIMITS): ReturnType<typeof contentMemory> {
  return contentMemory({ file: `${temporaryFolder()}/none.db`, code: 'x' }, limits)
}

const found: FileInspection = {
  ...plainInspection(TASK),
  diagnostics: [
    { code: 'FORMAT_PARTIAL', level: 'warning', message: 'a "part"\u0000', location: { path: 'a/uv.lock' } },
  ],
}

describe('what a worker says is to be remembered', () => {
  it.each([
    ['a file at rest', file('x', Date.now() - HOUR), '1'],
    ['a file that changed a second ago', file('x', Date.now() - 1000), undefined],
    ['a file from the future', file('x', Date.now() + HOUR), undefined],
  ])('of %s is the stamp %j', async (_name, opened, stamp) => {
    const { memory: kept } = await memory().through(TASK, opened, async () => found)
    expect(kept?.kind).toBe('whole')
    expect(kept?.stamp).toBe(stamp)
  })

  it.each([
    ['a file that changed while it was read', file('x', 0, ['1', '2']), found],
    [
      'what was cut short',
      file('x', 0),
      { ...found, diagnostics: [{ code: 'LIMIT_TIME', level: 'error', message: 'x' }] },
    ],
    [
      'what the disk refused',
      file('x', 0),
      { ...found, diagnostics: [{ code: 'EXTERNAL_DISK', level: 'error', message: 'x' }] },
    ],
    [
      'what somebody outside said',
      file('x', 0),
      { ...found, diagnostics: [{ code: 'EXTERNAL_ANSWER', level: 'note', message: 'x' }] },
    ],
  ] as const)('of %s is nothing', async (_name, opened, inspection) => {
    expect(await memory().through(TASK, opened, async () => inspection as FileInspection)).toEqual({ inspection })
  })

  it('of an inspection that took a good part of its time is nothing', async () => {
    const hasty = memory({ ...DEFAULT_LIMITS, fileMilliseconds: 8 })
    const slow = async (): Promise<FileInspection> => {
      await new Promise((done) => setTimeout(done, 20))
      return found
    }
    expect(await hasty.through(TASK, file('x', 0), slow)).toEqual({ inspection: found })
  })

  it('has another name for other bytes, another path, other plug-ins, other limits', async () => {
    const name = async (task: InspectionTask, text: string, limits = DEFAULT_LIMITS): Promise<string | undefined> =>
      (await memory(limits).through(task, file(text, 0), async () => found)).memory?.name
    const names = await Promise.all([
      name(TASK, 'x'),
      name(TASK, 'y'),
      name({ ...TASK, path: 'b/uv.lock' }, 'x'),
      name({ ...TASK, rules: ['secrets/key'] }, 'x'),
      name({ ...TASK, candidates: ['python/uv-lock'], extractors: [] }, 'x'),
      name(TASK, 'x', { ...DEFAULT_LIMITS, depth: 5 }),
    ])
    expect(new Set(names).size).toBe(names.length)
    expect(await name(TASK, 'x')).toBe(names[0])
  })

  it('gives the plug-ins the bytes that were named, whatever the file holds by then', async () => {
    const opened = { ...file('first', 0), all: once(['first', 'later']) }
    const seen = await memory().through(TASK, opened, async (held) => {
      const text = Buffer.from(await held.all()).toString()
      return { ...found, path: text + Buffer.from(await held.slice(1, 2)).toString() }
    })
    expect(seen.inspection.path).toBe('firstir')
  })
})

function once(texts: string[]): () => Promise<Uint8Array> {
  return async () => Buffer.from(texts.shift() ?? '')
}

describe('an inspection as bytes', () => {
  const large = { ...found, diagnostics: Array.from({ length: 500 }, () => found.diagnostics).flat() }
  it.each([
    ['small', found],
    ['large', large],
  ])('comes back when it is %s', (_name, inspection) => {
    expect(decode(encode(inspection) as Uint8Array)).toEqual(inspection)
  })

  it('is smaller than its text when it repeats itself', () => {
    expect(encode(large)?.length).toBeLessThan(JSON.stringify(large).length / 10)
  })

  it('does not come back with a bit less', () => {
    const bytes = encode(found) as Uint8Array
    for (let at = 1; at < bytes.length; at++) {
      const damaged = bytes.slice()
      damaged[at] = (damaged[at] ?? 0) ^ 1
      expect(decode(damaged)).toBeUndefined()
    }
    expect(decode(bytes.subarray(0, 3))).toBeUndefined()
  })
})
