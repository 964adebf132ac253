import { expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { looseText } from './loose-text.ts'

it.each([
  ['UTF-8', Buffer.from('é'), 'é'],
  ['UTF-16 with a byte order mark', Buffer.from([0xff, 0xfe, 0xe9, 0]), 'é'],
  ['Windows-1252', Buffer.from([0x93, 0xe9, 0x94]), '“é”'],
  ['bytes that are nothing', Buffer.from([0x81, 0xff, 0x00]), '\u0081ÿ\u0000'],
])('reads %s', (_, bytes, text) => {
  expect(looseText.parse(bytes, DEFAULT_LIMITS)).toBe(text)
})
