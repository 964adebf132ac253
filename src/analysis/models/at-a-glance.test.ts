import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { fuzzSamples } from '../../../test/support/fuzz-samples.ts'
import { mutantOf } from '../../../test/support/model-mutants.ts'
import { LARGEST, mutations } from '../../../test/support/mutations.ts'
import { REAL_MODELS_FOLDER } from '../../../test/support/real-models.ts'
import { calling } from '../../../test/support/model-cases.ts'
import {
  assemble,
  call,
  get,
  global,
  integer,
  type Part,
  proto,
  put,
  text,
  tuple,
} from '../../../test/support/pickle-assembler.ts'
import { INERT_PICKLE, torchLegacy, torchTar, torchZip } from '../../../test/support/torch-files.ts'
import { writeZip } from '../../../test/support/zip-writer.ts'
import { GLANCE_BYTES, modelGlance, SLOW_LOOKS } from './at-a-glance.ts'
import { inspectModel } from './inspect-model.ts'

const ORDERED = assemble(proto(2), call(global('collections', 'OrderedDict')), 'STOP')
const STORAGE = assemble(
  proto(2),
  tuple(text('storage'), global('torch', 'FloatStorage'), text('0'), text('cpu'), integer(64)),
  'BINPERSID',
  'STOP',
)

async function settles(name: string, bytes: Uint8Array): Promise<boolean> {
  const glance = modelGlance()
  return (
    (bytes.length <= GLANCE_BYTES && glance.settles(name, bytes)) ||
    glance.settlesSlowly(name, fileOf(name, bytes).source)
  )
}

async function findings(name: string, bytes: Uint8Array): Promise<readonly unknown[]> {
  return (await inspectModel(fileOf(name, bytes))).observations
}

describe('settles', () => {
  it.each<[string, string, Uint8Array]>([
    ['a pickle of data', 'a.pkl', INERT_PICKLE],
    ['a pickle of vetted names', 'a.pkl', ORDERED],
    ['a checkpoint of data', 'a.pt', torchZip()],
    ['a checkpoint with a storage', 'a.pt', torchZip(STORAGE)],
  ])('%s', async (_, name, bytes) => {
    expect(await settles(name, bytes)).toBe(true)
    expect(await findings(name, bytes)).toEqual([])
  })
})

describe('leaves to the worker', () => {
  it.each<[string, string, Uint8Array]>([
    ['a call', 'a.pkl', calling('posix', 'system', 'id')],
    ['a checkpoint that calls', 'a.pt', torchZip(calling('posix', 'system', 'id'))],
    ['a name that loaders read texts by', 'config.json', INERT_PICKLE],
    ['a name that says nothing', 'model', INERT_PICKLE],
    ['a checkpoint before 1.6', 'a.pt', torchLegacy()],
    ['a tar', 'a.pt', torchTar()],
    ['a packed member', 'a.pt', writeZip([{ name: 'archive/data.pkl', data: INERT_PICKLE, method: 'deflate' }])],
    [
      'a member of another name',
      'a.pt',
      torchZip(INERT_PICKLE, [{ name: 'archive/config.json', data: '{}', method: 'stored' }]),
    ],
    ['code', 'a.pt', torchZip(INERT_PICKLE, [{ name: 'archive/code/__torch__.py', data: 'x = 1', method: 'stored' }])],
    ['bytes in front', 'a.pt', Buffer.concat([Buffer.from('#!'), torchZip()])],
    ['bytes behind', 'a.pt', Buffer.concat([torchZip(), Buffer.from('tail')])],
    ['a pickle with a zip behind its STOP', 'a.pkl', Buffer.concat([INERT_PICKLE, torchZip()])],
    ['a pickle that ends like a zip', 'a.pkl', assemble(proto(2), text(`PK\u0005\u0006${'x'.repeat(18)}`), 'STOP')],
    [
      'a storage that is a pickle',
      'a.pt',
      torchZip(INERT_PICKLE, [{ name: 'archive/data/1', data: INERT_PICKLE, method: 'stored' }]),
    ],
    ['more members than are looked at', 'a.pt', torchZip(INERT_PICKLE, manyMembers(600))],
  ])('%s', async (_, name, bytes) => expect(await settles(name, bytes)).toBe(false))

  it('the fifth file that needs more than a look', async () => {
    const glance = modelGlance()
    const source = fileOf('a.pt', torchZip()).source
    const answers: boolean[] = []
    for (let file = 0; file <= SLOW_LOOKS; file++) answers.push(await glance.settlesSlowly('a.pt', source))
    expect(answers).toEqual([...Array.from({ length: SLOW_LOOKS }, () => true), false])
  })
})

