import { expect, it } from 'vitest'
import { shown } from '../../../test/support/command-site.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { pointedAt } from '../../../test/support/pointed-at.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { kubernetes } from './kubernetes.ts'

function read(path: string, text: string): Promise<Extraction> {
  return kubernetes.extract(fileOf(path, text))
}

/** What a fixture holds: its packages with the words they stand at, the files it names, and what was not understood. */
async function fixture(name: string): Promise<readonly string[]> {
  const found = fixturesIn(fixtureFolder(kubernetes.id)).find(({ path }) => path === name)
  const content = found?.bytes ?? new Uint8Array()
  const extraction = await kubernetes.extract(fileOf(`app/${name}`, content))
  return [
    ...pointedAt(content, extraction),
    ...extraction.includes.map(({ path, extractor }) => `${extractor}: ${path}`),
    ...extraction.diagnostics.map(({ message }) => message),
  ]
}

it('reads containers, scripts and runtime environments', async () => {
  expect(await fixture('train.k8s.yaml')).toEqual([
    'PyPI:torch@2.4.1 [container:prepare] 17 > 2.4.1',
    'PyPI:peft@0.12.0 [container:fit] 27 > $PEFT',
    'PyPI:rouge-score@0.1.2 40 > 0.1.2',
    'PyPI:emoji@2.12.1 47 > 2.12.1',
  ])
})

const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    'a list of objects',
    'a.yaml',
    'kind: List\nitems: [{spec: {containers: [{command: [npm, i, x@1.2.3]}]}}]\n',
    ['npm:x@1.2.3'],
  ],
  ['no manifest', 'a.yaml', 'containers: [{command: [pip, install, a]}]\n', []],
  ['a container of Argo', 'a.yaml', 'kind: W\nt: {container: {args: [pip install a]}}\n', []],
]

it.each(CASES)('%s', async (_, path, text, expected) => {
  expect((await read(path, text)).mentions.map(shown)).toEqual(expected)
})

it.each([
  ['a manifest', 'apiVersion: v1\nkind: Pod\n', true],
  ['a template of Helm', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n', false],
  ['a value in quotes that Argo puts in', 'apiVersion: a/v1\nkind: Workflow\na: "{{inputs.x}}"\n', true],
  ['a workflow', 'on: push\njobs: {}\n', false],
])('knows %s', (_, head, expected) => {
  expect(kubernetes.content?.recognises(head)).toBe(expected)
})
