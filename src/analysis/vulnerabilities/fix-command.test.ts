import { describe, expect, it } from 'vitest'
import { component, type ComponentSketch } from '../../../test/support/component-fakes.ts'
import type { Remedy } from '../../model/finding.ts'
import { floorAdvice, upgradeAdvice } from './fix-advice.ts'
import { removeRemedy, upgradeRemedy } from './fix-command.ts'

/** A command as it is, an edit with `write:` in front. */
function inWords(remedy: Remedy | undefined): string | undefined {
  if (remedy === undefined) return undefined
  return 'command' in remedy ? remedy.command : `write: ${remedy.edit}`
}

const npm: ComponentSketch = { ecosystem: 'npm', name: '@scope/x', version: '1.0.0' }

describe('the command of the tool that fixed the version', () => {
  it.each<readonly [ComponentSketch, string]>([
    [{ file: 'uv.lock' }, "uv add 'torch>=2.0'"],
    [{ file: 'uv.lock', direct: 'no' }, 'uv lock --upgrade-package torch==2.0'],
    [{ file: 'uv.lock', scope: 'development', groups: ['group:dev'] }, "uv add --group dev 'torch>=2.0'"],
    [{ file: 'uv.lock', scope: 'optional', groups: ['extra:gpu'] }, "uv add --optional gpu 'torch>=2.0'"],
    [{ file: 'uv.lock', scope: 'optional', groups: ['extra:a', 'extra:b'] }, "uv add 'torch>=2.0'"],
    [{ file: 'train.py.lock' }, 'uv lock --upgrade-package torch==2.0'],
    [{ file: 'a/poetry.lock' }, "poetry add 'torch>=2.0'"],
    [{ file: 'poetry.lock', groups: ['group:dev'] }, "poetry add --group dev 'torch>=2.0'"],
    [{ file: 'poetry.lock', groups: ['group:$(id)'] }, "poetry add 'torch>=2.0'"],
    [{ file: 'poetry.lock', direct: 'no' }, 'poetry update torch'],
    [{ file: 'pdm.lock' }, "pdm add 'torch>=2.0'"],
    [{ file: 'pdm.lock', direct: 'no' }, 'pdm update torch'],
    [{ file: 'Pipfile.lock' }, "pipenv upgrade 'torch>=2.0'"],
    [{ file: 'pixi.lock', direct: 'no' }, 'pixi update torch'],
    [{ file: 'requirements.txt' }, 'write: torch==2.0'],
    [{ file: 'pyproject.toml' }, 'write: "torch==2.0"'],
    [{ file: 'environment.yml' }, 'write: - torch==2.0'],
    [{ file: 'train.ipynb' }, "write: %pip install 'torch>=2.0'"],
    [{ file: 'Dockerfile' }, 'write: torch==2.0'],
    [{ file: 'site-packages/torch.dist-info/METADATA' }, "pip install --upgrade 'torch>=2.0'"],
    [{ ...npm, file: 'package-lock.json' }, 'npm install @scope/x@2.0'],
    [{ ...npm, file: 'package-lock.json', scope: 'development' }, 'npm install -D @scope/x@2.0'],
    [{ ...npm, file: 'package-lock.json', direct: 'no' }, 'write: "overrides": { "@scope/x@1.0.0": "2.0" }'],
    [{ ...npm, file: 'yarn.lock' }, 'yarn add @scope/x@2.0'],
    [{ ...npm, file: 'yarn.lock', direct: 'no' }, 'write: "resolutions": { "@scope/x": "2.0" }'],
    [{ ...npm, file: 'pnpm-lock.yaml' }, 'pnpm add @scope/x@2.0'],
    [{ ...npm, file: 'pnpm-lock.yaml', direct: 'no' }, 'write: "pnpm": { "overrides": { "@scope/x@1.0.0": "2.0" } }'],
    [{ ...npm, file: 'bun.lock', direct: 'no' }, 'write: "overrides": { "@scope/x": "2.0" }'],
    [{ ...npm, file: 'deno.lock' }, 'deno add npm:@scope/x@2.0'],
    [{ ...npm, file: 'package.json' }, 'write: "@scope/x": "^2.0"'],
    [{ ecosystem: 'conda', file: 'environment.yml' }, 'write: - torch>=2.0'],
    [{ ecosystem: 'conda', file: 'conda-meta/history' }, "conda install 'torch>=2.0'"],
  ])('%j: %s', (sketch, expected) => {
    expect(inWords(upgradeRemedy(component({ version: '1.0.0', ...sketch }), '2.0'))).toBe(expected)
  })

  it('raises a range as a range', () => {
    const ranged = component({ range: { text: '>=1', syntax: 'pep440' }, file: 'requirements.txt' })
    expect(upgradeRemedy(ranged, '2.0')).toEqual({ edit: 'torch>=2.0', file: 'requirements.txt' })
  })
})

