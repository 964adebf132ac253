import { expect, it } from 'vitest'
import type { ArtefactFacts, PackageManifest } from '../artefact-facts.ts'
import type { BehaviourMoment } from '../behaviour.ts'
import { packageEvidence } from './evidence.ts'

const manifest = (hooks: readonly string[], buildBackend?: string): PackageManifest => ({
  ecosystem: 'PyPI',
  name: 'made',
  version: '1',
  dependencies: [],
  hooks: hooks.map((name) => ({ name, command: 'python setup.py', place: { path: 'setup.py', line: 1 } })),
  commands: [],
  ...(buildBackend === undefined ? {} : { buildBackend }),
  description: '',
  readme: '',
  links: [],
  people: [],
})

const facts = (path: string, when: BehaviourMoment, own: PackageManifest): ArtefactFacts => ({
  name: 'made-1.tar.gz',
  kind: 'sdist',
  size: 1,
  manifest: own,
  files: [{ path, size: 1, sha256: '', kind: 'python', role: 'install', looked: 'whole', executable: false }],
  behaviours: [{ kind: 'network', subject: 'a.example', place: { path, line: 1 }, when, inputs: [], evidence: '' }],
  notes: [],
})

it.each([
  ['a function of setup.py', 'setup.py', 'call', manifest(['setup.py']), 'install-call'],
  ['a function of a module that setup.py imports', 'made.py', 'call', manifest(['setup.py']), 'call'],
  ['what that module does when it is imported', 'made.py', 'install', manifest(['setup.py']), 'install'],
  ['a command of setuptools in a module', 'made.py', 'call', manifest(['setup.py', 'cmdclass.build']), 'install-call'],
  ['a function of the build backend', 'tools/made_build.py', 'call', manifest([], 'made_build:api'), 'install-call'],
] as const)('%s is exposed as it runs', (_, path, when, own, exposure) => {
  expect(
    packageEvidence([facts(path, when, own)])
      .of('network')
      .map((one) => one.exposure),
  ).toEqual([exposure])
})
