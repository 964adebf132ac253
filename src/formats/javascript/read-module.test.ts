import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { readJavaScriptModule } from './javascript.ts'
import type { JavaScriptArgument, JavaScriptModule } from './module.ts'

const read = (source: string): JavaScriptModule => readJavaScriptModule(source, DEFAULT_LIMITS)

function shown({ type, value, items }: JavaScriptArgument): string {
  if (type === 'text') return JSON.stringify(value)
  if (type === 'list') return `[${items.map(shown).join(', ')}]`
  return type === 'names' || type === 'number' ? value : type
}

/** Calls and constructions with what is given to them, in the order of the text. */
function calls(source: string): readonly string[] {
  return read(source)
    .uses.filter(({ kind }) => kind === 'call' || kind === 'new')
    .map((use) => `${use.kind === 'new' ? 'new ' : ''}${use.name}(${use.arguments.map(shown).join(', ')})`)
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('what is called', () => {
  it.each([
    ['require', `const cp = require('child_process'); cp.exec('id')`, 'node:child_process.exec("id")'],
    ['a static import', `import { exec as run } from 'node:child_process'; run('id')`, 'node:child_process.exec("id")'],
    ['a default import', `import axios from 'axios'; axios.post('u')`, 'npm:axios.post("u")'],
    ['destructuring', `const { exec } = require('child_process'); exec('id')`, 'node:child_process.exec("id")'],
    ['a renamed require', `const r = require; r('child_process').exec('id')`, 'node:child_process.exec("id")'],
    [
      'module.require put together',
      `module['req' + 'uire']('child_process').exec('id')`,
      'node:child_process.exec("id")',
    ],
    ['a bracket for a dot', `require('child_process')['ex' + 'ec']('id')`, 'node:child_process.exec("id")'],
    ['a dynamic import', `(await import('node:fs')).readFileSync('/x')`, 'node:fs.readFileSync("/x")'],
    ['globalThis', `globalThis['eval']('1')`, 'global.eval("1")'],
    ['a constructor', `new Function('a')`, 'new global.Function("a")'],
  ])('is known through %s', (_, source, call) => {
    expect(calls(source)).toContain(call)
  })
})

describe('constants are folded', () => {
  it.each([
    ['joined texts', `'cu' + 'rl ' + \`\${'x'}\``, 'curl x'],
    ['character codes', 'String.fromCharCode(105, 100)', 'id'],
    ['a list that is joined', `['c', 'u'].reverse().join('')`, 'uc'],
    ['a text turned round', `'di'.split('').reverse().join('')`, 'id'],
    ['base64 of a Buffer', `Buffer.from('${base64('id')}', 'base64').toString()`, 'id'],
    ['base64 of the web', `atob('${base64('whoami')}')`, 'whoami'],
    ['hexadecimal', `Buffer.from('6964', 'hex').toString('utf8')`, 'id'],
    ['percent', `decodeURIComponent('%69%64')`, 'id'],
    ['a slice', `'xxidxx'.slice(2, 4)`, 'id'],
    ['a function of the module', `(function (a) { return a + 'd' })('i')`, 'id'],
    ['a name', `NAME`, 'id'],
  ])('%s', (_, expression, value) => {
    const source = `const NAME = 'i' + 'd'\nrequire('child_process').execSync(${expression})`
    expect(calls(source)).toContain(`node:child_process.execSync(${JSON.stringify(value)})`)
  })

  it('through the table of an obfuscator', () => {
    const source = `const _0x1a=['exec','id','child_process'];const _0x2b=function(i){return _0x1a[i-0x10]};require(_0x2b(0x12))[_0x2b(0x10)](_0x2b(0x11))`
    expect(calls(source)).toContain('node:child_process.exec("id")')
    expect(read(source).shape.hexadecimalNames).toBeGreaterThan(0)
  })
})

describe('code that code makes', () => {
  it.each([
    ['eval', `eval('fetch("https://host.example")')`],
    ['eval of base64', `eval(Buffer.from('${base64('fetch("https://host.example")')}', 'base64').toString())`],
    ['Function', `new Function('fetch("https://host.example")')()`],
    ['two layers', `eval('eval(\\'fetch("https://host.example")\\')')`],
  ])('is read: %s', (_, source) => {
    expect(calls(source)).toContain('global.fetch("https://host.example")')
    expect(read(source).generated.length).toBeGreaterThan(0)
  })
})

describe('when code runs', () => {
  it.each([
    ['at the top', `fetch('a')`, 'import'],
    ['in a function nobody calls', `export function f() { fetch('a') }`, 'call'],
    ['in a function that is called at the top', `function f() { fetch('a') } f()`, 'import'],
    ['in a function expression that is called at once', `(() => { fetch('a') })()`, 'import'],
  ])('%s', (_, source, runs) => {
    expect(read(source).uses.find(({ name }) => name === 'global.fetch')?.runs).toBe(runs)
  })
})

describe('comments and texts', () => {
  it.each([
    [`// eval('1')\n`],
    [`/* fetch('a') */ const x = "eval('1')"`],
    ['const glob = "text/*"; const s = \'"""\''],
  ])('are no code: %j', (source) => {
    expect(calls(source)).toEqual([])
  })
})

describe('hostile source', () => {
  const million = 1_000_000
  it.each([
    ['brackets', '['.repeat(million)],
    ['calls of calls', `a${'('.repeat(100_000)}${')'.repeat(100_000)}`],
    ['additions', `x = ${'1+'.repeat(200_000)}1`],
    ['texts that double', `${'a'.repeat(1)};let s='x';${'s=s+s;'.repeat(200)}`],
    ['members', `a${'.b'.repeat(200_000)}`],
    [
      'functions that call each other',
      Array.from({ length: 3000 }, (_, i) => `function f${i}(){return f${i + 1}()+f${i + 2}()}`).join(''),
    ],
    ['nonsense', '\u0000%$§)(='.repeat(50_000)],
    ['a template', `\`${'${'.repeat(50_000)}`],
    ['evals of evals', `${'eval("'.repeat(40)}1${'")'.repeat(40)}`],
  ])('is read within bounds: %s', (_, source) => {
    const module = read(source)
    expect(module.lines).toBeGreaterThan(0)
  })

  it('that is longer than the limit is refused', () => {
    expect(() => readJavaScriptModule('x', { ...DEFAULT_LIMITS, fileBytes: 0 })).toThrow('the limit is 0')
  })

  it('that cannot be parsed is told, with the words in it', () => {
    const { gaps } = read(`const a = ;;; )) exec( curl`)
    expect(gaps.length).toBeGreaterThan(0)
  })
})
