import type { Behaviour, Taint } from '../../behaviour.ts'
import { concealment, factor, type StoryContext, stepOf, withIn } from '../context.ts'
import { destinationOf, destinationWeight } from '../destination.ts'
import type { StoryDraft } from '../draft.ts'
import type { Seen } from '../evidence.ts'
import { hostWord, word } from '../phrases.ts'
import { CAPABILITIES, THREATS, type ThreatId } from '../weights.ts'

/** What comes from a host is run: as code at once, through a shell, or as a program that was fetched. */
export function* downloadedCode(context: StoryContext): Iterable<StoryDraft> {
  for (const kind of ['evaluate', 'execute', 'dynamic-import'] as const) {
    for (const seen of context.evidence.of(kind)) {
      const answer = seen.behaviour.inputs.find(({ source }) => source === 'network')
      if (answer === undefined) continue
      if (runsTheAnswer(seen)) yield answerIsRun(context, seen, answer, 'answer-is-run')
      else if (isTemporary(seen.behaviour)) yield answerIsRun(context, seen, answer, 'temporary-program')
    }
  }
  for (const seen of context.evidence.of('download')) yield fetched(context, seen)
}

/** Of a program that is known, the answer is an argument: `git checkout <version>`. */
function runsTheAnswer({ behaviour: { kind, subject } }: Seen): boolean {
  return kind !== 'execute' || subject === '?' || INTERPRETERS.test(subject)
}

const INTERPRETERS =
  /^(?:(?:ba|da|z|k|a)?sh|node|bun|deno|python[\d.]*|perl|ruby|php|powershell|pwsh|cmd|iex|osascript|wscript|cscript|mshta|rundll32)$/

function answerIsRun(context: StoryContext, seen: Seen, answer: Taint, threat: ThreatId): StoryDraft {
  const verb = seen.behaviour.kind === 'evaluate' ? 'runs the answer as code' : 'starts what it was answered'
  return draft(context, seen, answer.subject, threat, {
    sentence: `asks ${hostWord(answer.subject)} and ${verb}${seen.behaviour.subject === '?' ? '' : ` (${word(seen.behaviour.subject, 40)})`}`,
    steps: [{ text: `asks ${hostWord(answer.subject)}`, place: answer.place, evidence: '' }, stepOf(seen, verb)],
  })
}

const MANAGERS = /^(?:npm|pnpm|yarn|bun|npx|bunx|pip[\d.]*|pipx|uv|uvx|gem|cargo|go|conda|mamba|brew|apt|apt-get)$/
/** Is what fetches a package manager? It fetches by name, from where the user told it to. */
export function isPackageManager(program: string): boolean {
  return MANAGERS.test(program)
}

const SHELL_AT_START = /^\s*(?:(?:ba|da|z|k|a)?sh|node|bun|deno|python[\d.]*|perl|ruby|php|powershell|pwsh|iex)(?=\s|$)/

/** Folders where nobody looks for a program. */
const TEMPORARY =
  /(?:^|[\s"'`=(,])(?:<temp>|\/tmp\/|\/var\/tmp\/|\/dev\/shm\/|%TEMP%|%APPDATA%|\$TMPDIR|\$env:TEMP|~\/Library\/Caches|\/Library\/Caches|C:\\ProgramData)/i

function isTemporary({ subject, evidence }: Behaviour): boolean {
  return TEMPORARY.test(subject) || TEMPORARY.test(evidence)
}

function fetched(context: StoryContext, seen: Seen): StoryDraft {
  const { behaviour } = seen
  const file = context.evidence.fileOf(seen)
  if (isPackageManager(behaviour.subject)) {
    return draft(context, seen, undefined, 'package-manager', {
      sentence: `starts a package manager (${word(behaviour.evidence, 80)})`,
      steps: [stepOf(seen, 'starts a package manager')],
    })
  }
  const from = hostWord(behaviour.subject)
  if (SHELL_AT_START.test(behaviour.evidence) && !/\b(?:curl|wget|fetch)\b/.test(behaviour.evidence)) {
    return draft(context, seen, behaviour.subject, 'answer-is-run', {
      sentence: `asks ${from} and gives the answer to ${word(behaviour.evidence, 40)}`,
      steps: [stepOf(seen, `gives what ${from} answers to a shell`)],
    })
  }
  const started = withIn(file, ['execute'], seen.exposure)
  const isKeptAside =
    isTemporary(behaviour) || file.of('write-executable').some(({ behaviour: written }) => isTemporary(written))
  const threat: ThreatId = isKeptAside && started !== undefined ? 'program-is-started' : 'program-is-fetched'
  return draft(context, seen, behaviour.subject, threat, {
    sentence: `fetches a file from ${from}${started === undefined ? '' : ' and starts programs'}`,
    steps: [
      stepOf(seen, `fetches from ${from}`),
      ...(started === undefined ? [] : [stepOf(started, `starts ${word(started.behaviour.subject, 60)}`)]),
    ],
  })
}

function draft(
  context: StoryContext,
  seen: Seen,
  host: string | undefined,
  threat: ThreatId,
  told: ReturnType<StoryDraft['tell']>,
): StoryDraft {
  const kind = host === undefined ? undefined : destinationOf(host, context.purpose, seen.exposure)
  return {
    name: 'runs-downloaded-code',
    exposure: seen.exposure,
    key: `${threat} ${host ?? seen.behaviour.subject}`,
    artefact: seen.artefact,
    threat: THREATS[threat],
    capability: CAPABILITIES.proven,
    factors: [
      ...(kind === undefined || host === undefined
        ? []
        : [factor('threat', destinationWeight(kind, host, seen.exposure, false))]),
      ...concealment(context.evidence.fileOf(seen)),
    ],
    ceiling: threat === 'program-is-fetched' || threat === 'package-manager' ? 'hold' : 'block',
    subjects: [seen.behaviour.kind, host ?? seen.behaviour.subject],
    paths: [seen.behaviour.place.path],
    doubts: host === '?' ? ['the host is only known when it runs'] : [],
    tell: () => told,
  }
}
