import { describe, expect, it } from 'vitest'
import { canHold, type Marker, parseMarker } from './pep508-marker.ts'

function parse(text: string): Marker {
  const parsed = parseMarker(text)
  if (parsed.kind === 'problem') throw new Error(`expected ${parsed.problem.expected} at ${parsed.problem.offset}`)
  return parsed.marker
}

/** Postfix with the text of the quoted operand for each comparison. */
function inWords({ postfix }: Marker): string {
  return postfix
    .map((step) => {
      if (typeof step === 'string') return step
      const text = step.right.kind === 'text' ? step.right : step.left
      return text.kind === 'text' ? text.value : text.name
    })
    .join(' ')
}

describe('parseMarker', () => {
  it.each([
    ['os_name == "a"', 'a'],
    ["'a' in extras", 'a'],
    ['"a" not  in dependency_groups', 'a'],
    ['os.name=="a"', 'a'],
    ['os_name=="a" and os_name=="b" or os_name=="c"', 'a b and c or'],
    ['os_name=="a" or os_name=="b" and os_name=="c"', 'a b c and or'],
    ['(os_name=="a" or os_name=="b") and os_name=="c"', 'a b or c and'],
    ['((os_name=="a"))', 'a'],
    ['(os_name=="a")and(os_name=="b")', 'a b and'],
    ['python_version in "3.8, 3.9"', '3.8, 3.9'],
  ])('%s', (text, expected) => {
    expect(inWords(parse(text))).toBe(expected)
  })

  it.each([
    ['', 'a marker variable or quoted text', 0],
    ['os_name', 'a comparison', 7],
    ['os_name ==', 'a marker variable or quoted text', 10],
    ['os_name == "a', 'a closing "', 11],
    ['os_name == linux', 'a marker variable or quoted text', 11],
    ['flavour == "a"', 'a marker variable or quoted text', 0],
    ['os_name == "a" os_name == "b"', '`and`, `or` or the end', 15],
    ['os_name == "a" and', 'a marker variable or quoted text', 18],
    ['(os_name == "a"', '`)`', 15],
    ['os_name == "a")', '`and`, `or` or the end', 14],
    ['os_name not "a"', 'a comparison', 12],
  ])('not a marker: %j', (text, expected, offset) => {
    expect(parseMarker(text)).toEqual({ kind: 'problem', problem: { expected, offset } })
  })
})

it.each([
  ['"x" in extras', false],
  ['"x" in extras or sys_platform == "linux"', true],
  ['"x" in extras and sys_platform == "linux"', false],
  ['sys_platform == "linux"', true],
])('canHold(%s) without any extra is %s', (text, expected) => {
  expect(canHold(parse(text), ({ right }) => right.kind !== 'variable' || right.name !== 'extras')).toBe(expected)
})
