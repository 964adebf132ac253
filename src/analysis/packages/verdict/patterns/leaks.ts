import type { Taint } from '../../behaviour.ts'
import { concealment, factor, type StoryContext, stepOf } from '../context.ts'
import { destinationOf, destinationWeight } from '../destination.ts'
import type { StoryDraft, StoryName } from '../draft.ts'
import type { Seen } from '../evidence.ts'
import { sequence, listed, sinkWord, sourceWord, throughWords } from '../phrases.ts'
import { classOf, isGrave, OUTLETS, type PrivateClass, secretThreat, storeThreat } from '../private-data.ts'
import { CAPABILITIES, ENCODED, THREATS, type ThreatId } from '../weights.ts'

/** Most sources of one story that are told as steps. */
const MOST_SOURCES = 8

/** Private data that leaves: secrets, stores of browsers and wallets, what is watched, who the victim is. One story for each way out. */
export function* leaks(context: StoryContext): Iterable<StoryDraft> {
  for (const kind of OUTLETS) {
    for (const seen of context.evidence.of(kind)) {
      if (seen.behaviour.inputs.length === 0 || (kind === 'dns' && !isMade(seen.behaviour.subject))) continue
      const classes = Map.groupBy(seen.behaviour.inputs, classOf)
      classes.delete(undefined)
      const worst = ORDER.find((one) => classes.has(one))
      if (worst === undefined) continue
      const taints = seen.behaviour.inputs.filter((taint) => classOf(taint) !== undefined)
      yield leak(context, seen, worst, taints)
    }
  }
}

/** In a name that is known as a whole nothing leaves. */
function isMade(name: string): boolean {
  return name === '?' || name === '' || name.includes('…')
}

const ORDER: readonly PrivateClass[] = ['store', 'secret', 'spied', 'host']

const NAMES: Readonly<Record<PrivateClass, StoryName>> = {
  secret: 'steals-secrets',
  store: 'steals-browser-or-wallet',
  spied: 'spies',
  host: 'reports-home',
}

function leak(context: StoryContext, seen: Seen, worst: PrivateClass, taints: readonly Taint[]): StoryDraft {
  const { behaviour, exposure, artefact } = seen
  const own = taints.filter((taint) => classOf(taint) === worst)
  const threat = threatOf(worst, own)
  const secrets = own
    .filter(({ source }) => source === 'environment' || source === 'secret-file')
    .map(({ subject }) => subject)
  const kind = destinationOf(behaviour.subject, context.purpose, exposure, worst === 'secret' ? secrets : [])
  const grave = isGrave(threat)
  const through = taints.flatMap((taint) => taint.through)
  const isWrapped = through.some((one) => one === 'encrypt' || one === 'base64' || one === 'hex')
  return {
    name: NAMES[worst],
    exposure,
    key: `${[...new Set(own.map(({ source, subject }) => `${source} ${subject}`))].toSorted().slice(0, 20).join(', ')} > ${behaviour.kind} ${behaviour.subject}`,
    artefact,
    threat: THREATS[threat],
    capability: CAPABILITIES.proven,
    factors: [
      ...(behaviour.kind === 'dns' && behaviour.subject.includes('…')
        ? [factor('threat', { value: 1.3, because: 'data in questions to the name service passes every proxy unseen' })]
        : // Of a name of which nothing is known it is not shown that it is put together: clients look up the hosts that they are given.
          [factor('threat', destinationWeight(kind, behaviour.subject, exposure, grave))]),
      ...(isWrapped && threat !== 'one-secret' && threat !== 'cloud-metadata' ? [factor('capability', ENCODED)] : []),
      ...(grave && exposure === 'call' && !HANDED_AROUND.has(threat) ? [factor('role', THEFT_WHEN_CALLED)] : []),
      ...concealment(context.evidence.fileOf(seen)),
    ],
    ceiling: threat === 'page-cookies' || threat === 'host-fact' ? 'hold' : 'block',
    subjects: [behaviour.kind, behaviour.subject, ...own.map(({ source }) => KINDS[source] ?? source)],
    paths: [behaviour.place.path],
    leaving: {
      by: `${behaviour.kind} ${behaviour.subject} ${exposure} ${behaviour.place.path}`,
      what: [...new Set(taints.map(({ source, subject }) => `${source} ${subject}`))],
    },
    doubts: behaviour.subject === '?' ? ['the host is only known when it runs'] : [],
    tell: () => ({
      sentence: sequence([
        `reads ${listed(taints.map(sourceWord))}`,
        ...throughWords(longest(taints)),
        sinkWord(behaviour),
      ]),
      steps: [
        ...taints.slice(0, MOST_SOURCES).map((taint) => ({
          text: `reads ${sourceWord(taint)}`,
          place: taint.place,
          evidence: evidenceAt(context, seen, taint),
        })),
        ...throughWords(longest(taints)).map((text) => ({ ...stepOf(seen, text), evidence: '' })),
        stepOf(seen, sinkWord(behaviour)),
      ],
    }),
  }
}

/** Whoever is called with the keys of others in his hands waits to be called: half of the calm of `call` is taken back. */
const THEFT_WHEN_CALLED = { value: 1.3, because: 'what is taken is worth waiting for a call' }

/** Programs hand their environment from function to function, and readers of flow lose which part of it. */
const HANDED_AROUND: ReadonlySet<ThreatId> = new Set(['everything', 'many-secrets'])

const KINDS: Readonly<Record<string, string>> = { environment: 'read-environment', 'secret-file': 'read-secret-file' }

function threatOf(worst: PrivateClass, own: readonly Taint[]): ThreatId {
  if (worst === 'secret') return secretThreat(own)
  if (worst === 'store') return storeThreat(own)
  if (worst === 'spied') return 'spying'
  return new Set(own.map(sourceWord)).size > 1 ? 'host-identity' : 'host-fact'
}

function longest(taints: readonly Taint[]): readonly string[] {
  return taints.reduce<readonly string[]>((best, { through }) => (through.length > best.length ? through : best), [])
}

/** The words of the code that reads it, where that was seen. */
function evidenceAt({ evidence }: StoryContext, seen: Seen, { source, place }: Taint): string {
  const kind = SEEN_AS[source]
  if (kind === undefined) return ''
  const found = evidence
    .fileOf({ ...seen, behaviour: { ...seen.behaviour, place } })
    .of(kind)
    .find(({ behaviour }) => behaviour.place.line === place.line && behaviour.place.column === place.column)
  return found?.behaviour.evidence ?? ''
}

const SEEN_AS: Readonly<Partial<Record<Taint['source'], Seen['behaviour']['kind']>>> = {
  environment: 'read-environment',
  'secret-file': 'read-secret-file',
  'browser-store': 'browser-store',
  wallet: 'wallet',
  clipboard: 'clipboard',
  spy: 'spy',
  'host-facts': 'host-facts',
  'cloud-metadata': 'cloud-metadata',
}
