import type { Behaviour } from '../../behaviour.ts'
import { concealment, factor, type StoryContext, stepOf } from '../context.ts'
import { destinationOf, destinationWeight } from '../destination.ts'
import type { StoryDraft, StoryName } from '../draft.ts'
import type { Seen, SeenFile } from '../evidence.ts'
import { runsByItself } from '../exposure.ts'
import { fileWord, listed, PAGE_WALLETS, sequence, sinkWord, sourceWord } from '../phrases.ts'
import { classOf, TOOL_SETTINGS } from '../private-data.ts'
import { CAPABILITIES, THREATS, type ThreatId, type Weighed } from '../weights.ts'

type Kind = Behaviour['kind']

/** What is read that nobody reads without a purpose, and in what story it belongs. */
const READS: Readonly<Partial<Record<Kind, StoryName>>> = {
  'read-secret-file': 'steals-secrets',
  'hunt-secrets': 'steals-secrets',
  'cloud-metadata': 'steals-secrets',
  'browser-store': 'steals-browser-or-wallet',
  wallet: 'steals-browser-or-wallet',
  spy: 'spies',
}

/** Of a command that is told as one, as `curl -d "$(whoami)" …`, the smaller things count as well. */
const COMMAND_READS: Readonly<Partial<Record<Kind, StoryName>>> = {
  ...READS,
  'read-environment': 'steals-secrets',
  clipboard: 'spies',
  'host-facts': 'reports-home',
}

const OUT: readonly Kind[] = ['network', 'dns']

/**
 * What is read and what is sent by itself in one file, or in one package, where the way between is not shown: the reader of the
 * language has lost it, or there is none. Such a story holds at most, except where one command does both.
 */
export function* unprovenLeaks(context: StoryContext): Iterable<StoryDraft> {
  const out = OUT.flatMap((kind) => context.evidence.of(kind)).filter(({ exposure }) => runsByItself(exposure))
  if (out.length === 0) return
  const byPlace = new Map(out.map((seen) => [placeOf(seen), seen]))
  const byFile = new Map(out.map((seen) => [context.evidence.fileOf(seen), seen]))
  for (const kind of Object.keys(COMMAND_READS) as readonly Kind[]) {
    for (const seen of context.evidence.of(kind)) {
      if (!runsByItself(seen.exposure) || !isPrivate(seen.behaviour)) continue
      const file = context.evidence.fileOf(seen)
      const sameCommand = asksWhoAmI(seen.behaviour) ? undefined : byPlace.get(placeOf(seen))
      // Where the way was followed it is told: behind `exec` all of a program stands in one place.
      if (sameCommand?.behaviour.inputs.some((taint) => classOf(taint) !== undefined) === true) continue
      if (sameCommand !== undefined) yield pair(context, file, seen, sameCommand, 'command')
      else if (READS[kind] === undefined) continue
      else if (byFile.has(file)) yield pair(context, file, seen, byFile.get(file) ?? seen, 'file')
      else if (out[0] !== undefined && !SMALL.has(threatOf(seen.behaviour)))
        yield pair(context, file, seen, out[0], 'package')
    }
  }
}

/** To ask a service for one's own address is to talk to it, and nothing that was read goes there. */
function asksWhoAmI({ kind, subject }: Behaviour): boolean {
  return kind === 'host-facts' && subject === 'public address'
}

/** What tools read at their start, far from where they talk to somebody. */
const SMALL: ReadonlySet<ThreatId> = new Set(['tool-settings', 'cloud-metadata', 'page-wallet'])

function isPrivate({ kind, subject }: Behaviour): boolean {
  if (kind === 'browser-store') return subject !== 'cookies'
  if (kind === 'wallet') return !PAGE_WALLETS.test(subject) && subject !== 'addresses'
  if (kind === 'host-facts')
    return classOf({ source: 'host-facts', subject, place: { path: '', line: 1 }, through: [] }) !== undefined
  return true
}

function placeOf({ artefact, behaviour: { place } }: Seen): string {
  return `${artefact}\0${place.path}\0${place.line}:${place.column ?? 0}`
}

function pair(
  context: StoryContext,
  file: SeenFile,
  read: Seen,
  sent: Seen,
  how: 'command' | 'file' | 'package',
): StoryDraft {
  const { behaviour: reading } = read
  const { behaviour: sending } = sent
  const threat = threatOf(reading)
  const secrets = reading.kind === 'read-environment' || reading.kind === 'read-secret-file' ? [reading.subject] : []
  const kind = destinationOf(sending.subject, context.purpose, sent.exposure, secrets)
  const destination: Weighed =
    sending.kind === 'dns' && how === 'command'
      ? { value: 1.3, because: 'data in questions to the name service passes every proxy unseen' }
      : destinationWeight(kind, sending.subject, sent.exposure, THREATS[threat].value >= 0.85)
  const what = readWord(reading)
  return {
    name: COMMAND_READS[reading.kind] ?? 'steals-secrets',
    exposure: read.exposure,
    key: `${reading.kind} ${reading.subject} ? ${sending.kind} ${sending.subject}`,
    artefact: read.artefact,
    threat: THREATS[threat],
    capability: CAPABILITIES[how],
    factors: [factor('threat', destination), ...concealment(file)],
    ceiling: how === 'command' ? 'block' : 'hold',
    subjects: [reading.kind, sending.kind, sending.subject],
    paths: [reading.place.path, sending.place.path],
    doubts: how === 'command' ? [] : ['that what is read is what is sent is not shown'],
    tell: () => ({
      sentence:
        how === 'command'
          ? sequence([`reads ${what}`, sinkWord(sending)])
          : sequence([
              `reads ${what}`,
              `talks to ${listed([sending.subject === '?' ? 'a host that is only known when it runs' : sending.subject])}`,
            ]),
      steps: [
        stepOf(read, `reads ${what}`),
        stepOf(sent, how === 'command' ? sinkWord(sending) : `talks to ${sending.subject}`),
      ],
    }),
  }
}

function readWord({ kind, subject }: Behaviour): string {
  if (kind === 'read-secret-file') return fileWord(subject)
  if (kind === 'hunt-secrets') return `whatever ${fileWord(subject)} finds`
  const source = kind === 'read-environment' ? 'environment' : kind
  return source === 'host-facts' ||
    source === 'environment' ||
    source === 'browser-store' ||
    source === 'wallet' ||
    source === 'clipboard' ||
    source === 'spy' ||
    source === 'cloud-metadata'
    ? sourceWord({ source, subject })
    : subject
}

function threatOf({ kind, subject }: Behaviour): ThreatId {
  if (kind === 'read-secret-file') return TOOL_SETTINGS.test(subject) ? 'tool-settings' : 'secret-file'
  if (kind === 'hunt-secrets') return 'hunt'
  if (kind === 'cloud-metadata') return 'cloud-metadata'
  if (kind === 'read-environment') return subject === '*' ? 'everything' : 'one-secret'
  if (kind === 'host-facts') return 'host-identity'
  return kind === 'spy' || kind === 'clipboard' ? 'spying' : 'stores'
}
