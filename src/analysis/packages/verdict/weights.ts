import type { Exposure } from './exposure.ts'

/** A number and the reason for it: what a factor of a story is made of. */
export interface Weighed {
  readonly value: number
  readonly because: string
}

/**
 * A story weighs the product of its factors, times 100, at most 100. One wide gap separates what honest packages reach (an installer
 * of binaries: 35, telemetry to one's own host: 23) from what incidents do (a token sent at install to a strange host: 60 and more).
 */
export const VERDICT_WEIGHTS = {
  block: 70,
  hold: 40,
  /** Below this nothing is told. */
  tell: 10,
} as const

/** Independent stories that hold together block when the chance that all of them are honest is below this. */
export const MOST_TOGETHER = 0.16

/** When the code runs: how many of those who install the package run it, and whether they can know before. */
export const ROLES: Readonly<Record<Exposure, Weighed>> = {
  install: weighed(1, 'it runs on every machine that installs the package'),
  start: weighed(1, 'it runs with every start of the interpreter, imported or not'),
  import: weighed(0.95, 'it runs as soon as the package is imported'),
  'install-call': weighed(0.75, 'it stands in a program of the installation, in a function whose call was not found'),
  library: weighed(0.6, 'it runs when this module of the package is loaded'),
  command: weighed(0.5, 'it runs when somebody starts a command of the package'),
  call: weighed(0.4, 'it runs when somebody calls it'),
  test: weighed(0.1, 'it stands in tests'),
  documentation: weighed(0.05, 'it stands in documentation'),
}

/** How well the way from the first step to the last is shown. */
export const CAPABILITIES = {
  proven: weighed(1, 'the way of the data from the first step to the last is shown'),
  command: weighed(0.95, 'one command does all of it'),
  file: weighed(0.48, 'one file does both at the same moment; the way of the data between them is not shown'),
  package: weighed(0.45, 'the package does both; that one follows from the other is not shown'),
  single: weighed(1, 'the call itself is the act'),
} as const satisfies Readonly<Record<string, Weighed>>

