import { describe, expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { diagnosticsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { compose } from './compose.ts'

function read(text: string, path = 'docker-compose.yml'): Promise<Extraction> {
  return compose.extract(fileOf(path, text))
}

it('reads services, fragments and inline builds, and points at each package', async () => {
  const [fixture] = fixturesIn(fixtureFolder('containers/compose'))
  const extraction = await compose.extract(fileOf(`deploy/${fixture?.path}`, fixture?.bytes ?? ''))
  expect(pointedAt(fixture?.bytes ?? '', extraction)).toEqual([
    'PyPI:torch@2.4.1 [service:embed] 13 > $TORCH_VERSION',
    'PyPI:faiss-cpu@1.8.0 [service:tools] 17 > 1.8.0',
    'npm:nodemon@3.1.4 [service:tools global] 19 > 3.1.4',
    'PyPI:fastapi@0.111.0 [service:api stage:build] 27 > 0.111.0',
    'PyPI:uvicorn >=0.30 [service:api stage:build] 28 > 0.30',
    'PyPI:httpx [service:api] 36 > httpx',
  ])
  expect(extraction.mentions.every(({ scope }) => scope === 'runtime')).toBe(true)
  expect(extraction.includes.map(({ path, extractor }) => `${path} ${extractor}`)).toEqual([
    'deploy/worker/requirements/embed.txt python/requirements',
    'deploy/api/requirements.txt python/requirements',
    'deploy/model/docker/serve.docker containers/dockerfile',
  ])
})

describe('one service', () => {
  it.each([
    ['a text command', 'command: pip install a==1', ['PyPI:a@1']],
    ['a list', 'command: ["pip", "install", "a==1"]', ['PyPI:a@1']],
    ['a shell in a list', "entrypoint: ['/bin/sh', '-c', 'pip install a==1 && pip install b']", ['PyPI:a@1', 'PyPI:b']],
    ['a variable of the environment list', 'environment: ["V=2"]\n    command: pip install a==$V', ['PyPI:a@2']],
    ['a variable from outside', 'environment: {V: "${V}"}\n    command: pip install a==$V', ['PyPI:a@?']],
    ['a stop hook', 'pre_stop: [{command: [npm, install, -g, x@1]}]', ['npm:x 1']],
    ['a health check installs nothing for anybody', 'healthcheck: {test: [CMD, curl, localhost]}', []],
    [
      'what Airflow installs at its start',
      'environment: {_PIP_ADDITIONAL_REQUIREMENTS: "${_PIP_ADDITIONAL_REQUIREMENTS:- a==1 b}", X: pip}',
      ['PyPI:a@1', 'PyPI:b'],
    ],
    ['nothing but what is given from outside', 'environment: {_PIP_ADDITIONAL_REQUIREMENTS: "${A:-}"}', []],
    ['labels say what they like', 'labels: {x: pip install a}', []],
  ])('%s', async (_, body, expected) => {
    expect((await read(`services:\n  s:\n    ${body}\n`)).mentions.map(shown)).toEqual(expected)
  })

  it('with a file that no volume brings says so', async () => {
    const extraction = await read('services:\n  s:\n    working_dir: /a\n    command: pip install -r r.txt\n')
    expect(diagnosticsInWords(extraction)).toEqual([
      'FORMAT_OUTSIDE 4:29 expected a file of the scanned folder, found "r.txt", which no volume brings from the scanned folder; its packages are not covered',
    ])
  })

  it('finds files through long mounts, and none outside', async () => {
    const mounted = (source: string): string =>
      `services:\n  s:\n    working_dir: /a\n    volumes: [{type: bind, source: ${source}, target: /a}]\n    command: pip install -r r.txt\n`
    expect((await read(mounted('./b'), 'x/compose.yaml')).includes.map(({ path }) => path)).toEqual(['x/b/r.txt'])
    expect((await read(mounted('../..'), 'x/compose.yaml')).includes).toEqual([])
  })
})

it('reads other compose files that it names', async () => {
  const { includes } = await read(
    'include: [a/b.yml, {path: [c.yml]}]\nservices: {s: {extends: {file: base.yml, service: s}}}\n',
  )
  expect(includes.map(({ path, extractor }) => `${path} ${extractor}`).sort()).toEqual([
    'a/b.yml containers/compose',
    'base.yml containers/compose',
    'c.yml containers/compose',
  ])
})

it('reads a build that an anchor repeats in ten thousand services once', async () => {
  const services = Array.from({ length: 10_000 }, (_, index) => `  s${index}: *s`).join('\n')
  const script = `x: &s\n  command: "pip install ${'a '.repeat(50_000)}"\n`
  const started = performance.now()
  const { mentions } = await read(`${script}services:\n${services}\n`)
  expect(mentions.length).toBeGreaterThan(0)
  expect(performance.now() - started).toBeLessThan(20_000)
})
