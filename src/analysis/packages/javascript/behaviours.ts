import type { JavaScriptModule, JavaScriptUse } from '../../../formats/javascript/module.ts'
import type { Behaviour } from '../behaviour.ts'
import { Inspection } from '../flow/inspection.ts'
import { NO_INPUTS } from '../flow/inputs.ts'
import { inspectObfuscation } from './obfuscation.ts'
import type { PackageFile } from '../package-file.ts'
import { inspectSink } from './sinks.ts'
import type { JavaScriptInspection } from './javascript-inspection.ts'
import { javascriptLanguage } from './sources.ts'
import { hooked } from './use-names.ts'

/**
 * What a module of JavaScript does that a reviewer wants to know, in the order of the file: what it reads, where that goes, what it runs,
 * writes, replaces and hides. Facts, not verdicts: an SDK that sends its key to its host is told like a thief. The role of the file
 * says only when its top level runs; how much that weighs is for the caller to decide.
 */
export function javascriptBehaviours(module: JavaScriptModule, file: PackageFile): readonly Behaviour[] {
  return inspectJavaScript(module, file).behaviours()
}

/** The same before the files of a package are linked (flow/link-package.ts). */
export function inspectJavaScript(module: JavaScriptModule, file: PackageFile): JavaScriptInspection {
  const inspection = new Inspection(module, file, javascriptLanguage(module))
  for (const use of module.uses) {
    inspectSource(inspection, use)
    inspectSink(inspection, use)
    if (use.kind === 'assign') inspectHook(inspection, use)
  }
  inspectObfuscation(inspection)
  for (const { from, message } of module.gaps)
    inspection.add('unread', 'source', { line: from, column: 1 }, 'unknown', NO_INPUTS, message)
  if (inspection.isExhausted)
    inspection.add('unread', 'flow', { line: 1, column: 1 }, 'unknown', NO_INPUTS, 'more ways of data than the bound')
  return inspection
}

function inspectSource(inspection: JavaScriptInspection, use: JavaScriptUse): void {
  const source = inspection.language.sourceOf(use)
  if (source?.kind !== undefined) inspection.addUse(source.kind, source.subject, use)
}

/**
 * A function of the runtime is replaced by one that knows the original: what everybody says through it can be heard and changed. A
 * polyfill, which only fills a gap, has no use for the original.
 */
function inspectHook(inspection: JavaScriptInspection, use: JavaScriptUse): void {
  if (/^global\.console\.\w+$/.test(use.name)) return
  const subject = hooked(use.name)
  if (subject === undefined) return
  const isWallet = /^(?:ethereum|solana|phantom)$/.test(subject)
  const knowsOriginal = inspection.module.uses.some(({ kind, name }) => kind !== 'assign' && name === use.name)
  if (isWallet || knowsOriginal) inspection.addUse('hook-runtime', subject, use)
}
