import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Reporter } from '../src/report/reporter.ts'
import { spdx23 } from '../src/report/spdx-2.3.ts'
import { spdx30 } from '../src/report/spdx-3.0.ts'
import { INPUTS, render } from './support/report-inputs.ts'
import { sampleResult } from './support/sample-result.ts'
import { ROOT_FOLDER } from './support/source-files.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

/** A virtual environment with `spdx-tools` and `spdx-python-model`; `.ci/run` makes one. */
const environment = process.env['ASSAY_VALIDATORS'] ?? ''
const python = [join(environment, 'bin/python'), join(environment, 'Scripts/python.exe')].find((path) =>
  existsSync(path),
)
const isHere = environment !== '' && python !== undefined

it('says whether the validators are there, and finds those that are named', () => {
  expect(isHere).toBe(environment !== '')
  if (!isHere) process.stdout.write('official-validators: skipped, ASSAY_VALIDATORS names no virtual environment\n')
})

/** What the libraries of the SPDX project say is wrong with each text, by name. */
function problems(texts: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  const folder = temporaryFolder(texts)
  const paths = Object.keys(texts).map((name) => join(folder, name))
  const script = join(ROOT_FOLDER, 'test/support/validate-spdx.py')
  const answer = execFileSync(python ?? '', [script, ...paths], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const found = JSON.parse(answer) as Record<string, readonly string[]>
  return Object.fromEntries(Object.keys(texts).map((name) => [name, found[join(folder, name)] ?? ['not looked at']]))
}

const NONE: readonly string[] = []

describe.skipIf(!isHere)('the validators of the SPDX project', () => {
  it.each([spdx23, spdx30])('find nothing wrong with what $id writes', (reporter: Reporter) => {
    const texts = INPUTS.map(([, result], index) => [`${index}.${reporter.id}.spdx.json`, render(reporter, result)])
    const found = problems(Object.fromEntries(texts) as Record<string, string>)
    expect(Object.values(found)).toEqual(INPUTS.map(() => NONE))
  })

  it.each([
    ['spdx-2.3', spdx23, '"NOASSERTION"', '"WHO-KNOWS"'],
    ['spdx-2.3', spdx23, '"SPDX-2.3"', '"SPDX-9"'],
    ['spdx-3.0', spdx30, '"relationshipType"', '"relationType"'],
    ['spdx-3.0', spdx30, '"created": "', '"created": "yesterday '],
  ] as const)('find what is wrong in %s when it is', (id, reporter, right, wrong) => {
    const text = render(reporter, sampleResult())
    expect(text).toContain(right)
    const found = problems({ [`wrong.${id}.spdx.json`]: text.replaceAll(right, wrong) })
    expect(Object.values(found)[0]).not.toEqual([])
  })
})