it.each([
  ['required as ray[default]==2.6.3', 'ray[default]==2.0'],
  ['required as ray[default,serve]==2.6.3', 'ray[default,serve]==2.0'],
  ['required as ray==2.6.3', 'ray==2.0'],
  ['required as ray[$(id)]==2.6.3', 'ray==2.0'],
])('an edit keeps the extras of "%s"', (note, edit) => {
  const subject = component({ name: 'ray', version: '2.6.3', file: 'requirements.txt' })
  const evidence = subject.evidence.map((one) => ({ ...one, note }))
  expect(upgradeRemedy({ ...subject, evidence }, '2.0')).toEqual({ edit, file: 'requirements.txt' })
})

describe('nothing that a shell could take for something else is printed as a command', () => {
  it.each(['x;id', 'x y', '-rf', '$(id)', '`id`', "x'", 'x\n', '', '../x', '@a/b/c'])('name %j', (name) => {
    for (const ecosystem of ['PyPI', 'npm', 'conda'] as const) {
      const subject = component({ ecosystem, name, version: '1.0' })
      expect(upgradeRemedy(subject, '2.0')).toBeUndefined()
      expect(removeRemedy(subject)).toBeUndefined()
    }
  })

  it.each(['2.0;id', '2 0', "2'", '$(id)', '', '-1', '2\n'])('version %j', (version) => {
    expect(upgradeRemedy(component({ version: '1.0' }), version)).toBeUndefined()
  })

  it('nor a hostile found version in an override', () => {
    const subject = component({
      ecosystem: 'npm',
      name: 'x',
      version: '1"; id',
      direct: 'no',
      file: 'package-lock.json',
    })
    expect(upgradeRemedy(subject, '2.0.0')).toEqual({ edit: '"overrides": { "x": "2.0.0" }', file: 'package.json' })
  })
})

describe('advice', () => {
  const upgrade = { fix: '2.2.0', safeVersion: '2.2.0', vulnerabilities: 3 }

  it.each<readonly [string, ComponentSketch, string]>([
    [
      'says when one version ends all',
      {},
      'Upgrade torch to 2.2.0 or later. It ends all 3 known vulnerabilities of this version.',
    ],
    [
      'reminds of the build',
      { version: '2.1.0+cu118' },
      'Upgrade torch to 2.2.0 or later. Take it from the same index, in the build +cu118 or its successor. It ends all 3 known vulnerabilities of this version.',
    ],
    [
      'reminds of hashes',
      { file: 'requirements.txt', integrity: ['sha256:00'] },
      'Upgrade torch to 2.2.0 or later. Replace its hashes in the same edit. It ends all 3 known vulnerabilities of this version.',
    ],
    [
      'moves a git source',
      { origin: { kind: 'git', url: 'https://git.example/x' } },
      'Point the git source of torch at a commit of 2.2.0 or later. It ends all 3 known vulnerabilities of this version.',
    ],
  ])('%s', (_, sketch, text) => {
    expect(upgradeAdvice(component({ version: '2.1.0', ...sketch }), upgrade).text).toBe(text)
  })

  it('prints no command for a git source', () => {
    const git = component({ version: '2.1.0', origin: { kind: 'git', url: 'https://git.example/x' } })
    expect(upgradeAdvice(git, upgrade)).not.toHaveProperty('remedy')
  })

  it('without a floor names no version', () => {
    expect(floorAdvice(component(), undefined, 'torch')).toEqual({
      text: 'No lower bound shuts them all out: pin a version that is not affected, or replace torch.',
    })
  })
})
