import { describe, expect, it } from 'vitest'
import { leavesRoot } from './workspace-members.ts'

describe('leavesRoot', () => {
  it.each([
    ['package.json', 'packages/*', false],
    ['package.json', '../x', true],
    ['app/package.json', '../x', false],
    ['app/package.json', '!../../x', true],
    ['package.json', 'a/../../x', true],
    ['package.json', '/etc', true],
  ])('%s and %s: %s', (file, pattern, expected) => expect(leavesRoot(file, pattern)).toBe(expected))
})
