import { literalWord } from '../../formats/shell-word.ts'
import { get, items, scalarText, string, type TreeScalar, type TreeValue } from '../../formats/tree.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'
import { scalarText as mappedText } from '../../formats/yaml-text.ts'
import { readCondaValue } from '../commands/document-packages.ts'
import { recordNpmPackage } from '../commands/npm.ts'
import { type Pipeline, readCommandValue, stepSite } from '../commands/pipeline-step.ts'
import { recordRequirements, serviceSite } from '../commands/python-service-records.ts'
import { SCRIPT_READER } from '../commands/script.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt } from '../python/extraction-builder.ts'
import { readServiceFile, serviceSurroundings } from '../services/service-file.ts'
import { packageOfRepository } from './pre-commit-repositories.ts'

/**
 * .pre-commit-config.yaml (pre-commit, "Adding pre-commit plugins to your project"): the tools behind well-known repositories of
 * hooks at their `rev`, and `additional_dependencies`, which are packages of the language of their hook.
 */
export const preCommit: Extractor = {
  id: 'tools/pre-commit',
  title: '.pre-commit-config.yaml: tools of hook repositories and their additional dependencies',
  files: ['**/.pre-commit-config.{yml,yaml}'],
  extract: (file) =>
    readServiceFile(preCommit.id, file, ({ root, pipeline }) => {
      for (const repository of items(get(root, 'repos'))) readRepository(repository, root, pipeline)
    }),
}

function readRepository(repository: TreeValue, root: TreeValue, pipeline: Pipeline): void {
  const address = string(get(repository, 'repo')) ?? ''
  const isOwn = address === 'local' || address === 'meta'
  if (!isOwn) recordRepository(address, get(repository, 'rev'), pipeline)
  for (const hook of items(get(repository, 'hooks'))) {
    const language = string(get(hook, 'language')) ?? defaultLanguage(address, hook, root)
    const around = serviceSurroundings([`hook:${(string(get(hook, 'id')) ?? '').slice(0, 100)}`], 'development')
    readDependencies(get(hook, 'additional_dependencies'), language, around, pipeline)
    // The hooks of a local repository are commands of their own.
    if (address === 'local') readCommandValue(get(hook, 'entry'), around, pipeline)
  }
}

/** `rev: v1.11.2` of a known repository is version 1.11.2 of its package, built from the repository or, of a mirror, fetched. */
function recordRepository(address: string, rev: TreeValue | undefined, { recorder, path, lines }: Pipeline): void {
  const known = packageOfRepository(address)
  const written = scalarText(rev)
  if (known === undefined || rev === undefined || written === undefined) return
  const version = /^v?(\d+(?:\.\w+)+)$/.exec(written.slice(0, 100))?.[1]
  const commit = /^[0-9a-f]{40}$/.test(written) ? { commit: written } : {}
  const { line, column } = lines.position(rev.offset)
  recorder.add({
    ecosystem: known.ecosystem,
    name: known.name,
    version: version === undefined ? { kind: 'unstated' } : { kind: 'exact', version },
    origin: known.mirror ? { kind: 'registry' } : { kind: 'git', url: withoutCredentials(address), ...commit },
    role: 'installs',
    scope: 'development',
    groups: ['pre-commit'],
    direct: 'yes',
    location: { path, lines: { start: line, end: line }, column },
    text: `${address} ${written}`,
    integrity: [],
  })
}

type Language = 'python' | 'node' | 'conda' | 'other' | 'unknown'

/** The language of a hook stands in its repository, which is not here; the package behind it tells, or the words of its name. */
function defaultLanguage(address: string, hook: TreeValue, root: TreeValue): string {
  const known = packageOfRepository(address)
  if (known !== undefined) return known.ecosystem === 'npm' ? 'node' : 'python'
  const name = `${address.slice(-200)} ${string(get(hook, 'id')) ?? ''}`
  if (/eslint|prettier|stylelint|markdownlint|commitlint|\bnode\b|typescript|svelte|npm/i.test(name)) return 'node'
  return get(get(root, 'default_language_version'), 'node') === undefined ? 'unknown' : 'node'
}

function languageOf(written: string): Language {
  if (written === 'python' || written === 'python_venv') return 'python'
  if (written === 'node' || written === 'conda' || written === 'unknown') return written
  return 'other'
}

function readDependencies(
  list: TreeValue | undefined,
  written: string,
  around: ReturnType<typeof serviceSurroundings>,
  pipeline: Pipeline,
): void {
  const language = languageOf(written)
  const texts = items(list).filter((item): item is TreeScalar => string(item) !== undefined)
  const [first] = texts
  if (first === undefined) return
  if (language === 'conda') return readCondaValue(list, around, pipeline)
  const site = stepSite(around, pipeline)
  const { scope, groups } = site
  if (language === 'other') {
    const message = `lists ${texts.length} packages of ${excerpt(written)}, which are not looked at`
    return pipeline.recorder.partial(message, site.locate(first.offset))
  }
  for (const item of texts) {
    const word = literalWord(mappedText(pipeline.text, item))
    // Without a language, `name@1.2` and `@scope/name` are npm's way to write, everything else is pip's.
    if (language === 'node' || (language === 'unknown' && /^@?[\w./-]+@\w|^@[\w-]+\//.test(word.text)))
      recordNpmPackage(word, { site, index: undefined, scope, groups, direct: 'yes' })
    else recordRequirements(serviceSite(site, SCRIPT_READER), [word])
  }
}
