import { describe, expect, it } from 'vitest'
import { pycOf } from '../../../../test/support/marshal-writer.ts'
import { zipOf } from '../../../../test/support/opened-artefact.ts'
import { systemClock } from '../../../base/clock.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { ContainerBudget } from '../../models/containers/budget.ts'
import type { ArtefactEvent } from '../contents/artefact-event.ts'
import { openArtefact } from '../contents/open-artefact.ts'
import { openFolder } from '../contents/package-folder.ts'
import { PACKAGE_LIMITS } from '../contents/package-limits.ts'
import { inspectArtefact } from './inspect-artefact.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

const budget = (): ContainerBudget => new ContainerBudget(PACKAGE_LIMITS, systemClock)

const asWheel = (files: Files): AsyncIterable<ArtefactEvent> =>
  openArtefact(memorySource(zipOf(files)), 'demo-1.0-py3-none-any.whl', budget())

const asFolder = (files: Files): AsyncIterable<ArtefactEvent> =>
  openFolder(
    Object.entries(files).map(([path, data]) => ({ path, source: memorySource(Buffer.from(data)), mode: 0o644 })),
    budget,
  )

/** `kind subject path` of what makes files unreadable. */
async function disguises(events: AsyncIterable<ArtefactEvent>): Promise<readonly string[]> {
  const { behaviours } = await inspectArtefact(events, 'demo-1.0-py3-none-any.whl', {
    limits: DEFAULT_LIMITS,
    leaveOut: new Map(),
    onFile: () => undefined,
  })
  return behaviours
    .filter(({ kind }) => kind === 'obfuscation')
    .map(({ subject, place }) => `${subject} ${place.path}:${place.line}`)
}

const COMPILED = pycOf('3.11', { name: '<module>', names: ['os', 'send_all'] })
const SAME = 'import os\n\n\ndef send_all():\n    return os\n'
const OTHER = 'import os\n'

describe('compiled Python and its source', () => {
  it.each<[what: string, files: Files, found: readonly string[]]>([
    ['the same, beside it', { 'demo/a.pyc': COMPILED, 'demo/a.py': SAME }, []],
    ['the same, before it', { 'demo/a.py': SAME, 'demo/a.pyc': COMPILED }, []],
    ['the same, in the cache', { 'demo/__pycache__/a.cpython-311.pyc': COMPILED, 'demo/a.py': SAME }, []],
    ['the same, optimized', { 'demo/a.py': SAME, 'demo/__pycache__/a.cpython-311.opt-2.pyc': COMPILED }, []],
    ['another, behind it', { 'demo/a.pyc': COMPILED, 'demo/a.py': OTHER }, ['compiled-differs demo/a.pyc:1']],
    [
      'another, before it',
      { 'demo/a.py': OTHER, 'demo/__pycache__/a.cpython-311.pyc': COMPILED },
      ['compiled-differs demo/__pycache__/a.cpython-311.pyc:1'],
    ],
    ['none', { 'demo/a.pyc': COMPILED, 'demo/b.py': SAME }, ['compiled-without-source demo/a.pyc:1']],
    ['of another folder', { 'demo/a.pyc': COMPILED, 'a.py': SAME }, ['compiled-without-source demo/a.pyc:1']],
  ])('%s', async (_, files, found) => {
    expect(await disguises(asWheel(files))).toEqual(found)
    expect(await disguises(asFolder(files))).toEqual(found)
  })

  it('is compared in an archive in the artefact, whose names are not known before', async () => {
    const inner = zipOf({ 'a.py': OTHER, 'a.pyc': COMPILED })
    expect(await disguises(asWheel({ 'demo/lib.zip': inner }))).toEqual(['compiled-differs demo/lib.zip/a.pyc:1'])
  })

  it('says so where a source was too large to be kept', async () => {
    const large = `${SAME}# ${'x'.repeat(17 * 1024 * 1024)}\n`
    const { behaviours, notes } = await inspectArtefact(asWheel({ 'a.py': large, 'a.pyc': COMPILED }), 'demo.whl', {
      limits: DEFAULT_LIMITS,
      leaveOut: new Map(),
      onFile: () => undefined,
    })
    expect(behaviours.filter(({ subject }) => subject.startsWith('compiled'))).toEqual([])
    expect(notes.map(({ code }) => code)).toContain('bytecode-source')
  })
})

describe('characters that deceive', () => {
  const turned = 'echo a # \u202e ; rm -rf x\n'
  const hidden = `echo ${'\u200b\u200c'.repeat(4)}\n`
  it.each<[path: string, text: string, found: readonly string[]]>([
    ['a.sh', `#!/bin/sh\n${turned}`, ['bidirectional-text a.sh:2']],
    ['a.ps1', `Write-Host 1\n${hidden}`, ['hidden-characters a.ps1:2']],
    ['a.bat', hidden, ['hidden-characters a.bat:1']],
    ['a.sh', '#!/bin/sh\necho "caf\u00e9 \u043f\u0440\u0438\u0432\u0435\u0442"\n', []],
    ['a.py', 'import os\nx = "a"  # \u202e }if\n', ['bidirectional-text a.py:2']],
    ['a.js', 'const x = 1 // \u202e }if\n', ['bidirectional-text a.js:1']],
  ])('%s: once', async (path, text, found) => {
    expect(await disguises(asWheel({ [path]: text }))).toEqual(found)
  })
})
