import { ini, type IniEntry, iniEntry, type IniFile, type IniLine } from '../../formats/ini.ts'
import { at, type Location } from '../../model/location.ts'
import { packageName } from '../../model/package-name.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt, ExtractionBuilder } from './extraction-builder.ts'
import { includedPath } from './included-path.ts'
import { limitsInForce } from './limits-in-force.ts'
import { addRequirement, type RequirementSetting } from './plain-requirement.ts'

/**
 * setup.cfg: `[options]` with install_requires, setup_requires and tests_require, `[options.extras_require]`, and `file:`
 * which names files of requirements (setuptools, "Configuring setuptools using setup.cfg files"). The setup.cfg of other
 * tools (flake8, bumpversion) has none of these and says nothing.
 */
export const setupCfg: Extractor = {
  id: 'python/setup-cfg',
  title: 'setup.cfg: install_requires, extras_require, setup_requires, requirements from files',
  files: ['**/setup.cfg'],
  lockedBy: ['python/uv-lock', 'python/poetry-lock', 'python/pdm-lock', 'python/pylock', 'python/pipfile-lock'],
  extract: async (file) => {
    const builder = new ExtractionBuilder('python/setup-cfg', await file.read(limitsInForce))
    const config: Config = { path: file.path, file: await file.read(ini), builder }
    for (const { key, ...purpose } of LISTS) readList(iniEntry(config.file, 'options', key), purpose, config)
    for (const section of config.file.sections) {
      if (section.name !== 'options.extras_require') continue
      for (const entry of section.entries) readList(entry, purposeOfExtra(entry.key), config)
    }
    return builder.finish()
  },
}

interface Config {
  readonly path: string
  readonly file: IniFile
  readonly builder: ExtractionBuilder
}

type Purpose = Required<Pick<RequirementSetting, 'scope' | 'groups'>>

const LISTS: readonly (Purpose & { readonly key: string })[] = [
  { key: 'install_requires', scope: 'runtime', groups: [] },
  // Written with a dash before setuptools 54.
  { key: 'install-requires', scope: 'runtime', groups: [] },
  { key: 'setup_requires', scope: 'build', groups: [] },
  { key: 'tests_require', scope: 'development', groups: ['group:tests'] },
]

function purposeOfExtra(name: string): Purpose {
  return { scope: 'optional', groups: [`extra:${packageName('PyPI', name)}`] }
}

/** Lines are one requirement each; on the line of the key they are separated by `;` (setuptools, `_parse_list_semicolon`). */
function readList(entry: IniEntry | undefined, purpose: Purpose, config: Config): void {
  const [first] = entry?.lines ?? []
  if (entry === undefined || first === undefined) return
  if (/^file:/i.test(first.text)) return readFiles(entry, config)
  const isOneLine = entry.lines.length === 1 && first.text.includes(';') && !looksLikeMarker(first.text)
  for (const line of isOneLine ? split(first, ';') : entry.lines) readRequirement(line, purpose, config)
}

/** `a; python_version < "3"` is one requirement with a marker, `a; b>=1` are two. */
function looksLikeMarker(text: string): boolean {
  return /;\s{0,9}\(*\s{0,9}(?:python_|sys_|os_|platform_|implementation_|extra\b|["'])/.test(text)
}

function split({ text, offset }: IniLine, separator: string): readonly IniLine[] {
  let at = offset
  return text.split(separator).flatMap((part) => {
    const start = at + (part.length - part.trimStart().length)
    at += part.length + separator.length
    return part.trim() === '' ? [] : [{ text: part.trim(), offset: start }]
  })
}

function readRequirement(line: IniLine, purpose: Purpose, { builder, ...config }: Config): void {
  // configparser has no comments behind values; setuptools drops lines that begin with one, and people write both.
  const comment = line.text.search(/\s#/)
  const text = comment < 0 ? line.text : line.text.slice(0, comment)
  addRequirement(text, builder, { direct: 'yes', ...purpose, place: (offset) => placeOf(line, offset, config) })
}

/** `file: requirements.txt, more.txt`: setuptools reads them as lists of requirements. */
function readFiles({ lines }: IniEntry, { path, builder, file }: Config): void {
  const named = lines.flatMap((line, index) => {
    const skip = index === 0 ? 'file:'.length : 0
    return split({ text: line.text.slice(skip), offset: line.offset + skip }, ',')
  })
  for (const one of named) {
    const location = placeOf(one, 0, { path, file })
    const target = includedPath(path, one.text)
    if (target.kind === 'path') {
      builder.include({ path: target.path, role: 'requires', extractor: 'python/requirements', location })
      continue
    }
    const message = `expected a file inside the scanned folder, found ${excerpt(one.text)}; its packages are not covered`
    builder.diagnostic({ code: 'FORMAT_OUTSIDE', level: 'warning', message, location })
  }
}

function placeOf(line: IniLine, skip: number, { path, file }: Pick<Config, 'path' | 'file'>): Location {
  const { line: number, column } = file.lines.position(line.offset + skip)
  return at(path, number, column)
}
