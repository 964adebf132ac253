import type { PythonModule, PythonUse } from '../../../formats/python/module.ts'
import type { Behaviour } from '../behaviour.ts'
import { Inspection } from '../flow/inspection.ts'
import { NO_INPUTS } from '../flow/inputs.ts'
import type { PackageFile } from '../package-file.ts'
import { isWalletAddress } from '../wallet-address.ts'
import { ownTexts } from './argument-facts.ts'
import { atInstall } from './install-entry-points.ts'
import { inspectObfuscation } from './obfuscation.ts'
import type { PythonInspection } from './python-inspection.ts'
import { inspectSink } from './sinks.ts'
import { pythonLanguage } from './sources.ts'
import { writtenFiles } from './written-files.ts'

/**
 * What a module of Python does that a reviewer wants to know, in the order of the file: what it reads, where that goes, what it runs,
 * writes, replaces and hides. Facts, not verdicts: an SDK that sends its key to its host is told like a thief. The module must have been
 * read with its flow of data (`readPythonModule(source, limits, { flow: true })`).
 */
export function pythonBehaviours(module: PythonModule, file: PackageFile): readonly Behaviour[] {
  return inspectPython(module, file).behaviours()
}

/** The same before the files of a package are linked (flow/link-package.ts). */
export function inspectPython(module: PythonModule, file: PackageFile): PythonInspection {
  const started = file.role === 'install' ? atInstall(module) : module
  const inspection = new Inspection(started, file, pythonLanguage(started))
  const files = writtenFiles(started)
  for (const use of started.uses) {
    if (use.runs === 'never') continue
    inspectSource(inspection, use)
    inspectSink(inspection, files, use)
  }
  inspectObfuscation(inspection)
  for (const { from, message } of module.gaps)
    inspection.add('unread', 'source', { line: from, column: 1 }, 'unknown', NO_INPUTS, message)
  if (inspection.isExhausted)
    inspection.add('unread', 'flow', { line: 1, column: 1 }, 'unknown', NO_INPUTS, 'more ways of data than the bound')
  return inspection
}

function inspectSource(inspection: PythonInspection, use: PythonUse): void {
  const source = inspection.language.sourceOf(use)
  if (source?.kind !== undefined) inspection.addUse(source.kind, source.subject, use)
  if (use.kind === 'call' && COPIES.test(use.name) && ownTexts(use.arguments[0]).some(isWalletAddress))
    inspection.addUse('wallet', 'addresses', use)
  if (use.kind === 'call' && HUNTS.test(use.name) && huntsSecrets(use)) inspection.addUse('hunt-secrets', use.name, use)
}

/** What puts a text on the clipboard. */
const COPIES =
  /^(?:pyperclip\.copy|clipboard\.copy|win32clipboard\.SetClipboard(?:Text|Data)|tkinter\.Tk\(\)\.clipboard_append|pandas\.io\.clipboard\.copy)$/

const HUNTS = /^(?:glob\.i?glob|pathlib\.Path\(\)\.r?glob)$/

/** Names of secret files under a whole home folder or disk. */
function huntsSecrets({ arguments: given, of }: PythonUse): boolean {
  const pattern = given[0]?.value ?? ''
  const folder = of?.value ?? pattern
  return (
    /^(?:~|\/|[A-Z]:|\/home|\/Users)\/?(?:\*|$)/.test(folder) &&
    /\.env\b|id_rsa|id_ed25519|wallet|keystore|\.npmrc|\.pypirc|\.pem|credentials/.test(pattern)
  )
}
