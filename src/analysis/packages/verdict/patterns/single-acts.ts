import type { Behaviour } from '../../behaviour.ts'
import { concealment, factor, fitting, type StoryContext, stepOf } from '../context.ts'
import type { StoryDraft, StoryName } from '../draft.ts'
import type { Seen } from '../evidence.ts'
import { type Exposure, runsByItself } from '../exposure.ts'
import { word } from '../phrases.ts'
import { CAPABILITIES, THREATS, type ThreatId } from '../weights.ts'

/** An act that is a story by itself. */
interface Act {
  readonly kind: Behaviour['kind']
  readonly name: StoryName
  threat(seen: Seen): ThreatId
  tell(subject: string): string
  /** The package says that this is what it is for. */
  readonly purpose: RegExp
}

/** Folders, services and keys where something makes sure to be started again, and how far each is from what honest tools do. */
const SOFT_PLACES = /^(?:git hook|python start|profile of the shell \(completion\))$/

const IMPORTED: ReadonlySet<Exposure> = new Set(['start', 'import'])

const ACTS: readonly Act[] = [
  {
    kind: 'reverse-shell',
    name: 'reverse-shell',
    threat: () => 'reverse-shell',
    tell: (subject) => `gives a shell to somebody far away (${subject})`,
    purpose: /\b(?:pentest|exploit|ctf|red.?team|reverse.?shell|security test)/,
  },
  {
    kind: 'mine',
    name: 'mines',
    threat: () => 'mines',
    tell: (subject) => `mines (${subject})`,
    purpose: /\bmin(?:er|ers|ing)\b|stratum/,
  },
  {
    kind: 'destroy',
    name: 'destroys',
    threat: () => 'destroys',
    tell: (subject) => `deletes or shuts down what belongs to the user (${subject})`,
    purpose: /\b(?:delete|clean|wipe|shutdown|power|erase|disk)/,
  },
  {
    kind: 'persist',
    name: 'persists',
    threat: ({ behaviour: { subject }, exposure }) => {
      if (subject === 'authorized keys') return 'persist-keys'
      // Installers write path files when they install; nobody who is imported does.
      const isSoft = SOFT_PLACES.test(subject) && (subject !== 'python start' || !IMPORTED.has(exposure))
      return isSoft ? 'persist-soft' : 'persist-hard'
    },
    tell: (subject) => `makes sure to be started again (${subject})`,
    purpose:
      /\b(?:hooks?|completion|shell|service|daemon|autostart|startup|cron|schedul|launch|systemd|environment manager|version manager)/,
  },
  {
    kind: 'publish-package',
    name: 'spreads',
    threat: ({ exposure }) => (runsByItself(exposure) ? 'publishes' : 'publishes-on-demand'),
    tell: (subject) => `publishes packages (${subject})`,
    purpose: releasing(),
  },
  {
    kind: 'publish-repository',
    name: 'spreads',
    threat: ({ exposure }) => (runsByItself(exposure) ? 'takes-repositories' : 'publishes-on-demand'),
    tell: (subject) => `creates or changes repositories (${subject})`,
    purpose: releasing(),
  },
  {
    kind: 'write-workflow',
    name: 'spreads',
    threat: ({ exposure }) => (runsByItself(exposure) ? 'writes-workflow' : 'publishes-on-demand'),
    tell: (subject) => `writes a workflow of continuous integration (${subject})`,
    purpose: releasing(),
  },
  {
    kind: 'assistant-command',
    name: 'poisons-assistants',
    threat: () => 'assistant-unasked',
    tell: (subject) => `makes a coding assistant work without asking (${subject})`,
    purpose: /\b(?:agent|assistant|claude|codex|gemini|copilot|cursor|llm|ai)\b/,
  },
  {
    kind: 'write-assistant-configuration',
    name: 'poisons-assistants',
    threat: () => 'assistant-settings',
    tell: (subject) => `writes instructions, hooks or settings of coding assistants (${subject})`,
    purpose: /\b(?:agent|assistant|claude|codex|gemini|copilot|cursor|mcp|llm|ai|editor|vscode)\b/,
  },
]

/** Shared by three rows. */
function releasing(): RegExp {
  return /\b(?:publish|releas|deploy|registry|package manager|version|monorepo|scaffold|generator|template|git|ci)\w*/
}

/** Acts that no data flows through: each place is judged by when it happens and what the package is for. */
export function* singleActs(context: StoryContext): Iterable<StoryDraft> {
  for (const act of ACTS) for (const seen of context.evidence.of(act.kind)) yield draft(context, act, seen)
}

/** Of one act without a flow, less is sure. */
const PERHAPS_LOADED = { value: 0.8, because: 'whether anybody loads the module is not known' }

function draft(context: StoryContext, act: Act, seen: Seen): StoryDraft {
  const { behaviour, exposure, artefact } = seen
  const sentence = (): string => act.tell(word(behaviour.subject, 60))
  return {
    name: act.name,
    exposure,
    key: `${act.kind} ${behaviour.subject}`,
    artefact,
    threat: THREATS[act.threat(seen)],
    capability: CAPABILITIES.single,
    factors: [
      ...(exposure === 'library' ? [factor('role', PERHAPS_LOADED)] : []),
      ...fitting(context, exposure, act.purpose),
      ...concealment(context.evidence.fileOf(seen)),
    ],
    // What somebody asks for is not held for one act.
    ceiling: runsByItself(exposure) || exposure === 'library' ? 'block' : 'allow',
    subjects: [act.kind, behaviour.subject],
    paths: [behaviour.place.path],
    doubts: [],
    tell: () => ({ sentence: sentence(), steps: [stepOf(seen, sentence())] }),
  }
}
