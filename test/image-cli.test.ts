import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { ScanResult } from '../src/model/scan-result.ts'
import { assay, type Run } from './support/assay.ts'
import {
  archiveOf,
  dockerSave,
  type ImageFiles,
  type ImageSpec,
  layerFile,
  layerLink,
  ociLayout,
  ociLayoutOfPlatforms,
} from './support/image-writer.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const metadata = (name: string, version: string): string =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`

const SITE = 'usr/local/lib/python3.12/site-packages'

const SERVICE: ImageSpec = {
  annotations: { 'org.opencontainers.image.ref.name': 'example/service:1.2' },
  layers: [
    {
      members: [
        layerFile('etc/os-release', 'ID=debian'),
        layerFile('var/lib/dpkg/status', 'Package: bash\nStatus: install ok installed\nVersion: 5\n\n'),
        layerFile(`${SITE}/jinja2-2.10.dist-info/METADATA`, metadata('Jinja2', '2.10')),
        layerFile(`${SITE}/gone-1.0.dist-info/METADATA`, metadata('gone', '1.0')),
      ],
      createdBy: '/bin/sh -c #(nop) ADD file:abc in / ',
    },
    {
      members: [
        layerFile(`${SITE}/.wh.gone-1.0.dist-info`),
        layerFile('opt/venv/pyvenv.cfg', 'home = /usr/bin'),
        layerFile('opt/venv/lib/python3.12/site-packages/torch-2.1.0.dist-info/METADATA', metadata('torch', '2.1.0')),
        layerFile('usr/lib/python3/dist-packages/six-1.16.0.egg-info', metadata('six', '1.16.0')),
        layerFile('app/.gitignore', '*'),
        layerFile('app/node_modules/left-pad/package.json', '{"name":"left-pad","version":"1.3.0"}'),
        layerFile('app/requirements.txt', '-r more.in\nflask==2.0.0\n'),
        layerLink('app/more.in', '/etc/pip/more.in'),
        layerFile('etc/pip/more.in', 'click==8.0.0\n'),
        layerFile('app/assay.yaml', 'this: is not the judge'),
      ],
      createdBy: 'RUN |1 TOKEN=hunter2 /bin/sh -c pip install torch # buildkit',
    },
  ],
}

/** `pip install` and `npm ci` left the development packages out of both, but for one each; `bundle` holds its program in one file. */
const LOCKED: ImageSpec = {
  layers: [
    {
      members: [
        layerFile('usr/lib/node_modules/rimraf/package.json', '{"name":"rimraf","version":"5.0.0"}'),
        layerFile(`${SITE}/torch-2.1.0.dist-info/METADATA`, metadata('torch', '2.1.0')),
        layerFile(`${SITE}/iniconfig-2.0.0.dist-info/METADATA`, metadata('iniconfig', '2.0.0')),
        layerFile('app/poetry.lock', poetryLock({ torch: 'main', triton: 'main', pytest: 'dev', ruff: 'dev' })),
        layerFile('app/package.json', '{"dependencies":{"left-pad":"^1"},"devDependencies":{"jest":"^29"}}'),
        layerFile('app/package-lock.json', npmLock({ 'left-pad': '1.3.0' }, { jest: '29.0.0' })),
        layerFile('app/node_modules/left-pad/package.json', '{"name":"left-pad","version":"1.3.0"}'),
        layerFile('bundle/package-lock.json', npmLock({}, { typescript: '5.4.0' })),
      ],
    },
  ],
}

function poetryLock(groups: Readonly<Record<string, string>>): string {
  const packages = Object.entries(groups).map(
    ([name, group]) =>
      `[[package]]\nname = "${name}"\nversion = "2.1.0"\noptional = false\ngroups = ["${group}"]\nfiles = []\n`,
  )
  return `${packages.join('\n')}\n[metadata]\nlock-version = "2.1"\npython-versions = ">=3.12"\ncontent-hash = "0"\n`
}

function npmLock(runtime: Readonly<Record<string, string>>, development: Readonly<Record<string, string>>): string {
  const entry =
    (dev: boolean) =>
    ([name, version]: readonly [string, string]) =>
      [`node_modules/${name}`, { version, ...(dev ? { dev } : {}) }] as const
  const packages = [...Object.entries(runtime).map(entry(false)), ...Object.entries(development).map(entry(true))]
  const root = { dependencies: runtime, devDependencies: development }
  return JSON.stringify({ name: 'app', lockfileVersion: 3, packages: { '': root, ...Object.fromEntries(packages) } })
}

