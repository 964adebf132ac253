import { ini, type IniFile, type IniLine } from '../../formats/ini.ts'
import { MappedTextBuilder, plainText } from '../../formats/mapped-text.ts'
import { literalWord } from '../../formats/shell-word.ts'
import type { ShellWord } from '../../formats/shell-syntax.ts'
import { toml } from '../../formats/toml.ts'
import { entries, get, getPath, items, string, type TreeValue } from '../../formats/tree.ts'
import { scalarText } from '../../formats/yaml-text.ts'
import { at } from '../../model/location.ts'
import type { CommandSite } from '../commands/command-site.ts'
import { fileBeside } from '../commands/file-beside.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import { readCommandValue } from '../commands/pipeline-step.ts'
import type { Extractor } from '../extractor.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { readServiceFile, type ServiceFile, serviceSurroundings } from '../services/service-file.ts'
import { readDependencyLine, readToolCommand } from './tox-list.ts'

/**
 * tox: `deps`, `requires` and commands of `tox.ini` and `setup.cfg` (`[testenv:NAME]`), of `tox.toml` (`env_run_base`, `env.NAME`), and
 * of `[tool.tox]` in pyproject.toml, `legacy_tox_ini` included (tox 4, "Configuration").
 */
export const tox: Extractor = {
  id: 'tools/tox',
  title: 'tox.ini, tox.toml and [tool.tox]: packages of test environments and of their commands',
  files: ['**/tox.ini', '**/tox.toml'],
  content: {
    files: ['**/pyproject.toml', '**/setup.cfg'],
    recognises: (head) => /^\[(?:tool\.tox|tox:tox|testenv)\b/m.test(head),
  },
  extract: async (file) => {
    if (file.path.endsWith('.toml')) {
      const isOwn = file.path.endsWith('tox.toml')
      return readServiceFile(
        tox.id,
        file,
        (service) => readToml(isOwn ? service.root : getPath(service.root, 'tool', 'tox'), service),
        toml,
      )
    }
    const recorder = new InstallRecorder(tox.id, await file.read(limitsInForce))
    const parsed = await file.read(ini)
    readIni(parsed, (groups) => ({
      ...siteIn(file.path, recorder, groups),
      locate: (offset) => {
        const { line, column } = parsed.lines.position(offset)
        return at(file.path, line, column)
      },
    }))
    return recorder.finish()
  },
}

function siteIn(path: string, recorder: InstallRecorder, groups: readonly string[]): Omit<CommandSite, 'locate'> {
  return {
    recorder,
    groups,
    scope: 'development',
    variable: (name) => (name === 'PWD' ? '.' : undefined),
    escape: '\\',
    findFile: fileBeside(path),
    depth: 0,
  }
}

const COMMANDS: ReadonlySet<string> = new Set(['commands', 'commands_pre', 'commands_post'])

function readIni({ sections }: IniFile, siteFor: (groups: readonly string[]) => CommandSite): void {
  for (const { name, entries: keys } of sections) {
    const environment = /^testenv(?::(.{1,100}))?$/.exec(name)
    if (environment === null && name !== 'tox' && name !== 'tox:tox') continue
    const site = siteFor(environment?.[1] === undefined ? [] : [`env:${environment[1]}`])
    for (const { key, lines } of keys) {
      if (key === 'deps' || key === 'requires') for (const line of lines) readDependencyLine(wordOf(line), site)
      else if (COMMANDS.has(key)) for (const line of joined(lines)) readToolCommand(line, site)
    }
  }
}

/** Lines that end in a backslash go on in the next. */
function joined(lines: readonly IniLine[]): readonly ShellWord[] {
  const found: ShellWord[] = []
  let builder = new MappedTextBuilder()
  for (const { text, offset } of lines) {
    const goesOn = text.endsWith('\\')
    builder.add(goesOn ? text.slice(0, -1) : text, offset)
    if (goesOn) continue
    found.push(literalWord(builder.build(offset)))
    builder = new MappedTextBuilder()
  }
  return builder.length === 0 ? found : [...found, literalWord(builder.build())]
}

function wordOf({ text, offset }: IniLine): ShellWord {
  return literalWord(plainText(text.replace(/\s#.*$/, ''), offset))
}

function readToml(root: TreeValue | undefined, service: ServiceFile): void {
  readLegacy(get(root, 'legacy_tox_ini'), service)
  readRequires(get(root, 'requires'), [], service)
  readEnvironment(get(root, 'env_run_base'), [], service)
  for (const { key, value } of entries(get(root, 'env'))) readEnvironment(value, [`env:${key.slice(0, 100)}`], service)
}

function readEnvironment(value: TreeValue | undefined, groups: readonly string[], service: ServiceFile): void {
  readRequires(get(value, 'deps'), groups, service)
  const around = serviceSurroundings(groups, 'development')
  for (const key of COMMANDS)
    for (const command of items(get(value, key))) readCommandValue(command, around, service.pipeline)
}

function readRequires(list: TreeValue | undefined, groups: readonly string[], { pipeline, lines }: ServiceFile): void {
  const site: CommandSite = {
    ...siteIn(pipeline.path, pipeline.recorder, groups),
    locate: (offset) => {
      const { line, column } = lines.position(offset)
      return at(pipeline.path, line, column)
    },
  }
  for (const item of items(list))
    if (item.kind === 'scalar' && typeof item.value === 'string')
      readDependencyLine(literalWord(scalarText(pipeline.text, item)), site)
}

/** A tox.ini inside pyproject.toml, as tox 3 wanted it. */
function readLegacy(value: TreeValue | undefined, { pipeline, lines }: ServiceFile): void {
  if (value?.kind !== 'scalar' || string(value) === undefined) return
  const mapped = scalarText(pipeline.text, value)
  readIni(ini.parse(new TextEncoder().encode(mapped.text), pipeline.recorder.limits), (groups) => ({
    ...siteIn(pipeline.path, pipeline.recorder, groups),
    locate: (offset) => {
      const { line, column } = lines.position(mapped.original(offset))
      return at(pipeline.path, line, column)
    },
  }))
}
