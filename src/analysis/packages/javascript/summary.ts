import type { JavaScriptArgument, JavaScriptModule, JavaScriptUse } from '../../../formats/javascript/module.ts'
import { textsOf } from '../flow/argument-facts.ts'
import type { Load, ModuleSummary } from '../flow/module-summary.ts'
import { type LinkNames, summarize } from '../flow/summarize.ts'
import type { PackageFile } from '../package-file.ts'
import { inspectJavaScript } from './behaviours.ts'
import { executes } from './use-names.ts'

/**
 * What a module of JavaScript does, and what linking needs of it (flow/link-package.ts); the module can be let go. `ownName` is the name of
 * the package, under which it may import itself.
 */
export function summarizeJavaScript(module: JavaScriptModule, file: PackageFile, ownName?: string): ModuleSummary {
  const specifiers = new Set(module.imports.map((one) => one.module).filter((one) => isOwn(one, ownName)))
  return summarize(inspectJavaScript(module, file), loadsOf(module, specifiers), namesOf(specifiers))
}

function isOwn(specifier: string, ownName: string | undefined): boolean {
  if (/^\.{1,2}(?:\/|$)|^npm:#/.test(specifier)) return true
  return ownName !== undefined && (specifier === `npm:${ownName}` || specifier.startsWith(`npm:${ownName}/`))
}

function plain(specifier: string): string {
  return specifier.replace(/^npm:/, '')
}

function namesOf(specifiers: ReadonlySet<string>): LinkNames<JavaScriptUse> {
  return {
    split: (name) => {
      if (!name.startsWith('.') && !name.startsWith('npm:')) return undefined
      for (
        let at = name.length;
        at > 0;
        at = Math.max(...['.', '(', '['].map((one) => name.lastIndexOf(one, at - 1)))
      ) {
        const specifier = name.slice(0, at)
        if (specifiers.has(specifier)) return { specifier: plain(specifier), member: name.slice(at).replace(/^\./, '') }
      }
      return undefined
    },
    callbacksOf: ({ arguments: given }) => given.flatMap((argument) => functionsIn(argument, 2)),
    isGivenFunction: (name) =>
      name === '?' || /^\?\.(?:on[A-Z]\w{0,40}|callback|cb|done|next|then|resolve|success|call|apply)$/.test(name),
  }
}

/** Functions in an argument: callbacks, and objects of them. */
function functionsIn(argument: JavaScriptArgument, depth: number): readonly string[] {
  if (argument.type === 'function') return [argument.value]
  if (depth <= 0) return []
  return [...argument.items, ...argument.fields.map(({ value }) => value)]
    .slice(0, 32)
    .flatMap((part) => functionsIn(part, depth - 1))
}

function loadsOf(module: JavaScriptModule, specifiers: ReadonlySet<string>): readonly Load[] {
  const loads = module.imports.filter((one) => specifiers.has(one.module))
  return [
    ...loads.map(({ module: specifier, within, runs }): Load => ({ specifier: plain(specifier), within, runs })),
    ...module.uses.flatMap(startsOf),
  ]
}

/** Most files that one command starts. */
const MOST_STARTED = 8

/** `fork("./child.js")`, `spawn(process.execPath, [path.join(__dirname, "child.js")])`: files of the package that are started. */
function startsOf(use: JavaScriptUse): readonly Load[] {
  if (use.kind !== 'call' && use.kind !== 'new') return []
  if (executes(use.name) === undefined) return []
  const words = use.arguments
    .flatMap((argument) => textsOf(argument))
    .flatMap(({ value }) => value.slice(0, 4096).split(/[\s'"]+/))
  return words
    .filter((word) => /^[\w<>@./-]{1,200}\.[cm]?[jt]s$/.test(word))
    .slice(0, MOST_STARTED)
    .map((word): Load => ({
      specifier: word.startsWith('<') ? word : `<start>/${word}`,
      within: use.within,
      runs: use.runs,
    }))
}
