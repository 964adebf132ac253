import { excerpt, visible } from '../base/escape.ts'
import type { Location } from '../model/location.ts'
import type { ScanResult } from '../model/scan-result.ts'
import type { Decision } from '../model/verdict.ts'
import type { Reporter } from './reporter.ts'
import { type Action, actionsOf } from './table/action.ts'

/**
 * GitHub annotations, as commands to the runner. One for each package or model file, since a step shows ten of each kind: the
 * most urgent come first, and the tenth says how many more there are. Paths are relative to the scanned folder.
 */
export const github: Reporter = {
  id: 'github',
  title: 'GitHub annotations: workflow commands for a step of a job',
  mediaType: 'text/plain',
  *render(result) {
    const actions = Map.groupBy(actionsOf(result), kindOf)
    for (const kind of KINDS) yield* annotations(kind, actions.get(kind) ?? [], result)
    for (const { rule, decision, message } of result.verdict.reasons)
      yield command(decision === 'block' ? 'error' : 'notice', { title: `Assay policy: ${rule}` }, [message])
    yield `assay: ${result.verdict.decision}; ${result.findings.length} findings, ${result.coverage.complete ? 'complete' : 'incomplete'}\n`
  },
}

type Kind = 'error' | 'warning' | 'notice'
const KINDS: readonly Kind[] = ['error', 'warning', 'notice']
/** What GitHub shows of one kind and one step; the rest would vanish without a word. */
const SHOWN = 10

function kindOf({ judged }: Action): Kind {
  const kinds: Readonly<Record<Decision, Kind>> = { block: 'error', warn: 'warning', allow: 'notice' }
  return kinds[judged[0]?.decision.decision ?? 'allow']
}

function* annotations(kind: Kind, actions: readonly Action[], result: ScanResult): Iterable<string> {
  const gaps = kind === 'warning' ? result.coverage.gaps : []
  const all = [
    ...actions.map((action) => annotation(kind, action)),
    ...(gaps.length === 0 ? [] : [command(kind, { title: 'Assay: not everything was looked at' }, gaps)]),
  ]
  const left = all.length - SHOWN
  if (left <= 0) {
    yield* all
    return
  }
  yield* all.slice(0, SHOWN - 1)
  yield command(kind, { title: 'Assay' }, [`and ${left + 1} more; the report has them all`])
}

function annotation(kind: Kind, { subject, component, judged }: Action): string {
  const [lead] = judged
  const fix = lead?.finding.fix
  const ids = judged.map(({ finding }) => finding.advisory?.id ?? finding.ruleId)
  const first = (component?.evidence ?? lead?.finding.evidence)?.[0]?.location
  const text =
    fix?.all === undefined
      ? (fix?.text ?? '')
      : `Upgrade to ${fix.all.version} or later: it ends all ${fix.all.vulnerabilities} known vulnerabilities.`
  const listed = ids.length > 10 ? [...ids.slice(0, 10), `and ${ids.length - 10} more`] : ids
  const severity = lead?.finding.severity ?? 'unknown'
  return command(kind, { ...placeOf(first), title: `${severity}: ${excerpt(subject, 100)}` }, [
    text,
    listed.join(', '),
    lead?.finding.title ?? '',
  ])
}

function placeOf(location: Location | undefined): Readonly<Record<string, string>> {
  if (location === undefined) return {}
  const { path, lines, column } = location
  return {
    file: path,
    ...(lines === undefined ? {} : { line: String(lines.start), endLine: String(lines.end) }),
    ...(column === undefined ? {} : { col: String(column) }),
  }
}

/** `::error file=a,line=1::text`. Nothing foreign can end a property, a message or the line. */
function command(kind: Kind, properties: Readonly<Record<string, string>>, lines: readonly string[]): string {
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`)
  return `::${kind} ${written.join(',')}::${lines.map(data).join('%0A')}\n`
}

/** Line breaks of others are visible; ours are between the lines. */
function data(text: string): string {
  return visible(text).replaceAll('%', '%25')
}

function property(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C')
}
