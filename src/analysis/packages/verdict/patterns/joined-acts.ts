import type { Behaviour } from '../../behaviour.ts'
import { concealment, fitting, type StoryContext, stepOf, unreadableMarks } from '../context.ts'
import type { StoryDraft, StoryName } from '../draft.ts'
import type { Seen, SeenFile } from '../evidence.ts'
import { runsByItself } from '../exposure.ts'
import { actWord, listed, PAGE_WALLETS, sequence, word } from '../phrases.ts'
import { isPackageManager } from './downloaded-code.ts'
import { CAPABILITIES, THREATS, type ThreatId } from '../weights.ts'

/** Acts of one file that say more together than each alone. */
export function* joinedActs(context: StoryContext): Iterable<StoryDraft> {
  for (const file of context.evidence.files) {
    yield* replacesAddresses(context, file)
    yield* worm(context, file)
    yield* bundledProgram(context, file)
  }
}

/** Instruments for errors and traces replace `fetch` as well; what sets the thief apart is what he puts in. */
function* replacesAddresses(context: StoryContext, file: SeenFile): Iterable<StoryDraft> {
  const hooks = file.of('hook-runtime')
  const [hook] = hooks
  const addresses = file.of('wallet').find(({ behaviour: { subject } }) => subject === 'addresses')
  const clipboard = file.of('clipboard').find(({ exposure }) => runsByItself(exposure))
  if (clipboard !== undefined && addresses !== undefined)
    yield joined(
      context,
      file,
      'replaces-addresses',
      'clipboard-addresses',
      [clipboard, addresses],
      'watches the clipboard and knows addresses of wallets to put in',
    )
  if (hook === undefined) return
  const what = listed(hooks.slice(0, 20).map(({ behaviour }) => word(behaviour.subject, 40)))
  const page = file.of('wallet').find(({ behaviour: { subject } }) => PAGE_WALLETS.test(subject))
  const isWalletHook = hooks.slice(0, 50).some(({ behaviour: { subject } }) => PAGE_WALLETS.test(subject))
  if (addresses !== undefined)
    yield joined(
      context,
      file,
      'replaces-addresses',
      'hooks-and-addresses',
      [hook, addresses],
      `replaces ${what} and knows addresses of wallets to put in`,
    )
  else if (unreadableMarks(file).length > 0)
    yield joined(
      context,
      file,
      'replaces-addresses',
      'hooks-hidden',
      [hook, ...file.of('obfuscation').slice(0, 1)],
      `replaces ${what} in code that is made unreadable`,
    )
  else if (page !== undefined || isWalletHook)
    yield joined(
      context,
      file,
      'replaces-addresses',
      'hooks-wallet',
      [hook, ...(page === undefined ? [] : [page])],
      `replaces ${what}, between pages and wallets`,
    )
}

const GATHERS: readonly Behaviour['kind'][] = ['hunt-secrets', 'read-secret-file', 'cloud-metadata', 'write-workflow']
const SPREADS: readonly Behaviour['kind'][] = ['publish-package', 'publish-repository']

/** It publishes, and it gathers what is needed to publish elsewhere. */
function* worm(context: StoryContext, file: SeenFile): Iterable<StoryDraft> {
  const spreads = SPREADS.flatMap((kind) => file.of(kind).slice(0, 1))
  const gathers = GATHERS.flatMap((kind) => file.of(kind).slice(0, 1))
  const [first] = spreads
  if (first === undefined || gathers.length === 0) return
  yield joined(
    context,
    file,
    'spreads',
    'worm-parts',
    [...gathers, ...spreads],
    `${sequence([...gathers, ...spreads].map(({ behaviour }) => actWord(behaviour)))}`,
    RELEASING,
  )
}

const RELEASING = /\b(?:publish|releas|deploy|registry|package manager|version|monorepo)\w*/

/** Files that something else than the package's own interpreter runs. */
const PROGRAM_FILE = /[\w@.-]{2,100}\.(?:js|mjs|cjs|ts|py|pyc|pyw|sh|ps1|bat|cmd|exe|bin|so|dylib|dll|node|jar|wasm)\b/g

/** A program of the package is started by itself: through a runtime that is fetched first, or so that nobody sees it. */
function* bundledProgram(context: StoryContext, file: SeenFile): Iterable<StoryDraft> {
  if (/(?:^|\/)package\.json$/.test(file.path)) return
  const own = file.path.slice(file.path.lastIndexOf('/') + 1)
  const started = file
    .of('execute')
    .slice(0, MOST_LOOKED_AT)
    .find(({ behaviour: { evidence } }) =>
      [...evidence.matchAll(PROGRAM_FILE)].some(
        ([name]) => name !== own && context.evidence.holds(file.artefact, name),
      ),
    )
  if (started === undefined || (!runsByItself(started.exposure) && started.exposure !== 'library')) return
  const fetched = file
    .of('download')
    .find(
      ({ exposure, behaviour }) =>
        !isPackageManager(behaviour.subject) && (exposure === started.exposure || runsByItself(exposure)),
    )
  const hidden = file.of('hide')[0]
  const threat: ThreatId =
    fetched !== undefined ? 'runtime-and-payload' : hidden !== undefined ? 'detached-program' : 'bundled-program'
  const steps = [...(fetched === undefined ? [] : [fetched]), started, ...(hidden === undefined ? [] : [hidden])]
  const sentence = `${fetched === undefined ? '' : `fetches a runtime (${word(fetched.behaviour.subject, 60)}) and `}starts a program of the package${hidden === undefined ? '' : ' where nobody sees it'} (${word(started.behaviour.evidence, 80)})`
  yield { ...joined(context, file, 'starts-bundled-program', threat, steps, sentence), exposure: started.exposure }
}

const MOST_LOOKED_AT = 200

function joined(
  context: StoryContext,
  file: SeenFile,
  name: StoryName,
  threat: ThreatId,
  seen: readonly Seen[],
  sentence: string,
  purpose?: RegExp,
): StoryDraft {
  const exposure = seen.map((one) => one.exposure).find(runsByItself) ?? seen[0]?.exposure ?? 'library'
  const act = threat === 'hooks-hidden' || threat === 'detached-program' ? [] : concealment(file)
  return {
    name,
    exposure,
    key: `${threat} ${[...new Set(seen.map(({ behaviour }) => `${behaviour.kind} ${behaviour.subject}`))].toSorted().slice(0, 20).join(', ')}`,
    artefact: file.artefact,
    threat: THREATS[threat],
    capability: CAPABILITIES.single,
    factors: [...(purpose === undefined ? [] : fitting(context, exposure, purpose)), ...act],
    ceiling: threat === 'bundled-program' ? 'hold' : 'block',
    subjects: seen.flatMap(({ behaviour }) => [behaviour.kind, behaviour.subject]),
    paths: [file.path],
    covers: true,
    doubts: [],
    tell: () => ({
      sentence,
      steps: seen.map((one) => stepOf(one, actWord(one.behaviour))),
    }),
  }
}