/** What the act itself says, were it done on install by a package that nobody knows. */
export const THREATS = {
  everything: weighed(0.9, 'the whole environment holds every token that a machine was given; no client needs it'),
  'secret-file': weighed(1, 'files with keys of the user are nobody else’s business'),
  'tool-settings': weighed(0.8, 'the file holds a token, and tools of its kind read it for addresses and options'),
  'many-secrets': weighed(0.95, 'secrets of several services go the same way, which no single client needs'),
  'one-secret': weighed(0.65, 'one token goes out, as with every client that signs in'),
  'cloud-metadata': weighed(
    0.6,
    'credentials of the machine in its cloud go out; clients of clouds ask for them as well',
  ),
  'token-command': weighed(0.95, 'a tool was made to print its token'),
  hunt: weighed(1, 'a search for secrets over the whole disk has no honest addressee'),
  stores: weighed(1, 'passwords, sessions and wallets of the user go out'),
  'page-wallet': weighed(
    0.6,
    'what the wallet of a page says goes out; applications for wallets do so when they are used',
  ),
  'page-cookies': weighed(0.3, 'cookies of its own page go out, as in every form of the web'),
  'stores-read': weighed(0.5, 'passwords, sessions or wallets of the user are read; that they leave is not shown'),
  spying: weighed(0.95, 'what the user copies, types or sees goes out'),
  'host-identity': weighed(
    0.6,
    'who installs and where is what a probe for dependency confusion sends, and some telemetry',
  ),
  'host-fact': weighed(0.45, 'one fact about the machine goes out, as telemetry does'),
  'answer-is-run': weighed(
    0.9,
    'what a host answers is run: its owner decides anew each time, and nobody can review it',
  ),
  'program-is-fetched': weighed(0.35, 'a program is fetched; installers of native parts do so with every release'),
  'program-is-started': weighed(0.45, 'a program is fetched into a temporary folder and started'),
  'temporary-program': weighed(
    0.75,
    'a program that a host answered is started from a temporary folder; installers keep theirs in the package',
  ),
  'package-manager': weighed(0.2, 'a package manager is started, as many build steps do'),
  'decoded-is-run': weighed(
    0.9,
    'code is kept encoded and run when decoded; who has nothing to hide ships it as it is',
  ),
  'unreadable-code': weighed(0.35, 'the code is made unreadable; some vendors do so to protect it'),
  'unreadable-and-able': weighed(0.55, 'the code is made unreadable and reaches for the network, programs or secrets'),
  'invisible-code': weighed(0.9, 'code stands where no reader sees it, and is run'),
  'reverse-shell': weighed(1, 'somebody far away gets a shell'),
  'persist-hard': weighed(0.7, 'it makes sure to be started again, outside of its package'),
  'persist-keys': weighed(0.95, 'it lets another key in'),
  'persist-soft': weighed(0.3, 'it registers itself where tools of its kind do'),
  publishes: weighed(0.9, 'it publishes packages in the name of whoever installs it'),
  'publishes-on-demand': weighed(0.3, 'it publishes, as tools for releases do when they are asked'),
  'takes-repositories': weighed(0.75, 'it changes repositories in the name of whoever installs it'),
  'writes-workflow': weighed(0.75, 'a workflow runs with the secrets of a repository'),
  'worm-parts': weighed(0.95, 'it publishes and gathers secrets: the parts of a worm'),
  'assistant-unasked': weighed(0.95, 'a coding assistant is made to work without asking'),
  'assistant-settings': weighed(0.6, 'instructions and hooks of assistants run in every project of the user'),
  'hooks-and-addresses': weighed(0.95, 'what pages and wallets say is replaced, and the addresses to put in are there'),
  'hooks-wallet': weighed(0.55, 'what wallets or pages say is replaced'),
  'hooks-hidden': weighed(0.75, 'functions of the runtime are replaced by code that is made unreadable'),
  'clipboard-addresses': weighed(0.8, 'the clipboard is watched, and addresses to put in are there'),
  mines: weighed(0.95, 'it mines at the cost of whoever installs it'),
  destroys: weighed(0.95, 'it deletes what belongs to the user'),
  'runtime-and-payload': weighed(
    0.85,
    'another runtime is fetched to run a file of the package, past every tool that reads its language',
  ),
  'bundled-program': weighed(0.3, 'a program of the package is started'),
  'detached-program': weighed(0.55, 'a program of the package is started so that nobody sees it'),
  unreadable: weighed(0.5, 'code that runs by itself could not be read: nothing is known of what it does'),
  'part-unreadable': weighed(0.3, 'part of the code that runs by itself could not be read'),
  'not-opened': weighed(0.45, 'part of the artefact was not opened, so nothing is known of it'),
  'cut-off': weighed(0.45, 'the artefact ends before its content does: what is behind the cut is known to nobody'),
  escapes: weighed(0.6, 'unpacked by a careless tool, it writes outside of its folder'),
  'two-readings': weighed(0.55, 'two readers see two different contents: what was checked is not what is installed'),
  listing: weighed(0.3, 'the list of its files disagrees with the files'),
  malware: weighed(1, 'a record names this very release as malware'),
  'own-rule-blocks': weighed(1, 'whoever wrote the rule says that a match blocks'),
  'own-rule': weighed(0.6, 'somebody wrote the rule to hear of it: a person decides'),
  'own-rule-tells': weighed(0.2, 'whoever wrote the rule only wants to know'),
  'doubtful-malware': weighed(0.5, 'a record names it as malware, and something contradicts the record'),
} as const satisfies Readonly<Record<string, Weighed>>

export type ThreatId = keyof typeof THREATS

/** Weakens a threat: the package says that this is what it is for, and it is done when asked, not by itself. */
export const PURPOSE = weighed(0.4, 'it is what the package says it is for')

/** Strengthens an act. */
export const CONCEALED = weighed(1.25, 'the code that does it is made unreadable')
export const HIDDEN = weighed(1.2, 'it removes its traces or runs where nobody sees it')
export const ENCODED = weighed(1.1, 'what is sent is wrapped so that nobody on the way can read it')

/** New in this release, of full weight, makes a story heavier by this much; several things new at most by the other. */
export const NOVELTY = { each: 0.4, most: 0.6 } as const

/** The release before did the same and many have looked at it. */
export const FAMILIAR = 0.8

/** A name like a popular one says little by itself (1 to 4 % of ordinary names do) and much about a package that does something. */
export const NAME = { most: 0.5, full: 0.3 } as const

/** Malicious releases live for hours to days (8 of 10 known windows were below a week); what many use for long was looked at. */
export const RELEASE = {
  young: weighed(1.2, 'the project is younger than a month'),
  watched: weighed(0.75, 'many have used this release for more than a month'),
  youngDays: 30,
  watchedDays: 30,
  settledDays: 90,
} as const

function weighed(value: number, because: string): Weighed {
  return { value, because }
}
