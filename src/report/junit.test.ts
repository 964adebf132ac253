import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { EMPTY, INPUTS, render, settledResult } from '../../test/support/report-inputs.ts'
import type { ScanResult } from '../model/scan-result.ts'
import { junit } from './junit.ts'

const { parser } = createRequire(import.meta.url)('sax') as typeof import('sax')

interface Tag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Every tag, by a strict parser; throws for what is not well-formed. */
function tags(result: ScanResult): readonly Tag[] {
  const found: Tag[] = []
  const reader = parser(true)
  reader.onopentag = ({ name, attributes }) => void found.push({ name, attributes: attributes as Tag['attributes'] })
  Object.assign(reader, {
    onerror: (error: Error) => {
      throw error
    },
  })
  reader.write(render(junit, result)).close()
  return found
}

it.each(INPUTS)('%s is well-formed and counts right', (_, result) => {
  const found = tags(result)
  const count = (name: string): string => String(found.filter((tag) => tag.name === name).length)
  expect(found[0]).toMatchObject({
    name: 'testsuites',
    attributes: {
      tests: count('testcase'),
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
    },
  })
})

describe('a test', () => {
  it('fails where policy blocks, is skipped where somebody settled it, else passes', () => {
    const found = tags(settledResult())
    expect(found.filter(({ name }) => name === 'failure')).toHaveLength(2)
    expect(found.filter(({ name }) => name === 'skipped')).toHaveLength(5)
  })

  it('over the coverage is skipped when it is not complete, and an error when policy demands that it is', () => {
    expect(tags(EMPTY).map(({ name }) => name)).toContain('skipped')
    const demanded = { ...EMPTY, verdict: { ...EMPTY.verdict, completeness: 'incomplete' as const } }
    expect(tags(demanded).map(({ name }) => name)).toContain('error')
    const complete = { ...EMPTY, coverage: { ...EMPTY.coverage, complete: true, gaps: [] } }
    expect(tags(complete).map(({ name }) => name)).not.toContain('skipped')
  })

  it('names its file and line', () => {
    expect(tags(settledResult()).find(({ name }) => name === 'testcase')?.attributes).toMatchObject({
      file: 'sub/torch/uv.lock',
      line: '120',
    })
  })
})
