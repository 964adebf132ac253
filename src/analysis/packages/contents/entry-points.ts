import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { ini } from '../../../formats/ini.ts'
import { decodeText } from '../../../formats/text.ts'
import type { PackageManifest } from '../artefact-facts.ts'

/** What an entry_points.txt names for others to start. */
export interface EntryPoints {
  /** `console_scripts`, `gui_scripts`. */
  readonly commands: PackageManifest['commands']
  /** Targets of all other groups: tools load them by themselves when they start (`pytest11`, `keyring.backends`, `opentelemetry_*`). */
  readonly plugins: readonly string[]
}

export const NO_ENTRY_POINTS: EntryPoints = { commands: [], plugins: [] }

/** Reads an entry_points.txt (entry points specification). Throws FormatError or LimitError. */
export function entryPoints(bytes: Uint8Array): EntryPoints {
  const { sections } = ini.parse(bytes, DEFAULT_LIMITS)
  const text = decodeText(bytes)
  const isScript = ({ name }: { readonly name: string }): boolean => /^(?:console|gui)_scripts$/.test(name.trim())
  return {
    commands: sections
      .filter(isScript)
      .flatMap(({ entries }) =>
        // Keys are compared without case, commands are not.
        entries.map(({ key, keyOffset, lines }) => ({
          name: text.slice(keyOffset, keyOffset + key.length).slice(0, 200),
          target: targetOf(lines[0]?.text ?? ''),
        })),
      )
      .slice(0, MOST_COMMANDS),
    plugins: sections
      .filter((section) => !isScript(section))
      .flatMap(({ entries }) => entries.map(({ lines }) => targetOf(lines[0]?.text ?? '')))
      .slice(0, MOST_COMMANDS),
  }
}

/** The commands alone. Throws FormatError or LimitError. */
export function entryPointCommands(bytes: Uint8Array): PackageManifest['commands'] {
  return entryPoints(bytes).commands
}

const MOST_COMMANDS = 10_000

/** `package.module:function [extra]` without the extra. */
export function targetOf(text: string): string {
  return text
    .replace(/\s*\[.*$/s, '')
    .trim()
    .slice(0, 500)
}

/** `name = package.module:function`, as setup.py and setup.cfg list them; undefined for anything else. */
export function commandOf(line: string): PackageManifest['commands'][number] | undefined {
  const equals = line.indexOf('=')
  if (equals <= 0) return undefined
  return { name: line.slice(0, equals).trim().slice(0, 200), target: targetOf(line.slice(equals + 1)) }
}

/** Where the module of a command stands: as a file or as a package with `__main__` or `__init__`. */
export function modulePaths(target: string, paths: ReadonlySet<string>, roots: readonly string[]): readonly string[] {
  const module = (target.split(':', 1)[0] ?? '').trim().replaceAll('.', '/')
  if (module === '' || module.length > 500) return []
  for (const root of roots) {
    const found = [`${root}${module}.py`, `${root}${module}/__main__.py`, `${root}${module}/__init__.py`].filter(
      (path) => paths.has(path),
    )
    if (found.length > 0) return found
  }
  return []
}
