import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { ArtefactFacts } from '../artefact-facts.ts'
import type { Behaviour } from '../behaviour.ts'
import type { FileRole } from '../package-file.ts'
import { CAPABILITY_WEIGHTS, MOMENT_WEIGHTS, NEW_FLOW, tellingFlows } from './behaviour-weights.ts'
import { bounded, change, locationOf, quoted } from './change.ts'
import { comparableArtefacts } from './comparable-files.ts'
import { hostNews } from './host-news.ts'
import type { ReleaseView } from './release-view.ts'

/** Hosts, capabilities and ways of hiding that the release before did not have. Tests and documentation are left out. */
export function behaviourChanges(before: ReleaseView, after: ReleaseView): readonly ReleaseChange[] {
  const both = comparableArtefacts(before, after)
  const [old, now] = [behavioursOf(both.before), behavioursOf(both.after)]
  // What was not read before may have done all of it: nothing of the kind is new then, as far as anybody can tell.
  return [
    ...bounded(hostNews(old, now), 'new hosts'),
    ...bounded(capabilities(old, now), 'new capabilities'),
    ...bounded(flows(old, now), 'new flows'),
    ...bounded(disguises(old, now), 'new ways of hiding'),
  ]
}

function behavioursOf(artefacts: readonly ArtefactFacts[]): readonly Behaviour[] {
  return artefacts.flatMap(({ files, behaviours }) => {
    const roles = new Map<string, FileRole>(files.map(({ path, role }) => [path, role]))
    return behaviours.filter(({ place }) => {
      const role = roles.get(place.path)
      return role !== 'test' && role !== 'documentation'
    })
  })
}

/** A kind counts once, where it weighs most. That it is done at import now and was done on call before is new too, a little less. */
function capabilities(old: readonly Behaviour[], now: readonly Behaviour[]): readonly ReleaseChange[] {
  const heaviest = heaviestByKind(old)
  return [...heaviestByKind(now).values()].flatMap((behaviour) => {
    const known = heaviest.get(behaviour.kind)
    const weight = weightOf(behaviour) - (known === undefined ? 0 : weightOf(known))
    if (weight < LEAST) return []
    const when = WHEN[behaviour.when]
    const before = known === undefined ? 'did not before' : `did so ${WHEN[known.when]} only`
    const text = `it does this ${when} and ${before}: ${behaviour.kind} (${quoted(behaviour.evidence)})`
    return [change('capability', behaviour.kind, text, weight, locationOf(behaviour.place))]
  })
}

const LEAST = 0.04
const WHEN: Readonly<Record<Behaviour['when'], string>> = {
  install: 'with the installation',
  import: 'when it is imported',
  call: 'when it is called',
  unknown: 'at some time',
}

function weightOf({ kind, when }: Behaviour): number {
  return CAPABILITY_WEIGHTS[kind] * MOMENT_WEIGHTS[when]
}

function heaviestByKind(behaviours: readonly Behaviour[]): ReadonlyMap<Behaviour['kind'], Behaviour> {
  const heaviest = new Map<Behaviour['kind'], Behaviour>()
  for (const behaviour of behaviours) {
    const known = heaviest.get(behaviour.kind)
    if (known === undefined || weightOf(known) < weightOf(behaviour)) heaviest.set(behaviour.kind, behaviour)
  }
  return heaviest
}

function flows(old: readonly Behaviour[], now: readonly Behaviour[]): readonly ReleaseChange[] {
  const known = new Set(old.flatMap(tellingFlows))
  return now.flatMap((behaviour) =>
    tellingFlows(behaviour).flatMap((flow) => {
      if (known.has(flow)) return []
      known.add(flow)
      const text = `data takes a way that it did not before, ${WHEN[behaviour.when]}: ${flow} (${quoted(behaviour.evidence)})`
      const weight = NEW_FLOW * Math.max(0.5, MOMENT_WEIGHTS[behaviour.when])
      return [change('capability', flow, text, weight, locationOf(behaviour.place))]
    }),
  )
}

/** chalk and debug 2025-09: names of the form `_0x…` in packages that were plain text before. */
const DISGUISE = 0.75
const ANOTHER_DISGUISE = 0.3

function disguises(old: readonly Behaviour[], now: readonly Behaviour[]): readonly ReleaseChange[] {
  const known = new Set(old.flatMap(disguiseOf))
  const hadAny = known.size > 0
  return now.flatMap((behaviour) =>
    disguiseOf(behaviour).flatMap((how) => {
      if (known.has(how)) return []
      known.add(how)
      const weight = hadAny ? ANOTHER_DISGUISE : DISGUISE
      const text = `code is made unreadable and was not before: ${quoted(how)} in ${quoted(behaviour.place.path)}`
      return [change('obfuscation', how, text, weight, locationOf(behaviour.place))]
    }),
  )
}

function disguiseOf({ kind, subject }: Behaviour): readonly string[] {
  return kind === 'obfuscation' ? [subject] : []
}
