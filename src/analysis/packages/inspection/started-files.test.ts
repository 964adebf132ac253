import { expect, it } from 'vitest'
import type { Behaviour, BehaviourMoment } from '../behaviour.ts'
import type { FileRole } from '../package-file.ts'
import { atTheirStart, type RoledFile } from './started-files.ts'

const file = (path: string, kind: RoledFile['kind'], role: FileRole = 'library'): RoledFile => ({ path, kind, role })

const does = (path: string, when: BehaviourMoment, evidence = '', kind: Behaviour['kind'] = 'execute'): Behaviour => ({
  kind,
  subject: '',
  place: { path, line: 1 },
  when,
  inputs: [],
  evidence,
})

it.each([
  ['a script that nothing starts', 'sdist', [file('ci/get.sh', 'shell')], 'ci/get.sh', 'call'],
  ['a workflow', 'sdist', [file('.github/workflows/ci.yml', 'workflow')], '.github/workflows/ci.yml', 'call'],
  ['a page in a wheel', 'wheel', [file('pkg/static/main.js', 'javascript')], 'pkg/static/main.js', 'call'],
  ['a module of a JavaScript package', 'npm', [file('lib/a.js', 'javascript')], 'lib/a.js', 'import'],
  ['a module of a Python package', 'wheel', [file('pkg/a.py', 'python')], 'pkg/a.py', 'import'],
  ['a helper in Python of a JavaScript package', 'npm', [file('gyp/a.py', 'python')], 'gyp/a.py', 'call'],
  ['a file without an importable name', 'sdist', [file('manual tests/a.py', 'python')], 'manual tests/a.py', 'call'],
  [
    'a file of a wheel under purelib',
    'wheel',
    [file('a-1.data/purelib/p/b.py', 'python')],
    'a-1.data/purelib/p/b.py',
    'import',
  ],
  ['a module in an archive', 'wheel', [file('pkg/b-1.0.zip/b.py', 'python')], 'pkg/b-1.0.zip/b.py', 'import'],
  ['a script that a manifest starts', 'npm', [file('get.sh', 'shell', 'install')], 'get.sh', 'import'],
] as const)('%s runs at its moment', (_, kind, files, path, when) => {
  const { behaviours } = atTheirStart([does(path, 'import', '', 'network')], files, kind)
  expect(behaviours.map((one) => one.when)).toEqual([when])
})

it.each([
  ['setup.py', 'install', 'install', 'install', 'install'],
  ['pkg/__init__.py', 'import', 'import', 'import', 'import'],
  ['pkg/tool.py', 'library', 'import', 'import', undefined],
  ['pkg/tool.py', 'library', 'call', 'call', undefined],
  ['tests/test_a.py', 'test', 'import', 'call', undefined],
] as const)('what %s (%s) starts at %s runs at %s', (path, role, when, expected, newRole) => {
  const files = [file(path, 'python', role), file('pkg/run.js', 'javascript'), file('pkg/next.sh', 'shell')]
  const { behaviours, roles } = atTheirStart(
    [
      does(path, when, 'subprocess.run(["bun", "run.js"])'),
      does('pkg/run.js', 'import', 'execSync("sh ./next.sh")'),
      does('pkg/next.sh', 'unknown', 'curl', 'network'),
    ],
    files,
    'wheel',
  )
  expect(behaviours.slice(1).map((one) => one.when)).toEqual([expected, expected])
  expect([roles.get('pkg/run.js'), roles.get('pkg/next.sh')]).toEqual([newRole, newRole])
})

it('ends where scripts start each other', () => {
  const files = [file('setup.py', 'python', 'install'), file('a.sh', 'shell'), file('b.sh', 'shell')]
  const { behaviours } = atTheirStart(
    [does('setup.py', 'install', 'sh a.sh'), does('a.sh', 'import', 'sh b.sh'), does('b.sh', 'import', 'sh a.sh')],
    files,
    'sdist',
  )
  expect(behaviours.map((one) => one.when)).toEqual(['install', 'install', 'install'])
})