describe('nothing is found in what is settled', () => {
  it.each<[string, string, Uint8Array]>([
    ['pickle', 'a.pkl', INERT_PICKLE],
    ['vetted names', 'a.bin', ORDERED],
    ['storage', 'a.pt', torchZip(STORAGE)],
  ])(
    'spoiled: %s',
    async (_, name, bytes) => {
      let settled = 0
      for (const mutant of mutations(bytes, 300)) {
        if (!(await settles(name, mutant))) continue
        settled++
        expect(await findings(name, mutant), Buffer.from(mutant).toString('hex')).toEqual([])
      }
      expect(settled).toBeGreaterThan(0)
    },
    60_000,
  )

  it('hostile files of all formats under names of pickles', async () => {
    const samples = fuzzSamples(REAL_MODELS_FOLDER, LARGEST)
    let settled = 0
    for (let number = 0; number < 3000; number++) {
      const { bytes, how } = mutantOf(samples, 20_261_122, number)
      if (!(await settles('a.pkl', bytes))) continue
      settled++
      expect(await findings('a.pkl', bytes), how).toEqual([])
    }
    expect(settled).toBeGreaterThan(0)
  }, 60_000)

  it('under every name that is taken, a text of any format', async () => {
    const texts = ['{"class_name": "Lambda", "_target_": "os.system"}', '{{ a.__class__ }}', '_target_: os.system\n']
    for (const ending of 'pkl pickle pk p pt pth bin ckpt th torch joblib dill sav dat data model'.split(' ')) {
      expect(modelGlance().fits(`config.${ending}`)).toBe(true)
      for (const content of texts) expect(await findings(`config.${ending}`, Buffer.from(content)), ending).toEqual([])
    }
  })
})

describe('the main thread is never held up', () => {
  const fill = (head: Uint8Array, body: Uint8Array, tail = 0): Buffer => {
    const rounds = Math.floor((256 * 1024 - head.length - 1) / body.length) - tail
    return Buffer.concat([head, ...Array.from({ length: rounds }, () => body), Buffer.from('2e', 'hex')])
  }
  const start = (...parts: readonly Part[]): Uint8Array => assemble(proto(2), ...parts)
  const called = assemble(global('collections', 'OrderedDict'), 'EMPTY_TUPLE', 'REDUCE')
  const named = (): Buffer => Buffer.concat([start('EMPTY_DICT', put(0)), called, assemble(put(1))])
  it.each<[string, Buffer]>([
    ['marks', fill(start(), assemble('MARK'))],
    ['calls of calls', fill(start(), assemble('EMPTY_TUPLE', 'NEWOBJ'))],
    ['names from the stack', fill(start(), assemble('NONE', 'NONE', 'STACK_GLOBAL'))],
    ['calls that are let through', fill(start('EMPTY_LIST'), assemble(called, 'APPEND'))],
    [
      'calls in calls',
      Buffer.concat([fill(start('MARK', called), assemble(called, 'BUILD')).subarray(0, -1), assemble('LIST', 'STOP')]),
    ],
    ['entries of one dict', fill(named(), assemble('MARK', get(1), get(1), 'SETITEMS'))],
    ['states of one dict', fill(named(), assemble(get(1), 'BUILD'))],
    ['persistent ids', fill(start('EMPTY_LIST'), assemble('NONE', 'BINPERSID', 'APPEND'))],
    ['tuples in tuples', fill(start('NONE'), assemble('TUPLE1'))],
    ['tuples in calls', fill(start('NONE'), assemble(called, 'TUPLE2'))],
  ])('by 256 KiB of %s', async (_, bytes) => {
    const began = performance.now()
    await modelGlance().settlesSlowly('a.pkl', fileOf('a.pkl', bytes).source)
    // A fifth of a second on an idle machine.
    expect(performance.now() - began).toBeLessThan(1500)
  })
})

function manyMembers(count: number): Parameters<typeof torchZip>[1] {
  return Array.from({ length: count }, (_, index) => ({
    name: `archive/data/${index + 1}`,
    data: 'x',
    method: 'stored' as const,
  }))
}
