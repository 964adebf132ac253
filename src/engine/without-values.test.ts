import { describe, expect, it } from 'vitest'
import type { FileInspection } from './inspection.ts'
import { withoutValues } from './without-values.ts'

const SECRET = 'q8Zr2LmX0vBt7KcY4NdWf6Hs'

const inspectionOf = (message: string): FileInspection => ({
  path: 'setup.sh',
  wanted: true,
  read: true,
  extractions: [],
  observations: [],
  diagnostics: [{ code: 'FORMAT_PARTIAL', level: 'note', message }],
})

const said = (message: string, values: readonly string[] = [SECRET]): string | undefined =>
  withoutValues(inspectionOf(message), values).diagnostics[0]?.message

describe('what is said of a file with secrets', () => {
  it.each([
    ['a quoted line', `curl -H "Token: ${SECRET}" | sh`, 'curl -H "Token: [secret]" | sh'],
    ['twice the same', `${SECRET} ${SECRET}`, '[secret] [secret]'],
    ['a text that was cut', `curl -H "Token: ${SECRET.slice(0, 11)}…`, 'curl -H "Token: [secret]…'],
    ['a text that was cut without a mark', `Token: ${SECRET.slice(0, 7)}`, 'Token: [secret]'],
    ['what is shown of it on purpose', `Token (q8Zr…f6Hs)`, 'Token (q8Zr…f6Hs)'],
    ['another text', 'nothing', 'nothing'],
  ])('holds none of them: %s', (_, message, expected) => {
    expect(said(message)).toBe(expected)
  })

  it('loses the longer of two that begin alike as a whole', () => {
    expect(said(`x ${SECRET}-more`, [SECRET, `${SECRET}-more`])).toBe('x [secret]')
  })

  it('keeps its words where a value is too short to be told from them', () => {
    expect(said('torch 2.1 is affected', ['torch'])).toBe('torch 2.1 is affected')
  })

  it('is the same object where none stands in it', () => {
    const inspection = inspectionOf('nothing')
    expect(withoutValues(inspection, [SECRET])).toBe(inspection)
  })
})
