import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { githubWorkflow } from './github-workflow.ts'

const FIXTURE = '.github/workflows/test.yml'

describe('a GitHub workflow', () => {
  it('installs what its steps name', async () => {
    const text = readFileSync(new URL(`./fixtures/github-workflow/${FIXTURE}`, import.meta.url), 'utf8')
    const extraction = await githubWorkflow.extract(fileOf(FIXTURE, text))
    expect(mentionsInWords(extraction)).toEqual([
      'pip any registry installs development [job:unit] direct:yes 18:43',
      'ruff ==0.14.5 registry installs development [job:unit] direct:yes 19:29',
      'torch unstated registry installs development [job:unit] direct:yes 19:35',
      'vite ==7.2.2 registry installs development [job:unit] direct:yes 21:41',
      'datasets ==4.4.1 registry installs development [job:unit] direct:yes 27:56',
    ])
    expect(extraction.includes.map(({ path }) => path)).toEqual(['services/api/requirements.txt'])
    expect(extraction.diagnostics.map(({ location }) => location?.lines?.start)).toContain(29)
  })

  it.each([
    [
      'a composite action',
      'tools/action.yml',
      'runs:\n  using: composite\n  steps:\n    - run: pip install -r r.txt\n      shell: bash\n',
      'tools/r.txt',
    ],
    [
      'a workflow below the root',
      'a/.github/workflows/x.yml',
      'jobs:\n  j:\n    steps:\n      - run: pip install -r r.txt\n',
      'a/r.txt',
    ],
  ])('%s starts where it is', async (_, path, text, file) => {
    const { includes } = await githubWorkflow.extract(fileOf(path, text))
    expect(includes.map((one) => one.path)).toEqual([file])
  })

  it.each(['', '[]', 'jobs: 3', 'jobs: {a: {steps: [{run: [x]}]}}', 'jobs: {a: {steps: {run: pip install x}}}'])(
    'that is none has nothing: %j',
    async (text) => {
      const run = githubWorkflow.extract(fileOf(FIXTURE, text))
      if (text === '') await expect(run).rejects.toThrow(/empty/)
      else expect((await run).mentions).toEqual([])
    },
  )
})
