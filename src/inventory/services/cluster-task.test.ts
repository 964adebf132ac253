import { expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import { clusterTask } from './cluster-task.ts'

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'serve.sky.yaml': ['conda:python =3.11 7 > 3.11', 'PyPI:vllm@0.6.1 8 > $VLLM'],
  'cluster.yaml': ['PyPI:ray@2.37.0 4 > 2.37.0', 'PyPI:torch@2.4.1 6 > 2.4.1'],
}

it.each(fixturesIn(fixtureFolder('services/cluster-task')).map(({ path, bytes }) => [path, bytes] as const))(
  '%s',
  async (path, bytes) => {
    const extraction = await clusterTask.extract(fileOf(path, bytes))
    expect(pointedAt(bytes, extraction)).toEqual(EXPECTED[path])
    expect(clusterTask.content?.recognises(new TextDecoder().decode(bytes))).toBe(true)
  },
)

it.each([
  ['a task of dstack', 'type: task\ncommands:\n  - pip install a\n', true],
  ['something with a set-up', 'setup: yes\nrun: x\n', false],
  ['a workflow', 'on: push\njobs: {}\n', false],
  ['a type of something else', 'type: object\ncommands: []\n', false],
])('knows %s', (_, head, expected) => {
  expect(clusterTask.content?.recognises(head)).toBe(expected)
})

it('reads the commands of dstack', async () => {
  const text = 'type: task\ncommands:\n  - pip install a==1\n'
  expect(pointedAt(text, await clusterTask.extract(fileOf('.dstack.yml', text)))).toEqual(['PyPI:a@1 3 > 1'])
})
