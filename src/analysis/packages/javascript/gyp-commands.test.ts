import { describe, expect, it } from 'vitest'
import { gypCommands } from './gyp-commands.ts'

describe('what a build file of gyp runs', () => {
  const cases: readonly (readonly [text: string, commands: readonly string[]])[] = [
    [`{ 'sources': ['<!(node x.js)'] }`, ['node x.js']],
    [`{ "sources": ["<!@(node ./x.js)"] }`, ['node ./x.js']],
    [`{ 'a': '>!(one) and ^!@(two)' }`, ['one', 'two']],
    [`{ 'a': '<!(node -p "require(\\'n\\').include")' }`, [`node -p "require('n').include"`]],
    [`{ 'action': ['node', 'x.js', '<(out)'] }`, ['node x.js <(out)']],
    [`{ 'actions': [{ 'action_name': 'a', 'inputs': [], 'action': [ 'sh', '-c', 'a && b' ] }] }`, [`sh -c 'a && b'`]],
    [`{ 'a': '<!pymod_do_main(tools.x y)' }`, ['python tools/x.py']],
    [`# '<!(never)'\n{ 'a': '<(variable)' }`, []],
    [`{ 'a': "# '<!(text)" }`, ['text']],
  ]
  it.each(cases)('%s', (text, commands) => {
    expect(gypCommands(text).map(({ command }) => command)).toEqual(commands)
  })

  it('says the line', () => {
    expect(gypCommands(`{\n'a': 1,\n'b': '<!(x)' }`)).toEqual([{ command: 'x', line: 3 }])
  })

  it('takes its time on nothing', () => {
    for (const piece of [`'`, `"\\`, '<!(', `'<!(`, '[', `'action': [`, '#', `'action'`])
      expect(gypCommands(piece.repeat(100_000)).length).toBeLessThanOrEqual(200)
  }, 2000)
})
