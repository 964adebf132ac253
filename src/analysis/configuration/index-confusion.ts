import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import type { Severity } from '../../model/severity.ts'
import type { IndexSetting, IndexSettingKind, IndexTool } from './indexes/index-setting.ts'
import { INDEX_FILES, settingsOf } from './indexes/settings-of.ts'
import { counted, placed, reported, shown } from './report.ts'

/** One package name can be answered by several indexes, and the wrong one may win. */
export const indexConfusion: FileRule = {
  id: 'configuration/index-confusion',
  title: 'A package name may be answered by more than one index.',
  severity: 'medium',
  why: 'An installer that asks several indexes alike takes the highest version that any of them offers. Whoever registers an internal name, or a name that only the second index has, on the public one decides what is installed: this is how torchtriton reached users of PyTorch nightly builds in December 2022, and how dozens of companies were entered in 2021.',
  fix: 'Use one index that proxies the others and owns the internal names; or bind each package to its index: explicit indexes in uv, `priority = "explicit"` in poetry, `include_packages` in PDM.',
  references: [
    'https://docs.astral.sh/uv/concepts/indexes/',
    'https://pip.pypa.io/en/stable/cli/pip_install/',
    'https://peps.python.org/pep-0708/',
    'https://pytorch.org/blog/compromised-nightly-dependency/',
    'https://cwe.mitre.org/data/definitions/427.html',
  ],
  files: INDEX_FILES,
  async *inspect(file) {
    const settings = (await settingsOf(file)).filter(isOpen)
    for (const [key, group] of Map.groupBy(settings, ({ tool, kind }) => `${tool} ${kind}`))
      yield observed(file.path, key, group, settings)
  },
}

const OPEN_KINDS: ReadonlySet<IndexSettingKind> = new Set(['extra', 'ordered', 'fallback', 'mixed', 'links'])

/** A folder of the machine is nobody else's index. */
function isOpen({ kind, value }: IndexSetting): boolean {
  if (!OPEN_KINDS.has(kind)) return false
  return kind === 'mixed' || value === 'flexible' || !/^(?:\.{0,2}\/|~|file:|[A-Za-z]:\\|[\w.-]+\/?$)/.test(value)
}

function observed(
  path: string,
  key: string,
  group: readonly IndexSetting[],
  all: readonly IndexSetting[],
): Observation {
  const [first] = group
  const { tool, kind } = first ?? { tool: 'pip', kind: 'extra' }
  const isMixed = all.some((one) => one.tool === tool && one.kind === 'mixed')
  const { severity, title, message, fix } = SAYINGS[kind === 'ordered' && isMixed ? 'mixed' : kind](tool, group)
  const remedy = group.find((one) => one.remedy !== undefined)?.remedy
  return reported({
    severity,
    title,
    message,
    because: 'the setting says so',
    confidence: kind === 'links' ? 'medium' : 'high',
    evidence: group.map(({ location, written }) => placed(location, written)),
    fix: { text: fix, ...(remedy === undefined ? {} : { remedy: { edit: remedy, file: path } }) },
    identity: `${path} ${key}`,
  })
}

interface Saying {
  readonly severity: Severity
  readonly title: string
  readonly message: string
  readonly fix: string
}

type Sayer = (tool: IndexTool, group: readonly IndexSetting[]) => Saying

const SAYINGS: Readonly<Record<IndexSettingKind, Sayer>> = {
  extra: (tool, group) => ({
    severity: 'medium',
    title: `${tool} asks ${counted(distinct(group), 'more index')}${distinct(group) > 1 ? 'es' : ''} and takes the highest version of any`,
    message: `Beside its first index ${tool} asks ${addresses(group)} for every package, dependencies included, and takes the highest version it finds. A package that exists on one of them can be put on the other by anybody.`,
    fix:
      tool === 'poetry'
        ? 'Set priority = "explicit" for this source and name it at the packages that come from it.'
        : 'Install from one index (--index-url) that has everything, or bind the packages to their index in uv with explicit = true and [tool.uv.sources]; pin with hashes where neither is possible.',
  }),
  ordered: (_, group) => ({
    severity: 'low',
    title: `uv takes any package from ${counted(distinct(group), 'further index')}${distinct(group) > 1 ? 'es' : ''} first`,
    message: `uv takes a package from the first index that has its name. ${addresses(group)} comes before the default one, so it can stand in for any package of it.`,
    fix: 'Set explicit = true for this index and name it in [tool.uv.sources] at the packages that come from it.',
  }),
  fallback: (tool, group) =>
    tool === 'conda'
      ? {
          severity: 'low',
          title: 'conda asks a later channel for builds that the first does not have',
          message:
            'With flexible priority conda takes a package from a later channel where no build of the first fits the other requirements: who has a name or a high version there can be installed in the place of the first.',
          fix: 'Set channel_priority: strict.',
        }
      : {
          severity: 'low',
          title: `${tool} asks a supplemental source for what the first has not`,
          message: `${addresses(group)} is asked when the primary source does not have a package. Whoever registers a name there that is missing from the primary one is installed.`,
          fix: 'Set priority = "explicit" for this source and name it at the packages that come from it.',
        },
  mixed: (tool, group) => ({
    severity: 'medium',
    title: `${tool} is told to look at all indexes alike`,
    message: `${shown(group[0]?.written ?? '')} switches off the protection that the first index with a name is the only one asked. The highest version of any of them is taken, as pip does.`,
    fix: 'Remove the setting, and bind packages of other indexes to them by name.',
  }),
  links: (tool, group) => ({
    severity: 'low',
    title: `${tool} takes files from a page beside its index`,
    message: `Every file that ${addresses(group)} links is a candidate for every package of that name, and the highest version wins.`,
    fix: 'Name the files themselves with their hashes, or serve them from the one index.',
  }),
  index: () => NOTHING_TO_SAY,
  trusted: () => NOTHING_TO_SAY,
  unverified: () => NOTHING_TO_SAY,
  secret: () => NOTHING_TO_SAY,
}

const NOTHING_TO_SAY: Saying = { severity: 'none', title: '', message: '', fix: '' }

function distinct(group: readonly IndexSetting[]): number {
  return new Set(group.map(({ value }) => value)).size
}

function addresses(group: readonly IndexSetting[]): string {
  const known = [...new Set(group.map(({ value }) => shown(value, 80)))]
  return known.length > 3 ? `${known.slice(0, 3).join(', ')} and ${known.length - 3} more` : known.join(', ')
}
