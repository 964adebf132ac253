import { excerpt } from '../../../base/escape.ts'
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

/** One observation for each name and what is done with it, worst first; what was not read is an observation of its own. */
export function observePickle(
  judgement: PickleJudgement,
  context: { readonly inTorchScript: boolean } = { inTorchScript: false },
): readonly ModelObservation[] {
  const groups = new Map<string, Incident[]>()
  for (const incident of judgement.incidents) {
    if (MEANINGS[incident.tier] === undefined) continue
    if (context.inTorchScript && isOwnClass(incident)) continue
    const key = JSON.stringify([incident.tier, incident.kind === 'structure', incident.subject ?? incident.why])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [incident])
    else group.push(incident)
  }
  return [...[...groups.values()].flatMap(observeGroup), ...judgement.gaps.map(observeGap)]
}

/** torch.jit.load finds these in the code of the archive itself, in a language without access to Python. */
function isOwnClass({ tier, subject }: Incident): boolean {
  return tier === 'unknown' && (subject?.startsWith('__torch__.') ?? false)
}

function observeGroup(incidents: readonly Incident[]): readonly ModelObservation[] {
  const [first] = incidents
  const meaning = first === undefined ? undefined : MEANINGS[first.tier]
  if (first === undefined || meaning === undefined) return []
  const code = incidents.find((incident) => incident.code !== undefined)?.code
  const isStructure = first.kind === 'structure'
  const shown = code ?? first.subject
  return [
    {
      id: isStructure ? 'pickle/structure' : meaning.id,
      severity: meaning.severity,
      title: isStructure
        ? 'The pickle is not written as a library writes it'
        : `Loading it ${TITLES[first.tier] ?? 'reaches'} ${excerpt(shown ?? 'something without a name', 160)}`,
      why: whyText(first, incidents.length),
      where: { byte: first.offset, ...(first.opcode === undefined ? {} : { inside: `opcode ${first.opcode}` }) },
      cwe: isStructure ? 'CWE-436' : 'CWE-502',
      atlas: 'AML.T0011.000',
      fix: meaning.fix,
    },
  ]
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
