import { excerpt, visible } from '../../../base/escape.ts'
import { decompileReference } from '../../../formats/pickle/decompile.ts'
import type { Severity } from '../../../model/severity.ts'
import type { ModelObservation } from '../observation.ts'
import type { Incident } from './incident.ts'
import type { Tier } from './classify-global.ts'
import type { PickleJudgement } from './judge-pickle.ts'

/** What each tier means to somebody who is about to load the file; tiers that are not here are harmless. */
const MEANINGS: Readonly<
  Partial<Record<Tier, { readonly id: string; readonly severity: Severity; readonly fix: string }>>
> = {
  execution: {
    id: 'pickle/execution',
    severity: 'critical',
    fix: 'Do not load it. Take the model from its author as safetensors, and look at machines that have loaded this file.',
  },
  capability: {
    id: 'pickle/capability',
    severity: 'high',
    fix: 'Do not load it before its author has explained this; take the model as safetensors instead.',
  },
  unknown: {
    id: 'pickle/unknown-code',
    severity: 'medium',
    fix: 'Load it only with the library it names, in a version you have checked, or take the model as safetensors.',
  },
}

/** Where the pickle stands. */
export interface PickleContext {
  readonly inTorchScript?: boolean
  readonly inNumpyObjects?: boolean
  readonly inOldTorchTar?: boolean
}

/** One observation for each name and what is done with it, worst first; what was not read is an observation of its own. */
export function observePickle(judgement: PickleJudgement, context: PickleContext = {}): readonly ModelObservation[] {
  const groups = new Map<string, Incident[]>()
  for (const incident of judgement.incidents) {
    if (MEANINGS[incident.tier] === undefined) continue
    if (context.inTorchScript === true && isOwnClass(incident)) continue
    const key = JSON.stringify([incident.tier, incident.kind === 'structure', incident.subject ?? incident.why])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [incident])
    else group.push(incident)
  }
  return [...[...groups.values()].flatMap((group) => observeGroup(group, context)), ...judgement.gaps.map(observeGap)]
}

/** torch.jit.load finds these in the code of the archive itself, in a language without access to Python. */
function isOwnClass({ tier, subject }: Incident): boolean {
  return tier === 'unknown' && (subject?.startsWith('__torch__.') ?? false)
}

function observeGroup(incidents: readonly Incident[], context: PickleContext): readonly ModelObservation[] {
  const [first] = incidents
  const meaning = first === undefined ? undefined : MEANINGS[first.tier]
  if (first === undefined || meaning === undefined) return []
  // A call says more than an import: it is shown with the instructions around it.
  const shown = incidents.find((incident) => incident.code !== undefined) ?? first
  const isStructure = first.kind === 'structure'
  const cve = cveOf(incidents, context)
  return [
    {
      id: isStructure ? 'pickle/structure' : meaning.id,
      severity: meaning.severity,
      title: isStructure
        ? 'The pickle is not written as a library writes it'
        : `Loading it ${TITLES[first.tier] ?? 'reaches'} ${excerpt(shown.code ?? shown.subject ?? 'something without a name', 160)}`,
      why: whyText(first, incidents.length),
      where: { byte: shown.offset, ...(shown.opcode === undefined ? {} : { inside: `opcode ${shown.opcode}` }) },
      cwe: isStructure ? 'CWE-436' : 'CWE-502',
      atlas: 'AML.T0011.000',
      ...(cve.length === 0 ? {} : { cve }),
      fix: meaning.fix,
      globals: [...new Set(incidents.flatMap(({ globals }) => globals))].sort().slice(0, MOST_GLOBALS),
      ...codeOf(shown),
    },
  ]
}

/** A crafted file can hand thousands of names to one call. */
const MOST_GLOBALS = 100

/** Without a call the line of Python is the import; what is only the way the file is written has none but a comment. */
function codeOf({ code, subject, listing, why }: Incident): Pick<ModelObservation, 'code'> {
  const statement = code ?? (subject === undefined ? `# ${why}` : importStatement(subject))
  return { code: { statement: excerpt(statement, 300), listing: (listing ?? []).map(visible) } }
}

function importStatement(subject: string): string {
  const dot = subject.lastIndexOf('.')
  return decompileReference(subject.slice(0, Math.max(0, dot)), subject.slice(dot + 1))
}

/** The bugs of loaders that the trick is made for, or that make a loader follow this pickle although it should not. */
function cveOf(incidents: readonly Incident[], context: PickleContext): readonly string[] {
  const acts = incidents.some(
    ({ tier, kind }) => kind !== 'structure' && (tier === 'execution' || tier === 'capability'),
  )
  const loaders = [
    ...(context.inNumpyObjects === true ? ['CVE-2019-6446'] : []),
    ...(context.inOldTorchTar === true ? ['CVE-2025-32434'] : []),
  ]
  return [...new Set([...incidents.flatMap(({ cve }) => cve ?? []), ...(acts ? loaders : [])])].sort()
}

const TITLES: Readonly<Partial<Record<Tier, string>>> = { execution: 'runs', capability: 'calls', unknown: 'imports' }

function whyText(incident: Incident, count: number): string {
  const subject = incident.subject === undefined ? 'It' : excerpt(incident.subject, 120)
  const times = count > 1 ? ` (${count} times)` : ''
  const reading =
    incident.reading === 'plain' ? '' : ` Only loaders that read the bytes as "${incident.reading}" see it.`
  const within = incident.within.length === 0 ? '' : ' It stands in a pickle that this pickle loads.'
  return `${subject} ${excerpt(incident.why, 240)}${times}, when the file is loaded.${reading}${within}`
}

function observeGap(sentence: string): ModelObservation {
  return {
    id: 'container/not-inspected',
    severity: 'medium',
    title: 'The pickle was not inspected to its end',
    why: `What stands behind may do anything: ${excerpt(sentence, 200)}.`,
    where: {},
    cwe: 'CWE-693',
    fix: 'Do not load it before somebody has looked at it; fetch it anew and compare the digest.',
  }
}
