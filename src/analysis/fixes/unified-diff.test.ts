import { describe, expect, it } from 'vitest'
import type { TextEdit } from './text-edit.ts'
import { diffText, unifiedDiff } from './unified-diff.ts'

function diff(before: string, ...edits: readonly TextEdit[]): readonly string[] {
  return diffText(unifiedDiff('f', before, edits))
    .split('\n')
    .slice(2, -1)
}

/** `old` in the text becomes `text`. */
function replace(before: string, old: string, text: string): TextEdit {
  const start = before.indexOf(old)
  return { start, end: start + old.length, text }
}

const TEN = Array.from({ length: 10 }, (_, index) => `line ${index}\n`).join('')

describe('a diff of edits', () => {
  it.each([
    ['one line', 'a==1\n', [replace('a==1\n', '1', '2')], ['@@ -1 +1 @@', '-a==1', '+a==2']],
    [
      'no line ending',
      'a==1',
      [replace('a==1', '1', '2')],
      ['@@ -1 +1 @@', '-a==1', '\\ No newline at end of file', '+a==2', '\\ No newline at end of file'],
    ],
    [
      'Windows',
      'a\r\nb==1\r\n',
      [replace('a\r\nb==1\r\n', '1', '2')],
      ['@@ -1,2 +1,2 @@', ' a\r', '-b==1\r', '+b==2\r'],
    ],
    [
      'three lines around',
      TEN,
      [replace(TEN, '5', 'x')],
      ['@@ -3,7 +3,7 @@', ' line 2', ' line 3', ' line 4', '-line 5', '+line x', ' line 6', ' line 7', ' line 8'],
    ],
    ['a new line', 'a\nb\n', [{ start: 2, end: 2, text: 'n\n' }], ['@@ -1,2 +1,3 @@', ' a', '+n', ' b']],
    [
      'an entry put in front of another',
      '{\n  "a": 1\n}\n',
      [{ start: 4, end: 4, text: '"n": 0,\n  ' }],
      ['@@ -1,3 +1,4 @@', ' {', '+  "n": 0,', '   "a": 1', ' }'],
    ],
    [
      'two in one line',
      'a==1 b==1\n',
      [
        { start: 3, end: 4, text: '2' },
        { start: 8, end: 9, text: '3' },
      ],
      ['@@ -1 +1 @@', '-a==1 b==1', '+a==2 b==3'],
    ],
    ['lines at the end', 'a\n', [{ start: 2, end: 2, text: 'b\nc\n' }], ['@@ -1 +1,3 @@', ' a', '+b', '+c']],
    [
      'lines behind an open end',
      'a',
      [{ start: 1, end: 1, text: '\nb\n' }],
      ['@@ -1 +1,2 @@', '-a', '\\ No newline at end of file', '+a', '+b'],
    ],
    ['a new file', '', [{ start: 0, end: 0, text: 'a\n' }], ['@@ -0,0 +1 @@', '+a']],
    ['nothing', 'a\n', [], []],
  ] as const)('%s', (_, before, edits, wanted) => {
    expect(diff(before, ...edits)).toEqual(wanted)
  })

  it('starts a hunk of its own where the contexts do not touch', () => {
    const text = TEN + TEN
    const far = text.indexOf('1', TEN.length)
    const lines = diff(text, replace(text, '1', 'x'), { start: far, end: far + 1, text: 'y' })
    expect(lines.filter((line) => line.startsWith('@@'))).toEqual(['@@ -1,5 +1,5 @@', '@@ -9,7 +9,7 @@'])
  })

  it('quotes names that would break a line', () => {
    const [head] = unifiedDiff('a\nb', 'x\n', [{ start: 0, end: 1, text: 'y' }])
    expect(head?.text).toBe('--- "a/a\\nb"')
  })

  it('is linear: 100,000 edits of one file', () => {
    const text = 'a==1\n'.repeat(100_000)
    const edits = Array.from({ length: 100_000 }, (_, index) => ({
      start: index * 5 + 3,
      end: index * 5 + 4,
      text: '2',
    }))
    expect(unifiedDiff('f', text, edits)).toHaveLength(200_003)
  })
})
