import { describe, expect, it } from 'vitest'
import { LimitError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { readJavaScriptModule } from './javascript.ts'
import type { JavaScriptArgument, JavaScriptModule } from './module.ts'
import type { JavaScriptDialect } from './parse.ts'

const read = (source: string, dialect?: JavaScriptDialect): JavaScriptModule =>
  readJavaScriptModule(source, DEFAULT_LIMITS, dialect)

/** Calls of things outside of the module, as `name(arguments)`. */
const calls = (source: string, dialect?: JavaScriptDialect): readonly string[] =>
  read(source, dialect)
    .uses.filter(({ kind }) => kind === 'call' || kind === 'new')
    .map(({ name, arguments: given }) => `${name}(${given.map(shown).join(', ')})`)

const shown = ({ type, value, items, fields }: JavaScriptArgument): string => {
  if (type === 'list') return `[${items.map(shown).join(' ')}]`
  if (type === 'object') return `{${fields.map((field) => `${field.name}: ${shown(field.value)}`).join(' ')}}`
  if (type === 'any') return items.map(shown).join('|')
  return type === 'unknown' ? '?' : type === 'function' ? 'function' : value
}

/** The text that `x` has in a call `run(x)`. */
const folded = (source: string): string =>
  calls(`${source}\nrun(x)`)
    .filter((call) => call.startsWith('global.run('))
    .map((call) => call.slice(11, -1))
    .join()

describe('names', () => {
  const cases: readonly (readonly [source: string, found: readonly string[]])[] = [
    ['require("fs").readFileSync("a")', ['node:fs.readFileSync(a)']],
    ['const { exec: e } = require("node:child_process"); e("x")', ['node:child_process.exec(x)']],
    ['import fs, { readFile as r } from "fs"; fs.a(); r("b")', ['node:fs.a()', 'node:fs.readFile(b)']],
    ['import * as x from "./lib.js"; x.run()', ['./lib.js.run()']],
    ['import axios from "axios"; axios.create().post("u")', ['npm:axios.create()', 'npm:axios.create().post(u)']],
    ['const r = require; r("os").hostname()', ['node:os.hostname()']],
    ['module.require("os").hostname()', ['node:os.hostname()']],
    ['process.mainModule.require("os").hostname()', ['node:os.hostname()']],
    ['globalThis["req" + "uire"]("os").hostname()', ['node:os.hostname()']],
    ['process.getBuiltinModule("os").hostname()', ['node:os.hostname()']],
    ['require("module")._load("os").hostname()', ['node:os.hostname()']],
    [
      'import { createRequire as c } from "module"; const q = c(import.meta.url); q("os").hostname()',
      ['node:module.createRequire(file:<here>/<this>)', 'node:os.hostname()'],
    ],
    ['import("os").then((m) => m.hostname())', ['node:os.hostname()']],
    ['(async () => { const { hostname } = await import("node:os"); hostname() })()', ['node:os.hostname()']],
    ['(function (load) { load("os").hostname() })(require)', ['node:os.hostname()']],
    ['const f = require("fs"); f["read" + "File"]("a")', ['node:fs.readFile(a)']],
    ['const { promisify } = require("util"); promisify(require("child_process").exec)("x")', ['node:child_process.exec(x)']],
    ['require("child_process").exec.call(null, "x")', ['node:child_process.exec(x)']],
    ['require("child_process").exec.apply(null, ["x", "y"])', ['node:child_process.exec(x, y)']],
    ['Reflect.apply(eval, null, ["x"])', ['global.eval(x)']],
    ['(0, eval)("x")', ['global.eval(x)']],
    ['window["ev" + "al"]("x")', ['global.eval(x)']],
    ['[].filter.constructor("x")()', ['global.Function(x)']],
    ['(() => {}).constructor("x")', ['global.Function(x)']],
    ['({}).constructor.constructor("x")', ['global.Function(x)']],
    ['new Function("return process")().mainModule.require("os").hostname()', ['global.Function(return process)', 'node:os.hostname()']],
    ['var o = __toESM(require("os")); o.default.hostname(); function __toESM(x) { return x }', ['node:os.hostname()']],
    ['var o = _interopRequireDefault(require("os")); o.default.hostname(); function _interopRequireDefault(x) { return { default: x } }', ['node:os.hostname()']],
    ['class A extends require("events") { m() { this.emit("x") } } new A().m()', ['node:events().emit(x)']],
    ['const o = { f: require("os").hostname }; o.f()', ['node:os.hostname()']],
    ['var m = { 1: function (e, t, n) { e.exports = require("os") }, 2: function (e, t, n) { n(1).hostname() } }', ['node:os.hostname()']],
    ['var f = function () { return this }; f().eval("x"); (function () { this.eval("y") })()', ['global.eval(y)']],
    ['const e = process.env; fetch(e.HOME)', ['global.fetch(~)']],
    ['fetch`a ${b}`', ['global.fetch(a …)']],
  ] // prettier-ignore
  it.each(cases)('%s', (source, found) => {
    expect(calls(source).filter((call) => !call.startsWith('node:util') && !call.startsWith('?'))).toEqual(
      expect.arrayContaining([...found]),
    )
  })
})

describe('constants', () => {
  const cases: readonly (readonly [source: string, text: string])[] = [
    ['const x = "a" + "b" + 1', 'ab1'],
    ['const y = "b"; const x = `a${y}c`', 'abc'],
    ['const x = `a${unknown()}c`', 'a…c'],
    ['const x = String.fromCharCode(99, 117, 114, 108)', 'curl'],
    ['const x = String.fromCharCode.apply(null, [99, 117])', 'cu'],
    ['const x = String.fromCharCode(...[99, 117])', 'cu'],
    ['const x = ["l", "r", "u", "c"].reverse().join("")', 'curl'],
    ['const x = "lruc".split("").reverse().join("")', 'curl'],
    ['const x = "a-b-c".split("-").join("")', 'abc'],
    ['const x = "cZuZrZl".replace(/Z/g, "")', 'curl'],
    ['const x = "xcurlx".slice(1, -1)', 'curl'],
    ['const x = "curl".charAt(0) + "curl"[1] + "curl".substr(2, 1) + "curl".substring(3)', 'curl'],
    ['const x = atob("Y3VybA==")', 'curl'],
    ['const x = Buffer.from("Y3VybA==", "base64").toString()', 'curl'],
    ['const x = Buffer.from("6375726c", "hex").toString("utf8")', 'curl'],
    ['const x = Buffer.from([99, 117, 114, 108]).toString()', 'curl'],
    ['const x = new TextDecoder().decode(new Uint8Array([99, 117]))', 'cu'],
    ['const x = unescape("%63%75")', 'cu'],
    ['const x = decodeURIComponent("%63url")', 'curl'],
    ['const x = JSON.parse(\'["a", {"b": "curl"}]\')[1].b', 'curl'],
    ['const x = (27).toString(36) + parseInt("63", 16)', 'r99'],
    ['const x = require("zlib").inflateSync(Buffer.from("eJxLLi3KAQAEPwG3", "base64")).toString()', 'curl'],
    ['const x = [99, 117].map((c) => String.fromCharCode(c)).join("")', 'cu'],
    ['const x = [100, 116].map(c => String.fromCharCode(c ^ 7)).join("")', 'cs'],
    ['let x = ""; for (const c of [99, 117]) x += String.fromCharCode(c)', 'cu'],
    ['function f(s) { let r = ""; for (let i = 0; i < s.length; i++) r += String.fromCharCode(s.charCodeAt(i) - 1); return r } const x = f("dvsm")', 'curl'],
    ['const o = { a: "cu", f: (p, q) => p + q }; const x = o.f(o["a"], "rl")', 'curl'],
    ['const x = require("path").join(require("os").homedir(), ".ssh", "..", ".npmrc")', '~/.npmrc'],
    ['const x = `${process.env.HOME}/.npmrc`', '~/.npmrc'],
    ['const x = (![] + [])[1] + ([][[]] + "")[2]', 'ad'],
    ['const x = condition ? "a" : "b"', 'a|b'],
    ['enum E { A = "curl" } const x = E.A', 'curl'],
  ] // prettier-ignore
  it.each(cases)('%s', (source, text) => {
    expect(folded(source).split(',').includes(text) || folded(source).includes(text)).toBe(true)
  })

  it('says how a text came about', () => {
    const made = (source: string): string | undefined => read(source).uses.at(-1)?.arguments[0]?.made
    expect(made('run("a")')).toBe('written')
    expect(made('run("a" + "b")')).toBe('computed')
    expect(made('run(String.fromCharCode(97))')).toBe('decoded')
  })
})

describe('code that is made of text', () => {
  const cases: readonly (readonly [source: string, found: string])[] = [
    ['eval("run(1)")', 'global.run(1)'],
    ['new Function("a", "run(2)")', 'global.run(2)'],
    ['require("vm").runInNewContext("run(3)")', 'global.run(3)'],
    ['setTimeout("run(4)", 1)', 'global.run(4)'],
    ['import("data:text/javascript;base64,cnVuKDUp")', 'global.run(5)'],
    ['eval(atob("ZXZhbCgicnVuKDYpIik="))', 'global.run(6)'],
    ['var m = new module.constructor(); m._compile("run(7)", "")', 'global.run(7)'],
    ['const secret = "s"; eval("run(secret)")', 'global.run(s)'],
  ]
  it.each(cases)('%s', (source, found) => {
    expect(calls(source)).toContain(found)
    expect(read(source).uses.find(({ name }) => name === 'global.run')).toMatchObject({ generated: true, line: 1 })
  })
})

describe('when code runs', () => {
  const cases: readonly (readonly [source: string, runs: string])[] = [
    ['run()', 'import'],
    ['function f() { run() }', 'call'],
    ['function f() { g() } function g() { run() } f()', 'import'],
    ['(() => { run() })()', 'import'],
    ['module.exports = () => { run() }', 'call'],
    ['exports.f = function () { run() }', 'call'],
    ['class A { m() { run() } }', 'call'],
    ['class A { constructor() { run() } } new A()', 'import'],
    ['class A { static { run() } }', 'import'],
    ['setTimeout(() => { run() }, 1)', 'import'],
    ['require("fs").readFile("a", () => { run() })', 'import'],
    ['[1].forEach(() => { run() })', 'import'],
    ['Promise.resolve().then(() => { run() })', 'import'],
    ['const app = require("express")(); app.get("/", () => { run() })', 'call'],
    ['eval("run()")', 'import'],
    ['export default async function f() { run() }', 'call'],
  ]
  it.each(cases)('%s', (source, runs) => {
    expect(read(source).uses.find(({ name }) => name === 'global.run')?.runs).toBe(runs)
  })
})

describe('imports', () => {
  const cases: readonly (readonly [source: string, found: readonly string[]])[] = [
    ['import "a"; export * from "./b"; export { c } from "c"', ['npm:a static', './b static', 'npm:c static']],
    ['import type { T } from "t"; const x = require("fs/promises")', ['node:fs.promises call']],
    ['require("child_" + "process")', ['node:child_process computed']],
    ['require(name)', [' computed']],
    ['require(`./${name}.js`)', ['./….js computed']],
    ['import("node:vm")', ['node:vm call']],
  ]
  it.each(cases)('%s', (source, found) => {
    expect(read(source, 'typescript').imports.map(({ module, how }) => `${module} ${how}`)).toEqual(found)
  })
})

describe('dialects', () => {
  const cases: readonly (readonly [name: string, source: string, dialect: JavaScriptDialect])[] = [
    ['TypeScript', 'const f = <T,>(x: T): x is T => run(x as any)!; f<string>("a"); abstract class A { private x?: number }', 'typescript'],
    ['TypeScript in a file .js', 'const a: number = run("a")', 'javascript'],
    ['JSX', 'const a = <B c={run("a")}>{...d}</B>', 'javascript'],
    ['Flow', '// @flow\nimport type { A } from "a"; const a = (run("a"): A)', 'javascript'],
    ['a program with a first line', '#!/usr/bin/env node\nreturn run("a")', 'javascript'],
    ['decorators', '@run("a") class A {}', 'typescript'],
    ['comments in the manner of HTML', '<!-- x\nrun("a")', 'javascript'],
  ] // prettier-ignore
  it.each(cases)('%s', (_, source, dialect) => {
    const { gaps } = read(source, dialect)
    expect(gaps).toEqual([])
    expect(calls(source, dialect).some((call) => call.startsWith('global.run('))).toBe(true)
  })

  it('takes code in comments, strings and patterns for what it is', () => {
    expect(calls('/* eval("a") */ // eval("b")\nconst c = "eval(d)", e = /eval("f")/, g = `eval(h)`')).toEqual([])
  })

  it('tells what does not parse', () => {
    expect(read('run(\n)]}').gaps).toMatchObject([{ from: 1, to: 2, reason: 'syntax', words: ['run'] }])
  })

  it('refuses what is larger than the limit', () => {
    expect(() => readJavaScriptModule('x'.repeat(11), { ...DEFAULT_LIMITS, fileBytes: 10 })).toThrow(LimitError)
  })
})

describe('marks of the source', () => {
  const shapes = (source: string): JavaScriptModule['shape'] => read(source).shape
  it('finds invisible characters, turned text, letters of another alphabet, code far to the right', () => {
    expect(shapes('const a\u200db = 1').hiddenCharacters).toHaveLength(1)
    expect(shapes(`const a = "${'\ufe01'.repeat(20)}"`).hiddenCharacters).toHaveLength(1)
    expect(shapes('/*\u202e } if (x) \u2066*/').bidirectionalMarks).toHaveLength(2)
    expect(shapes('const pr\u043ecess = 1').lookAlikes).toEqual([{ line: 1, column: 7 }])
    expect(shapes(`a();${' '.repeat(400)}b()`).farRight).toEqual([{ line: 1, column: 5 }])
  })

  it('leaves texts of other languages, emoji and tables of characters alone', () => {
    const honest = shapes(
      'const a = "пpивет", b = "👩\u200d💻", c = ["\u200b", "\u202a"], d = /[\u200b-\u200f]/; // аbc',
    )
    expect([honest.hiddenCharacters, honest.bidirectionalMarks, honest.lookAlikes]).toEqual([[], [], []])
  })
})
