import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { ciPipeline } from './ci-pipeline.ts'

describe('pipelines', () => {
  it('of GitLab install what their scripts name', async () => {
    const text = readFileSync(new URL('./fixtures/ci-pipeline/.gitlab-ci.yml', import.meta.url), 'utf8')
    const extraction = await ciPipeline.extract(fileOf('.gitlab-ci.yml', text))
    expect(mentionsInWords(extraction)).toEqual([
      'uv ==0.9.9 registry installs development [job:default] direct:yes 6:23',
      'transformers ==4.57.1 registry installs development [job:test] direct:yes 11:46',
      'ruff ==0.14.5 registry installs development [job:lint] direct:yes 19:29',
    ])
    expect(extraction.includes.map(({ path }) => path)).toEqual(['models/requirements.txt'])
    expect(extraction.diagnostics).toEqual([])
  })

  it.each([
    ['.circleci/config.yml', 'jobs:\n  b:\n    steps:\n      - run: pip install a==1\n', 'a ==1'],
    ['.circleci/config.yml', 'jobs:\n  b:\n    steps:\n      - run:\n          command: pip install a==1\n', 'a ==1'],
    ['azure-pipelines.yml', 'steps:\n- script: pip install a==1\n', 'a ==1'],
    ['azure-pipelines.yml', 'stages:\n- jobs:\n  - steps:\n    - bash: |\n        pip install a==1\n', 'a ==1'],
    ['bitbucket-pipelines.yml', 'pipelines:\n  default:\n    - step:\n        script: [pip install a==1]\n', 'a ==1'],
    ['.travis.yml', 'install: pip install a==1\n', 'a ==1'],
    ['Taskfile.yml', 'tasks:\n  x:\n    cmds:\n      - pip install a==1\n', 'a ==1'],
    ['Taskfile.yml', 'tasks:\n  x:\n    cmds:\n      - cmd: pip install a==1\n', 'a ==1'],
  ])('%s %j', async (path, text, expected) => {
    const words = mentionsInWords(await ciPipeline.extract(fileOf(path, text)))
    expect(words.map((line) => line.split(' registry')[0])).toEqual([expected])
  })

  it('end, however deep they nest', async () => {
    const text = `a: ${'['.repeat(150)}${']'.repeat(150)}`
    expect((await ciPipeline.extract(fileOf('.gitlab-ci.yml', text))).mentions).toEqual([])
  })
})
