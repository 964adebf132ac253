import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { ini, iniEntry, type IniFile } from '../../../formats/ini.ts'
import type { PackageDependency, PackageManifest } from '../artefact-facts.ts'
import { commandOf } from './entry-points.ts'
import { pythonDependency } from './python-dependency.ts'

/** What a setup.cfg says of the package. */
export interface SetupCfg {
  readonly name: string | undefined
  readonly version: string | undefined
  readonly description: string
  readonly dependencies: readonly (PackageDependency | undefined)[]
  readonly commands: PackageManifest['commands']
  readonly hooks: PackageManifest['hooks']
  /** Modules that the build loads: commands in place of those of setuptools, and where a version is looked up. */
  readonly modules: readonly string[]
}

/** Reads the sections of setuptools' declarative configuration. Throws FormatError or LimitError. */
export function readSetupCfg(bytes: Uint8Array): SetupCfg {
  const file = ini.parse(bytes, DEFAULT_LIMITS)
  const lines = (section: string, key: string): readonly string[] =>
    iniEntry(file, section, key)?.lines.map(({ text }) => text) ?? []
  const version = lines('metadata', 'version')[0]
  return {
    name: lines('metadata', 'name')[0],
    // `attr: module.name` and `file: VERSION` are looked up by the build.
    version: version === undefined || /^(?:attr|file):/.test(version) ? undefined : version,
    description: (lines('metadata', 'description')[0] ?? '').slice(0, 4000),
    dependencies: [
      ...lines('options', 'install_requires').map((text) => pythonDependency(text, 'runtime')),
      ...lines('options', 'setup_requires').map((text) => pythonDependency(text, 'build')),
      ...sectionOf(file, 'options.extras_require').flatMap((entry) =>
        entry.lines.map(({ text }) => pythonDependency(text, 'optional')),
      ),
    ],
    commands: ['console_scripts', 'gui_scripts'].flatMap((key) =>
      lines('options.entry_points', key).flatMap((text) => commandOf(text) ?? []),
    ),
    hooks: cmdclass(file),
    modules: [
      ...lines('options', 'cmdclass').map(
        (text) => /=\s{0,20}([\w.]{1,300})\.\w+\s{0,20}$/.exec(text.slice(0, 500))?.[1] ?? '',
      ),
      ...BUILD_GROUPS.flatMap((group) =>
        lines('options.entry_points', group).flatMap((text) => commandOf(text)?.target.split(':', 1) ?? []),
      ),
      /^attr:\s{0,20}([\w.]{1,300})\.\w+$/.exec(version ?? '')?.[1] ?? '',
    ].filter((one) => one !== ''),
  }
}

/** Groups of entry points that setuptools loads by itself in every build. */
const BUILD_GROUPS = [
  'distutils.commands',
  'distutils.setup_keywords',
  'setuptools.finalize_distribution_options',
  'egg_info.writers',
] as const

function sectionOf(file: IniFile, name: string): IniFile['sections'][number]['entries'] {
  return file.sections.filter((section) => section.name === name).flatMap((section) => section.entries)
}

/** Commands of the package's own that take the place of those of setuptools. */
function cmdclass(file: IniFile): PackageManifest['hooks'] {
  const found = iniEntry(file, 'options', 'cmdclass')
  if (found === undefined) return []
  const place = { path: 'setup.cfg', ...file.lines.position(found.keyOffset) }
  return [
    {
      name: 'cmdclass',
      command: found.lines
        .map(({ text }) => text)
        .join(', ')
        .slice(0, 500),
      place,
    },
  ]
}
