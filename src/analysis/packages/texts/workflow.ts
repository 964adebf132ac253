import type { Limits } from '../../../base/limits.ts'
import { FormatError, LimitError } from '../../../base/errors.ts'
import { entries, get, items, string, type Tree, type TreeValue } from '../../../formats/tree.ts'
import { yaml } from '../../../formats/yaml.ts'
import { readScript } from '../scripts/inspect-script.ts'
import type { ScriptFindings } from '../scripts/script-findings.ts'

/** Most steps that are read. */
const MOST_STEPS = 2000

/** Kinds that a workflow of an ordinary project has in every step. */
const ORDINARY: ReadonlySet<string> = new Set(['execute', 'write-file', 'write-executable', 'host-facts'])

/**
 * What the steps of a workflow of GitHub Actions (or of Gitea, Forgejo) do with the secrets that it is given. A workflow in a published package is run by nobody
 * who installs it; copied into a repository it runs with that one's secrets. Told: scripts that send secrets, secrets dumped as a whole, text of
 * strangers put into scripts.
 */
export function inspectWorkflow(bytes: Uint8Array, findings: ScriptFindings, limits: Limits): void {
  let trees: readonly Tree[]
  try {
    trees = yaml.parse(bytes, limits)
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    return findings.add('unread', 'workflow', { line: 1, column: 1 }, 'unknown', [], error.message)
  }
  const [tree] = trees
  if (tree === undefined) return
  const jobs = entries(get(tree.root, 'jobs')).map(({ value }) => value)
  const steps = [...jobs.flatMap((job) => items(get(job, 'steps'))), ...items(get(get(tree.root, 'runs'), 'steps'))]
  for (const step of steps.slice(0, MOST_STEPS)) inspectStep(step, tree, findings, limits)
}

function inspectStep(step: TreeValue, tree: Tree, findings: ScriptFindings, limits: Limits): void {
  const run = get(step, 'run')
  const script = string(run)
  const variables = entries(get(step, 'env')).map(({ key, value }) => ({ key, text: string(value) ?? '' }))
  const whole = [script ?? '', ...variables.map(({ text }) => text)].join('\n')
  const spot = tree.lines.position(run?.offset ?? step.offset)
  if (/\btoJSON\(\s{0,5}secrets\s{0,5}\)/i.test(whole))
    findings.add('read-environment', '*', spot, 'unknown', [], 'toJSON(secrets)')
  if (script === undefined) return
  if (/\$\{\{[^}]{0,100}github\.event\.[\w.]{0,60}(?:body|title|message|head_ref|\.ref|label|name)\b/.test(script))
    findings.add('evaluate', 'text of an event', spot, 'unknown', [], script.slice(0, 200))
  const shell = string(get(step, 'shell')) ?? ''
  const prelude = variables
    .filter(({ text }) => /\bsecrets\b/.test(text))
    .map(({ key, text }) => `${key.replace(/\W/g, '_')}="${withSecrets(text)}"; `)
  const kind = /^p(?:wsh|owershell)/.test(shell) ? 'powershell' : shell === 'cmd' ? 'batch' : 'shell'
  if (shell.startsWith('python')) return findings.addCode('python', script, spot.line)
  const text = kind === 'shell' ? prelude.join('') + withSecrets(script) : withSecrets(script)
  const { behaviours } = readScript(text, kind, findings.file, limits, {
    when: 'unknown',
    firstLine: spot.line + (isBlock(run) ? 1 : 0),
  })
  for (const { kind: one, subject, place, inputs, evidence } of behaviours) {
    const isPlain = ORDINARY.has(one) || ((one === 'network' || one === 'download') && inputs.length === 0)
    if (!isPlain)
      findings.add(one, subject, { line: place.line, column: place.column ?? 1 }, 'unknown', inputs, evidence)
  }
}

/** Secrets are put in before the shell reads the script: here as variables that are named like them. */
function withSecrets(text: string): string {
  return text
    .replace(/\$\{\{[^}]{0,100}toJSON\(\s{0,5}secrets\s{0,5}\)[^}]{0,100}\}\}/gi, '$ALL_WORKFLOW_SECRETS_TOKEN')
    .replace(
      /\$\{\{\s{0,10}(?:secrets\.|secrets\[['"])(\w{1,80})[^}]{0,20}\}\}/g,
      (_, name: string) => `$${name.toUpperCase()}${/TOKEN|SECRET|PASS|KEY/i.test(name) ? '' : '_TOKEN'}`,
    )
    .replace(/\$\{\{[^}]{0,300}\}\}/g, 'x')
}

function isBlock(run: TreeValue | undefined): boolean {
  return run?.kind === 'scalar' && run.source.startsWith('|')
}
