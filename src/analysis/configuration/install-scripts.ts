import { json } from '../../formats/json.ts'
import { npmrc } from '../../formats/npmrc.ts'
import { boolean, entry, get, items, string, type Tree, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import type { Observation } from '../../model/finding.ts'
import { at, type Location } from '../../model/location.ts'
import type { FileRule } from '../../model/rule.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import type { Severity } from '../../model/severity.ts'
import { lockedFiles } from './lock/locked-files.ts'
import { listed, placed, reported, shown } from './report.ts'
import { toldOnce } from './told-once.ts'

/** Packages of npm run their own programs while they are installed, or a protection is switched off. */
export const installScripts: FileRule = {
  id: 'configuration/install-scripts',
  title: 'Packages may run their own programs while they are installed, or a protection of the installer is off.',
  severity: 'medium',
  why: 'Scripts of packages run with the rights of whoever installs, before any code of the project does. They carried every large npm incident of 2025 and 2026: Shai-Hulud and its second wave, Nx, @bitwarden/cli. Few packages need them.',
  fix: 'Set ignore-scripts=true (npm, yarn) and run the scripts of those that need them by name; keep the list of allowed builds short (pnpm, bun).',
  references: [
    'https://github.com/npm/cli/blob/latest/docs/lib/content/using-npm/config.md',
    'https://pnpm.io/settings',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  files: [
    '**/.npmrc',
    '**/pnpm-workspace.yaml',
    '**/package.json',
    '**/.yarnrc.yml',
    '**/{package-lock.json,npm-shrinkwrap.json}',
  ],
  async *inspect(file) {
    for (const lapse of await lapsesOf(file)) yield observed(file.path, lapse)
  },
}

interface Lapse {
  readonly setting: string
  readonly severity: Severity
  readonly title: string
  readonly message: string
  readonly fix: string
  readonly edit?: string
  readonly places: readonly { readonly location: Location; readonly note: string }[]
}

function lapsesOf(file: ScannedFile): Promise<readonly Lapse[]> {
  if (/(?:package-lock|npm-shrinkwrap)\.json$/.test(file.path)) return scriptsInLock(file)
  return toldOnce<readonly Lapse[]>(file, 'configuration/installer', [], async () => {
    if (file.path.endsWith('.npmrc')) return npmrcLapses(file)
    const tree = await file.read(file.path.endsWith('.json') ? json : yamlDocument)
    const place = placeIn(file.path, tree)
    if (file.path.endsWith('.yarnrc.yml')) return yarnLapses(tree.root, place)
    return pnpmLapses(file.path.endsWith('.json') ? get(tree.root, 'pnpm') : tree.root, place)
  })
}

/** One finding per lock file: which packages run something is a fact to know, not a mistake. */
async function scriptsInLock(file: ScannedFile): Promise<readonly Lapse[]> {
  const running = (await lockedFiles(file)).filter(({ runsScripts }) => runsScripts)
  if (running.length === 0) return []
  const names = [...new Set(running.map(({ name }) => shown(name, 60)))].toSorted()
  return [
    {
      setting: 'scripts of packages',
      severity: 'low',
      title: `${listed(names, 4)} ${names.length === 1 ? 'runs' : 'run'} a script when installed`,
      message: 'The lock file says so for these versions. Where ignore-scripts is set, they do not run.',
      fix: 'Set ignore-scripts=true in .npmrc and run what is needed with `npm rebuild NAME`.',
      edit: 'ignore-scripts=true',
      places: running.map(({ location, name }) => ({ location, note: `${name} has an install script` })),
    },
  ]
}

interface Switch {
  readonly key: string
  readonly value: RegExp
  readonly severity: Severity
  readonly title: string
  readonly message: string
  readonly edit: string
}

const NPMRC: readonly Switch[] = [
  {
    key: 'ignore-scripts',
    value: /^false$/,
    severity: 'low',
    title: 'Scripts of packages are allowed by name',
    message: 'ignore-scripts=false overrides what a user or a machine has set to protect itself.',
    edit: 'ignore-scripts=true',
  },
  {
    key: 'dangerously-allow-all-builds',
    value: /^true$/,
    severity: 'medium',
    title: 'Every package may run its scripts',
    message: 'pnpm runs the scripts of no dependency unless it is allowed by name; this allows them all.',
    edit: 'dangerously-allow-all-builds=false',
  },
  {
    key: 'package-lock',
    value: /^false$/,
    severity: 'medium',
    title: 'No lock file is read or written',
    message: 'Every installation takes the newest versions that the ranges allow, with no hash to compare.',
    edit: 'package-lock=true',
  },
  {
    key: 'verify-store-integrity',
    value: /^false$/,
    severity: 'medium',
    title: 'Files of the store are not compared with their hashes',
    message: 'What was changed in the store of pnpm is linked into every project.',
    edit: 'verify-store-integrity=true',
  },
]

async function npmrcLapses(file: ScannedFile): Promise<readonly Lapse[]> {
  const { entries, lines } = await file.read(npmrc)
  return entries.flatMap(({ key, value, offset }) => {
    const { line, column } = lines.position(offset)
    const location = at(file.path, line, column)
    return NPMRC.filter((one) => one.key === key && one.value.test(value)).map((one) =>
      lapse(one, location, `${key}=${value}`),
    )
  })
}

function lapse({ key, severity, title, message, edit }: Switch, location: Location, note: string): Lapse {
  return { setting: key, severity, title, message, fix: `Write ${edit}.`, edit, places: [{ location, note }] }
}

type Place = (offset: number) => Location

function pnpmLapses(settings: TreeValue | undefined, place: Place): readonly Lapse[] {
  const all = entry(settings, 'dangerouslyAllowAllBuilds')
  const never = entry(settings, 'neverBuiltDependencies')
  const allowed = entry(settings, 'onlyBuiltDependencies')
  return [
    ...(all !== undefined && boolean(all.value) === true ? [allBuilds(all, place)] : []),
    // The two lists exclude each other: with this one, what is not on it may run (pnpm docs, "Settings").
    ...(never !== undefined && allowed === undefined && items(never.value).length === 0
      ? [emptyNever(never, place)]
      : []),
    ...(allowed !== undefined && items(allowed.value).some((one) => /^[*!]?\*/.test(string(one) ?? ''))
      ? [allBuilds(allowed, place)]
      : []),
  ]
}

function allBuilds({ key, keyOffset }: TreeEntry, place: Place): Lapse {
  return {
    setting: key,
    severity: 'medium',
    title: 'Every package may run its scripts',
    message: 'pnpm runs the scripts of no dependency unless it is allowed by name; this allows them all.',
    fix: 'Allow the few packages that need it by name in onlyBuiltDependencies.',
    edit: 'onlyBuiltDependencies: [NAME]',
    places: [{ location: place(keyOffset), note: key }],
  }
}

function emptyNever({ key, keyOffset }: TreeEntry, place: Place): Lapse {
  return {
    setting: key,
    severity: 'medium',
    title: 'Every package may run its scripts',
    message:
      'An empty neverBuiltDependencies takes the place of the list of allowed packages: all others, so all, may run scripts.',
    fix: 'Remove it and allow the few packages that need it by name in onlyBuiltDependencies.',
    edit: 'onlyBuiltDependencies: [NAME]',
    places: [{ location: place(keyOffset), note: key }],
  }
}

function yarnLapses(root: TreeValue, place: Place): readonly Lapse[] {
  const checksums = entry(root, 'checksumBehavior')
  if (checksums === undefined || string(checksums.value) !== 'ignore') return []
  return [
    {
      setting: 'checksumBehavior',
      severity: 'medium',
      title: 'Hashes of the lock file are not compared',
      message: 'checksumBehavior: ignore installs what the registry sends, whatever the lock file says.',
      fix: 'Remove the setting: throw is the default.',
      edit: 'checksumBehavior: throw',
      places: [{ location: place(checksums.keyOffset), note: 'checksumBehavior: ignore' }],
    },
  ]
}

function placeIn(path: string, { lines }: Tree): Place {
  return (offset) => {
    const { line, column } = lines.position(offset)
    return at(path, line, column)
  }
}

function observed(path: string, { setting, severity, title, message, fix, edit, places }: Lapse): Observation {
  return reported({
    severity,
    title,
    message,
    because: 'the file says so',
    evidence: places.map(({ location, note }) => placed(location, note)),
    fix: {
      text: fix,
      ...(edit === undefined
        ? {}
        : { remedy: { edit, file: path.replace(/[^/]+lock\.json$|npm-shrinkwrap\.json$/, '.npmrc') } }),
    },
    identity: `${path} ${setting}`,
  })
}
