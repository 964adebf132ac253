import { text as textFormat } from '../../../formats/text.ts'
import { get, type TreeScalar, type TreeValue } from '../../../formats/tree.ts'
import { yaml } from '../../../formats/yaml.ts'
import { scalarText as mappedScalar } from '../../../formats/yaml-text.ts'
import { at } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import type { FileCode, PlacedVariable } from './file-code.ts'
import { environment } from './read-workflow.ts'
import { type ScriptSite, ShellCollector } from './shell-collector.ts'
import { withoutExpressions } from './without-expressions.ts'

/** Keys under which GitLab, CircleCI, Azure, Bitbucket, Travis and Task keep scripts; `command` and `entrypoint` are compose's too. */
const SCRIPT_KEYS: ReadonlySet<string> = new Set(
  (
    'script before_script after_script run command bash cmds cmd entrypoint before_install install ' +
    'after_success after_failure before_deploy pwsh powershell'
  ).split(' '),
)
const VARIABLE_KEYS: ReadonlySet<string> = new Set(['variables', 'environment', 'env', 'vars', 'env_variables'])

/** Honest pipelines nest below ten. */
const DEEPEST = 30

/** What the scripts of a pipeline or of the services of a compose file run, and the variables they set. */
export async function readPipeline(file: ScannedFile, kind: 'pipeline' | 'service'): Promise<FileCode> {
  const document = await file.read(textFormat)
  const collector = new ShellCollector(file.limits)
  for (const { root, lines } of await file.read(yaml)) {
    const locate: ScriptSite['locate'] = (offset) => {
      const { line, column } = lines.position(offset)
      return at(file.path, line, column)
    }
    visit(root, { document, collector, locate, known: new Map() }, 0)
  }
  return collector.finish(kind)
}

interface Around {
  readonly document: string
  readonly collector: ShellCollector
  readonly locate: ScriptSite['locate']
  readonly known: ReadonlyMap<string, string | undefined>
}

function visit(value: TreeValue, around: Around, depth: number): void {
  if (depth > DEEPEST) return
  if (value.kind === 'array') for (const item of value.items) visit(item, around, depth + 1)
  if (value.kind !== 'object') return
  const own = [...VARIABLE_KEYS].flatMap((key) => variablesOf(get(value, key), around))
  for (const variable of own) around.collector.setVariable(variable)
  const inside = own.length === 0 ? around : { ...around, known: new Map([...around.known, ...own.map(pair)]) }
  for (const { key, value: under } of value.entries) {
    if (SCRIPT_KEYS.has(key)) readScripts(under, inside)
    if (under.kind !== 'scalar') visit(under, inside, depth + 1)
  }
}

function pair({ name, value }: PlacedVariable): readonly [string, string | undefined] {
  return [name, value]
}

/** A text, a list of texts that are one script, or lists in lists as anchors make them. */
function readScripts(value: TreeValue, { document, collector, locate, known }: Around): void {
  for (const script of scriptsIn(value, 0)) {
    collector.readScript(withoutExpressions(mappedScalar(document, script)), {
      locate,
      variable: (name) => known.get(name),
    })
  }
}

function scriptsIn(value: TreeValue, depth: number): readonly TreeScalar[] {
  if (depth > 10) return []
  if (value.kind === 'scalar') return typeof value.value === 'string' ? [value] : []
  return value.kind === 'array' ? value.items.flatMap((item) => scriptsIn(item, depth + 1)) : []
}

/** `{NAME: value}`, `{NAME: {value: …}}`, and compose's list of `NAME=value`. */
function variablesOf(value: TreeValue | undefined, around: Around): readonly PlacedVariable[] {
  if (value?.kind === 'array') {
    return value.items.flatMap((item) => {
      const text = item.kind === 'scalar' && typeof item.value === 'string' ? item.value : ''
      const equals = text.indexOf('=')
      if (equals <= 0) return []
      return [{ name: text.slice(0, equals), value: text.slice(equals + 1), location: around.locate(item.offset) }]
    })
  }
  return environment(value, { place: around.locate })
}
