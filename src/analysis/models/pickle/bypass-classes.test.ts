import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../../test/support/file-of.ts'
import {
  assemble,
  call,
  global,
  integer,
  number4,
  type Part,
  pop,
  proto,
  raw,
  sourceOf,
  text,
  tuple,
} from '../../../../test/support/pickle-assembler.ts'
import { npyFile, torchTar, torchZip } from '../../../../test/support/torch-files.ts'
import { inspectModel } from '../inspect-model.ts'
import type { ModelObservation } from '../observation.ts'
import { BYPASS_CLASSES, type BypassCase } from './bypass-classes.cases.ts'
import { judgePickle } from './judge-pickle.ts'

const STOP: Part = 'STOP'
const system = call(global('os', 'system'), text('id'))
const EVIL = assemble(proto(2), system, STOP)
const ordered = call(global('collections', 'OrderedDict'))

const wrapper = (length: number): Part => [
  global('joblib.numpy_pickle', 'NumpyArrayWrapper'),
  ['EMPTY_TUPLE', 'NEWOBJ', 'EMPTY_DICT', 'MARK', text('shape'), tuple(integer(length))],
  [text('dtype'), call(global('numpy', 'dtype'), text('u1')), 'SETITEMS', 'BUILD'],
]

/** The name says nothing: content decides. */
const inspect = async (content: Uint8Array): Promise<readonly ModelObservation[]> =>
  (await inspectModel(fileOf('notes.txt', content))).observations

const flat = (
  of: (one: (typeof BYPASS_CLASSES)[number]) => readonly BypassCase[],
): readonly (BypassCase & { readonly number: number })[] =>
  BYPASS_CLASSES.flatMap((one) => of(one).map((example) => ({ ...example, number: one.number })))

describe('the ways around a pickle scanner', () => {
  it('are all 26, each with two files that do harm and one that does not', () => {
    expect(BYPASS_CLASSES.map(({ number }) => number)).toEqual(Array.from({ length: 26 }, (_, index) => index + 1))
    expect(BYPASS_CLASSES.filter(({ found, silent }) => found.length < 2 || silent.length < 1)).toEqual([])
    for (const { found, silent } of BYPASS_CLASSES) {
      const contents = [...found, ...silent].map(({ content }) => Buffer.from(content).toString('base64'))
      expect(new Set(contents).size).toBe(contents.length)
    }
  })

  it.each(flat(({ found }) => found))('class $number: $name is found', async ({ content, isPickle }) => {
    const observations = await inspect(content)
    const bad = observations.filter(
      ({ id }) => id === 'pickle/execution' || id === 'pickle/capability' || id === 'pickle/structure',
    )
    expect(bad.filter(({ severity }) => severity === 'critical' || severity === 'high')).not.toEqual([])
    if (isPickle) expect(['capability', 'execution']).toContain((await judgePickle(sourceOf(content))).tier)
  })

  it.each(flat(({ silent }) => silent))('class $number: $name is not reported', async ({ content, isPickle }) => {
    expect(await inspect(content)).toEqual([])
    if (!isPickle) return
    const { tier, gaps, incidents } = await judgePickle(sourceOf(content))
    expect(incidents.filter(({ tier }) => tier !== 'inert-class')).toEqual([])
    expect([gaps, ['vetted', 'inert-class'].includes(tier)]).toEqual([[], true])
  })

  it.each([
    ['an array of objects', npyFile('|O', '(1,)', EVIL), ['CVE-2019-6446']],
    ['the tar of torch 0.1.1', torchTar(EVIL), ['CVE-2025-32434']],
    ['a checkpoint', torchZip(EVIL), undefined],
    [
      'items of a tensor',
      assemble(call(global('torch._utils', '_rebuild_tensor_v2'), 'NONE'), integer(9), 'NONE', 'SETITEM', STOP),
      ['CVE-2026-24747'],
    ],
  ] as const)('%s name the loaders that are vulnerable to them', async (_what, content, cve) => {
    const [worst] = await inspect(content)
    expect([worst?.id, worst?.cve]).toEqual(['pickle/execution', cve])
  })

  it('find the same whatever else is found, in every order', async () => {
    const parts: readonly Part[] = [
      [system, pop],
      [call(global('unknown_package', 'Model')), pop],
      [global('builtins', 'eval'), pop],
      ['EXT1', raw([9]), pop],
      [ordered, pop],
    ]
    const all = (await judgePickle(sourceOf(assemble(...parts, 'NONE', STOP)))).incidents.map(outcome).toSorted()
    for (const subset of subsets(parts)) {
      for (const order of [subset, subset.toReversed()]) {
        const { incidents } = await judgePickle(sourceOf(assemble(...order, 'NONE', STOP)))
        const alone = await Promise.all(subset.map((part) => judgePickle(sourceOf(assemble(part, 'NONE', STOP)))))
        expect(incidents.map(outcome).toSorted()).toEqual(alone.flatMap((one) => one.incidents.map(outcome)).toSorted())
      }
    }
    expect(all.length).toBe(4)
  })

  it('cannot hide in a container that is not unpacked: that is said', async () => {
    const rar = Buffer.concat([Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1'), Buffer.alloc(64)])
    expect((await inspect(rar)).map(({ id }) => id)).toEqual(['container/not-inspected'])
  })

  it('finds code in the place of a joblib array', async () => {
    const hidden = assemble(pop, system, STOP)
    const { tier, incidents } = await judgePickle(sourceOf(assemble(wrapper(hidden.length), hidden, STOP)))
    expect([tier, incidents[0]?.reading]).toEqual(['execution', 'arrays-as-opcodes'])
    const harmless = await judgePickle(sourceOf(assemble(wrapper(4), new Uint8Array(4), STOP)))
    expect([harmless.tier, harmless.gaps]).toEqual(['vetted', []])
  })

  it('says what was not inspected', async () => {
    const cases: readonly (readonly Part[])[] = [
      [raw('\x1f\x8b\x08\x00')],
      [ordered, 'BINBYTES', number4(99)],
      [raw('')],
    ]
    for (const parts of cases) {
      expect((await judgePickle(sourceOf(assemble(...parts)))).gaps).not.toEqual([])
    }
  })
})

function outcome({ kind, tier, subject, why }: { kind: string; tier: string; subject?: string; why: string }): string {
  return `${kind} ${tier} ${subject ?? ''} ${why}`
}

function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** items.length }, (_, mask) => items.filter((_, index) => (mask >> index) & 1))
}
