import type { RuleDoc } from '../../../model/rule.ts'
import type { StoryName } from './draft.ts'
import { STORY_TITLES } from './story-titles.ts'
import { storyId } from './tell-story.ts'

type Words = Pick<RuleDoc, 'severity' | 'why' | 'fix' | 'references'>

const CWE_506 = 'https://cwe.mitre.org/data/definitions/506.html'
const CWE_829 = 'https://cwe.mitre.org/data/definitions/829.html'
const attack = (technique: string): string => `https://attack.mitre.org/techniques/${technique}/`

const DO_NOT_INSTALL =
  'Do not install this release: pin the last one before it, and report it to the registry. Where it was installed, take the machine for taken over, revoke every secret it held from another machine, and look for what was published in your name.'
const ASK =
  'Read the steps; where the package has no reason for them, pin the last release before and report it. Where it has, allow these very bytes by their digest, with two people and an end.'

const WORDS: Readonly<Record<StoryName, Words>> = {
  'known-malware': {
    severity: 'critical',
    why: 'A record of the malicious-packages feed names this release. Records that contradict themselves, that name every version of an old and popular project, or that their source has withdrawn are doubtful: they hold, they do not block.',
    fix: DO_NOT_INSTALL,
    references: ['https://github.com/ossf/malicious-packages', CWE_506],
  },
  'steals-secrets': {
    severity: 'critical',
    why: 'Tokens of the environment, files with keys, credentials of clouds or what a tool prints of its token reach the network, the name service or a repository. An SDK that sends its one key to its own service when it is called is not meant, and weighs next to nothing; everything, keys of several services, or a host that has nothing to do with the package weigh all. Nx (August 2025), Shai-Hulud (September and November 2025), litellm and @bitwarden/cli (2026) did so.',
    fix: DO_NOT_INSTALL,
    references: [attack('T1552'), attack('T1041'), CWE_506],
  },
  'steals-browser-or-wallet': {
    severity: 'critical',
    why: 'Passwords, cookies and sessions of browsers, or wallets and their keys, leave the machine. Few packages have a reason to read them, and nearly none to send them: whoever has the session needs no password.',
    fix: DO_NOT_INSTALL,
    references: [attack('T1555'), attack('T1539'), CWE_506],
  },
  spies: {
    severity: 'critical',
    why: 'What the user copies, types or sees is sent away. Libraries for the clipboard or the screen read it when they are called, and send nothing.',
    fix: DO_NOT_INSTALL,
    references: [attack('T1056'), attack('T1113'), attack('T1115'), CWE_506],
  },
  'reports-home': {
    severity: 'high',
    why: 'Names of host and user, addresses or folders go to somebody on install or import. That is what a probe for dependency confusion sends, before or instead of more; telemetry of an honest package does so too, to its own host, and is told without holding.',
    fix: 'Where the package is telemetry, switch it off or block its host. Where its name is one that you keep for private packages, take the name in every registry you use, and install from your own only.',
    references: [attack('T1082'), attack('T1195/002'), CWE_829],
  },
  'runs-downloaded-code': {
    severity: 'critical',
    why: 'What a host answers is run: as code, through a shell, or as a program that was fetched. Its owner decides anew at each installation, and nothing of it can be reviewed. Installers of native parts fetch programs with every release; they are told, and hold only where it is new, hidden, or from a place without a name (ultralytics, December 2024).',
    fix: ASK,
    references: [attack('T1105'), attack('T1059'), CWE_829],
  },
  'runs-hidden-code': {
    severity: 'critical',
    why: 'Code is kept encoded, enciphered or in characters that nobody sees, and is run when it is decoded; or it is made unreadable and reaches for the network, for programs or secrets (plain-crypto-js and litellm, March 2026). Code that is only made unreadable is told and does not hold: some vendors protect theirs so.',
    fix: ASK,
    references: [attack('T1027'), attack('T1140'), CWE_506],
  },
  'reverse-shell': {
    severity: 'critical',
    why: 'Input and output of a shell are given to somebody over the network, who can then do whatever the user can.',
    fix: DO_NOT_INSTALL,
    references: [attack('T1059'), attack('T1571'), CWE_506],
  },
  persists: {
    severity: 'critical',
    why: 'Code writes itself to where it is started again: profiles of shells, timers, services, start-up folders, keys of others. To uninstall the package does not end it. Tools that do so when they are asked, as for completions of shells or hooks of git, are not held.',
    fix: DO_NOT_INSTALL,
    references: [attack('T1546'), attack('T1053'), attack('T1543'), CWE_506],
  },
  spreads: {
    severity: 'critical',
    why: 'On install or import, packages are published, repositories changed or workflows written in the name of whoever installs it: a worm. Shai-Hulud reached about 500 packages so, its second wave about 800. Tools for releases do the same when somebody calls them.',
    fix: DO_NOT_INSTALL,
    references: [attack('T1195/001'), attack('T1098'), CWE_506],
  },
  'poisons-assistants': {
    severity: 'critical',
    why: 'A coding assistant is started with the option to ask nothing (Nx, August 2025), or its instructions, hooks and settings are written (May 2026): from then on it works for somebody else, in every project that it opens, with the rights of the user.',
    fix: `${DO_NOT_INSTALL} Look through the settings and instructions of every assistant and editor on the machine.`,
    references: ['https://genai.owasp.org/llmrisk/llm01-prompt-injection/', attack('T1546'), CWE_506],
  },
  'replaces-addresses': {
    severity: 'critical',
    why: 'Functions of the runtime, the page or the clipboard are replaced by code that knows addresses of wallets: money goes to somebody else while the user sees the right address (chalk and debug, September 2025). Instruments for errors replace `fetch` as well; they know no addresses.',
    fix: DO_NOT_INSTALL,
    references: [attack('T1565'), attack('T1185'), CWE_506],
  },
  mines: {
    severity: 'critical',
    why: 'It computes for somebody’s wallet at the cost of whoever installs it (ultralytics 8.3.41, December 2024).',
    fix: DO_NOT_INSTALL,
    references: [attack('T1496'), CWE_506],
  },
  destroys: {
    severity: 'critical',
    why: 'Files of the user are deleted, or the machine is shut down, without anybody asking for it: revenge where nothing could be stolen (November 2025), or protest.',
    fix: DO_NOT_INSTALL,
    references: [attack('T1485'), attack('T1529'), CWE_506],
  },
  'starts-bundled-program': {
    severity: 'critical',
    why: 'A file of the package is started by another runtime that is fetched first, or where nobody sees it: past every tool that reads only the language of the package (lightning 2.6.2, April 2026, ran JavaScript from a Python wheel through Bun).',
    fix: ASK,
    references: [attack('T1059'), attack('T1564'), CWE_829],
  },
  unreadable: {
    severity: 'high',
    why: 'Code that runs by itself could not be read, or the archive is closed, leads out of its folder or shows two readers two things. Nothing is known of what was not read; it is not called clean. Large files that were not read to their end are told as gaps, and do not hold.',
    fix: 'Look at the named files by hand, or build the package from its source. Where they are known, allow these very bytes by their digest.',
    references: [
      attack('T1027'),
      'https://cwe.mitre.org/data/definitions/436.html',
      'https://cwe.mitre.org/data/definitions/22.html',
    ],
  },
  'suspicious-release': {
    severity: 'high',
    why: 'Several things are new at once that ordinary updates bring alone or never: a hook of the installation, a dependency of yesterday, another publisher or way of publishing, provenance that is gone. axios 1.14.1 (March 2026) held nothing but a new dependency, 18 hours old. One alone does not hold.',
    fix: 'Pin the last release before and wait some days: 8 of 10 known malicious releases lived for less than a week. Where the makers have announced the change, allow these very bytes by their digest.',
    references: [attack('T1195/002'), 'https://slsa.dev/spec/v1.0/threats', CWE_829],
  },
  'manifest-confusion': {
    severity: 'high',
    why: 'What the registry shows of dependencies, scripts and commands is not what stands in the archive, and the archive is what is installed: tools that ask the registry see something else.',
    fix: 'Believe the archive. Pin another release, or ask the makers to publish again with a tool that writes both alike.',
    references: [attack('T1036'), 'https://cwe.mitre.org/data/definitions/451.html'],
  },
  impersonates: {
    severity: 'high',
    why: 'The name is like a popular one, the project is young, and the package does something by itself. Each alone is ordinary: distance 1 to a popular name hits one ordinary name in a hundred. The three together are what typosquats and invented names look like.',
    fix: 'Make sure that this is the package that is meant. Where the popular one is meant, write its name; where this one is, allow it by its digest until it is older.',
    references: [attack('T1036/005'), attack('T1195/002'), 'https://cwe.mitre.org/data/definitions/1357.html'],
  },
  'own-rule': {
    severity: 'high',
    why: 'A YARA rule of --yara matches a file of the package. Rules of your own hold, because nobody but you knows what they are for; meta verdict = "block" blocks, verdict = "allow" or severity = "low" only tells. Where in the package the file lies and who starts it changes nothing.',
    fix: 'Read the named lines with the description of the rule in mind. Where the match means nothing here, make the rule narrower, give it verdict = "allow", or allow these very bytes by their digest.',
    references: ['https://virustotal.github.io/yara-x/docs/writing_rules/metadata/', CWE_506],
  },
}

/** What is to be known of each story, sorted by id: for `assay explain`, docs/rules.md and the help of reports. */
export const storyRules: readonly RuleDoc[] = Object.entries(WORDS)
  .map(([name, words]) => ({ id: storyId(name as StoryName), title: STORY_TITLES[name as StoryName], ...words }))
  .toSorted((a, b) => (a.id < b.id ? -1 : 1))
