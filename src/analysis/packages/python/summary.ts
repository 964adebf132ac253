import type { PythonArgument, PythonModule, PythonUse } from '../../../formats/python/module.ts'
import type { Load, ModuleSummary } from '../flow/module-summary.ts'
import { type LinkNames, summarize } from '../flow/summarize.ts'
import type { PackageFile } from '../package-file.ts'
import { inspectPython } from './behaviours.ts'

/**
 * What a module of Python does, and what linking needs of it (flow/link-package.ts with pythonResolver); the module can be let go. `own` are
 * the names of modules and packages that the distribution brings itself, under which its files import each other.
 */
export function summarizePython(module: PythonModule, file: PackageFile, own: ReadonlySet<string>): ModuleSummary {
  const loads = module.imports.flatMap(({ module: name, level, name: member, within, runs }): readonly Load[] => {
    if (level === 0 && !own.has(rootOf(name))) return []
    const specifier = '.'.repeat(level) + name
    const load = { within, runs }
    return member === undefined || member === '*'
      ? [{ specifier, ...load }]
      : [{ specifier: specifier.endsWith('.') ? specifier + member : `${specifier}.${member}`, ...load }]
  })
  return summarize(inspectPython(module, file), loads, namesOf(own))
}

function rootOf(name: string): string {
  return name.split(/[.([]/, 1)[0] ?? name
}

function namesOf(own: ReadonlySet<string>): LinkNames<PythonUse> {
  return {
    split: (name) => {
      if (!name.startsWith('.') && !own.has(rootOf(name))) return undefined
      const end = /[([]/.exec(name)?.index ?? name.length
      return { specifier: name.slice(0, end), member: name.slice(end) }
    },
    callbacksOf: ({ arguments: given }) => given.flatMap((argument) => functionsIn(argument, 2)),
    isGivenFunction: (name) => name === '<dynamic>',
  }
}

/** Functions of the module in an argument. */
function functionsIn(argument: PythonArgument, depth: number): readonly string[] {
  if (argument.type === 'names')
    return argument.value.startsWith('<local>.') ? [argument.value.slice(8).replace(/\(\)$/, '')] : []
  if (depth <= 0) return []
  return [...argument.items, ...argument.fields.map(({ value }) => value)]
    .slice(0, 32)
    .flatMap((part) => functionsIn(part, depth - 1))
}
