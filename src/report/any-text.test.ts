import { createRequire } from 'node:module'
import { assert, constantFrom, oneof, property, string, stringMatching } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCsv } from '../../test/support/read-csv.ts'
import { render, settledResult } from '../../test/support/report-inputs.ts'
import type { Reporter } from './reporter.ts'
import * as registry from './reporters.ts'

const { parser } = createRequire(import.meta.url)('sax') as typeof import('sax')

/** Text that somebody who wants to break out of a report would try, and any other. */
const text = oneof(
  string({ unit: 'binary', maxLength: 40 }),
  stringMatching(/^[<>&"'`|\\[\](){}:,;%@#=+\-*_~!$\s]{1,30}$/),
  constantFrom(
    '</script>',
    '-->',
    ']]>',
    '\u2028::error::x',
    '"""',
    '$(id)',
    '{{7*7}}',
    '\ufffe',
    '\ud83d',
    '%0A::error::',
  ),
)

/** What must not change with the words of the scanned project, for each kind of format. */
function shapeOf({ mediaType, id }: Reporter, report: string): unknown {
  if (/json/.test(mediaType)) return keysOf(JSON.parse(report), new Set())
  if (id === 'html') return tagsOf(report.replace(/<(script|style)>[^]*?<\/\1>/g, ''), false)
  if (id === 'junit') return tagsOf(report, true)
  if (id === 'csv') return readCsv(report).map((row) => row.length)
  return report.split('\n').filter((line) => line !== '').length
}

/** The names of all keys: foreign text is never one. Lists may lose members that the text makes equal. */
function keysOf(value: unknown, found: Set<string>): readonly string[] {
  if (Array.isArray(value)) for (const item of value) keysOf(item, found)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      found.add(key)
      keysOf(inner, found)
    }
  }
  return [...found].sort()
}

function tagsOf(markup: string, strict: boolean): readonly string[] {
  const found: string[] = []
  const reader = parser(strict, { lowercase: true })
  const fail = (error: Error): void => {
    if (strict) throw error
  }
  Object.assign(reader, {
    onerror: fail,
    onopentag: ({ name, attributes }: { name: string; attributes: object }) =>
      void found.push(`${name} ${Object.keys(attributes).join(' ')}`),
  })
  reader.write(markup).close()
  return found
}

describe('whatever the scanned project writes, the shape stays', () => {
  // The table for people breaks its lines by their width.
  const reporters = Object.values<Reporter>(registry).filter(({ id }) => id !== 'table')

  it.each(reporters.map((one) => [one.id, one] as const))('%s', (_, reporter) => {
    const usual = JSON.stringify(shapeOf(reporter, render(reporter, settledResult('torch'))))
    assert(
      property(text, (words) => {
        expect(JSON.stringify(shapeOf(reporter, render(reporter, settledResult(`a${words}`))))).toBe(usual)
      }),
      { numRuns: 150 },
    )
  })
})