/** Writes files below a folder; gives the folder. */
function written(files: Readonly<Record<string, ImageFiles | Buffer>>): string {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    const all = Buffer.isBuffer(content) ? { [name]: content } : prefixed(name, content)
    for (const [path, data] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), data)
    }
  }
  return folder
}

function prefixed(name: string, files: ImageFiles): ImageFiles {
  return Object.fromEntries(Object.entries(files).map(([path, data]) => [`${name}/${path}`, data]))
}

const SETTINGS = ['-q', '--no-secrets', '--no-personal-data']

async function scanned(words: readonly string[], cwd: string): Promise<ScanResult> {
  const run = await assay(['scan', ...words, ...SETTINGS, '-f', 'json'], { cwd })
  expect([run.code, run.stderr]).not.toEqual([2, expect.anything()])
  return JSON.parse(run.stdout) as ScanResult
}

const packages = ({ components }: ScanResult): readonly string[] => components.map(({ purl }) => purl)

describe('scanning a container image', { timeout: 60_000 }, () => {
  const folder = written({
    layout: ociLayout([SERVICE]),
    'image.tar': archiveOf(ociLayout([SERVICE])),
    'image.tar.gz': gzipSync(archiveOf(ociLayout([SERVICE]))),
    'saved.tar': archiveOf(dockerSave([{ tags: ['example/service:1.2'], image: SERVICE }])),
    platforms: ociLayoutOfPlatforms(
      ['linux/amd64', 'linux/arm64'].map((platform) => ({
        platform,
        layers: [{ members: [layerFile(`${SITE}/a-1.dist-info/METADATA`, metadata(platform.slice(6), '1'))] }],
      })),
      { 'org.opencontainers.image.ref.name': 'v1' },
    ),
    'broken/blobs': ociLayout([]),
  })
  const installed = [
    'pkg:npm/left-pad@1.3.0',
    'pkg:pypi/click@8.0.0',
    'pkg:pypi/flask@2.0.0',
    'pkg:pypi/jinja2@2.10',
    'pkg:pypi/six@1.16.0',
    'pkg:pypi/torch@2.1.0',
  ]

  it.each(['layout', 'image.tar', 'image.tar.gz', 'saved.tar'])('finds what is installed in %s', async (name) => {
    const result = await scanned([name], folder)
    expect(packages(result).toSorted()).toEqual(installed)
    expect(result.target).toBe('example/service:1.2')
    const torch = result.components.find((one) => one.name === 'torch')
    expect(torch?.evidence[0]).toMatchObject({
      location: { path: 'opt/venv/lib/python3.12/site-packages/torch-2.1.0.dist-info/METADATA' },
      note: expect.stringMatching(/\(layer 2 of 2: RUN pip install torch\)$/),
    })
    expect(JSON.stringify(result)).not.toContain('hunter2')
    const finding = result.findings.find(({ component }) => component === 'pkg:pypi/jinja2@2.10')
    expect(finding?.evidence[0]?.note).toContain('(layer 1 of 2: ADD file:abc in /)')
  })

  it('says that the packages of the operating system were not checked', async () => {
    const { coverage, diagnostics } = await scanned(['image.tar'], folder)
    expect(coverage.complete).toBe(false)
    const gap = coverage.gaps.find((one) => one.includes('operating system'))
    expect(gap).toMatch(/^1 package of the operating system \(dpkg\) was not checked/)
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'FORMAT_UNCOVERED', location: { path: 'var/lib/dpkg/status' } }),
    )
  })

  it('takes linux/amd64 of several, or the platform that is asked for', async () => {
    const [plain, asked] = [
      await scanned(['platforms'], folder),
      await scanned(['platforms', '--platform', 'arm64'], folder),
    ]
    expect(packages(plain)).toEqual(['pkg:pypi/amd64@1'])
    expect(plain.coverage.gaps.join()).toContain('choose with --platform or --image')
    expect(packages(asked)).toEqual(['pkg:pypi/arm64@1'])
    expect(asked.coverage.gaps.join()).not.toContain('--platform')
  })

  it('remembers between runs, whatever the archive is called', async () => {
    const cache = temporaryFolder()
    const words = ['scan', 'image.tar.gz', ...SETTINGS, '-f', 'json', '--cache-dir', cache]
    const first = await assay(words, { cwd: folder })
    const second = await assay(words, { cwd: folder })
    expect(second.stdout).toBe(first.stdout)
    expect(readdirSync(cache)).toEqual(['inspections'])
    const info = JSON.parse((await assay(['cache', 'info', '--cache-dir', cache, '-f', 'json'])).stdout)
    expect(info.inspections).toBeGreaterThan(0)
    expect((await assay([...words, '--no-cache'], { cwd: folder })).stdout).toBe(first.stdout)
  })

  it.each<readonly [string, readonly string[], string]>([
    [
      'a platform that is not there',
      ['scan', 'platforms', '--platform', 'linux/s390x'],
      'there is no image for linux/s390x',
    ],
    ['a name that is not there', ['scan', 'layout', '--image', 'other:1'], 'there is no image called other:1'],
    ['a platform of a folder', ['scan', '.', '--platform', 'linux/amd64'], '--platform is for container images'],
    ['a fix of an image', ['fix', 'image.tar'], 'found a container image'],
    ['a layout without an image', ['scan', 'broken/blobs'], 'expected an image'],
  ])('refuses %s', async (_, words, message) => {
    const run: Run = await assay(words, { cwd: folder })
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining(message)])
  })

  it('judges by the policy beside the image, never by one within it', async () => {
    const own = written({
      layout: ociLayout([SERVICE]),
      'assay.yaml': Buffer.from('version: 1\nextends: permissive\n'),
    })
    expect((await assay(['scan', 'layout', ...SETTINGS], { cwd: own })).code).toBe(0)
    expect((await assay(['scan', 'layout', ...SETTINGS], { cwd: folder })).code).toBe(1)
  })

  it('explains a finding in an image', async () => {
    const { stdout, code } = await assay(['explain', 'jinja2', 'image.tar'], { cwd: folder })
    expect([code, stdout]).toEqual([0, expect.stringContaining('jinja2')])
  })

  it('lists what a lock file names for developing only where it is installed', async () => {
    const { components, diagnostics, coverage } = await scanned(['layout'], written({ layout: ociLayout([LOCKED]) }))
    expect(components.map(({ purl }) => purl).toSorted()).toEqual([
      'pkg:npm/left-pad@1.3.0',
      'pkg:npm/rimraf@5.0.0',
      'pkg:npm/typescript@5.4.0',
      'pkg:pypi/iniconfig@2.0.0',
      'pkg:pypi/torch@2.1.0',
      'pkg:pypi/triton@2.1.0',
    ])
    const told = diagnostics
      .filter(({ level }) => level === 'note')
      .map(({ location, message }) => [location?.path, message])
    expect(told).toEqual([
      ['app/package-lock.json', expect.stringMatching(/^1 package for developing .* not installed in the image/)],
      ['app/poetry.lock', expect.stringMatching(/^2 packages for developing .* not installed in the image/)],
    ])
    expect(coverage.gaps.join()).not.toContain('developing')
  })

  it('does not take an image in a project for something that was looked at', async () => {
    const project = written({ 'dist/image.tar': archiveOf(ociLayout([SERVICE])), 'dist/layout': ociLayout([SERVICE]) })
    const { coverage, components } = await scanned(['.'], project)
    expect(components).toEqual([])
    expect(coverage.files.skipped).toEqual([
      { what: 'dist/image.tar', kind: 'image', reason: 'an image; to scan it, run `assay scan dist/image.tar`' },
      { what: 'dist/layout', kind: 'image', reason: 'an image; to scan it, run `assay scan dist/layout`' },
    ])
  })

  it('a layer that is missing keeps the result from being complete', async () => {
    const layers = [...SERVICE.layers, { members: [layerFile('x')], isAbsent: true }]
    const { coverage, components } = await scanned(['layout'], written({ layout: ociLayout([{ layers }]) }))
    expect(components.length).toBe(installed.length)
    expect(coverage.gaps).toContain('1 part of the image could not be read or trusted; see the diagnostics')
  })
})
