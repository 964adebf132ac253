import { linkSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { calling } from '../../test/support/model-cases.ts'
import { INERT_PICKLE, torchLegacy, torchZip } from '../../test/support/torch-files.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { MODEL_FILES } from '../analysis/models/model-files.ts'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { directorySource } from '../scan/sources/directory.ts'
import { inspectFile, type Plugins } from './inspect-file.ts'
import type { InspectionTask } from './inspection.ts'
import { MODEL_EXTRACTORS, MODEL_EXTRACTORS_BY_ID } from './model-extractor-plugins.ts'
import { lazyQuickLook } from './lazy-quick-look.ts'
import { quickLook } from './quick-look.ts'
import { FILE_RULES } from './rule-plugins.ts'

const folder = temporaryFolder({
  'plain.pkl': INERT_PICKLE,
  'sub/plain.bin': INERT_PICKLE,
  'plain.model': INERT_PICKLE,
  'torch.pt': torchZip(),
  'evil.pkl': calling('posix', 'system', 'id'),
  'evil.pt': torchZip(calling('posix', 'system', 'id')),
  'legacy.pt': torchLegacy(),
  'cut.pkl': INERT_PICKLE.subarray(0, 9),
  'large.pkl': Buffer.concat([
    Buffer.from('80025800000500', 'hex'),
    Buffer.alloc(0x50000, 0x78),
    Buffer.from('2e', 'hex'),
  ]),
  'notes.dat': 'this is not a model, only words\n',
  'empty.bin': '',
  'linked-twice.pkl': INERT_PICKLE,
})
symlinkSync('plain.pkl', join(folder, 'link.pkl'))
linkSync(join(folder, 'linked-twice.pkl'), join(folder, 'other-name.pkl'))

const RULES = FILE_RULES.filter(({ files }) => files === MODEL_FILES)
const plugins: Plugins = {
  extractors: MODEL_EXTRACTORS_BY_ID,
  rules: new Map(RULES.map((rule) => [rule.id, rule])),
  families: new Map(),
}
const taskOf = (path: string, extractors: readonly string[] = ['models/weight-file']): InspectionTask => ({
  path,
  extractors,
  rules: RULES.map(({ id }) => id),
  candidates: [],
})
const tree = directorySource(folder, DEFAULT_LIMITS)

describe('a quick look', () => {
  it.each(['plain.pkl', 'sub/plain.bin', 'plain.model', 'torch.pt'])('settles %s as a worker would', async (path) => {
    for (const task of [taskOf(path), taskOf(path, [])]) {
      const settled = await quickLook(await tree, MODEL_EXTRACTORS, DEFAULT_LIMITS)(task)
      expect(settled).toEqual(await inspectFile(await tree, task, plugins, DEFAULT_LIMITS))
      expect(settled?.read).toBe(true)
    }
  })

  it.each([
    'evil.pkl',
    'evil.pt',
    'legacy.pt',
    'cut.pkl',
    'large.pkl',
    'notes.dat',
    'empty.bin',
    'link.pkl',
    'linked-twice.pkl',
    'not-there.pkl',
    '../outside.pkl',
  ])('leaves %s to a worker', async (path) => {
    expect(await quickLook(await tree, MODEL_EXTRACTORS, DEFAULT_LIMITS)(taskOf(path))).toBeUndefined()
  })

  it('leaves to a worker what is larger than the scan reads', async () => {
    const limits = { ...DEFAULT_LIMITS, fileBytes: INERT_PICKLE.length - 1 }
    expect(await quickLook(await tree, MODEL_EXTRACTORS, limits)(taskOf('plain.pkl'))).toBeUndefined()
  })

  it('leaves to a worker what another extractor wants', async () => {
    expect(
      await quickLook(await tree, MODEL_EXTRACTORS, DEFAULT_LIMITS)(taskOf('plain.pkl', ['models/gguf'])),
    ).toBeUndefined()
  })
})

describe('the look of a scan', () => {
  const rules = RULES.map(({ id }) => id)
  const options = async (signal: AbortSignal): Promise<Parameters<typeof lazyQuickLook>[0]> => ({
    tree: await tree,
    extractors: MODEL_EXTRACTORS,
    limits: DEFAULT_LIMITS,
    signal,
  })

  it('is taken of tasks of all model rules and nothing else', async () => {
    const look = lazyQuickLook(await options(new AbortController().signal), rules)
    const task = taskOf('plain.pkl')
    expect(await look(task)).toBeDefined()
    expect(await look({ ...task, rules: rules.slice(1) })).toBeUndefined()
    expect(await look({ ...task, rules: [...rules.slice(1), 'other/rule'] })).toBeUndefined()
    expect(await look({ ...task, candidates: ['models/model-card'] })).toBeUndefined()
  })

  it('lets in Ctrl-C', async () => {
    const interrupt = new AbortController()
    const look = lazyQuickLook(await options(interrupt.signal), rules)
    setImmediate(() => interrupt.abort(new Error('interrupted')))
    const endless = async (): Promise<void> => {
      for (;;) await look(taskOf('plain.pkl'))
    }
    await expect(endless()).rejects.toThrow('interrupted')
  })
})
