import type { PythonArgument, PythonUse } from '../../../formats/python/module.ts'
import { textsOf } from '../flow/argument-facts.ts'
import { writePlace } from '../known-places.ts'
import { argumentOf } from './argument-facts.ts'
import { allInputs, decodedInputs, inputsOf } from './inputs.ts'
import type { PythonInspection } from './python-inspection.ts'
import { copies, isNetwork } from './use-names.ts'
import { writtenBy, type WrittenFiles } from './written-files.ts'

/** A file is written, copied or made executable. */
export function inspectWriting(inspection: PythonInspection, files: WrittenFiles, use: PythonUse): void {
  const { name } = use
  if (/^os\.f?chmod$|^pathlib\.Path\(\)\.chmod$/.test(name)) return makeExecutable(inspection, files, use)
  if (name === 'os.makedirs' || name === 'os.mkdir') return
  const written = writtenBy(inspection.module, use)
  if (written === undefined || !files.isTold(written.paths[0] ?? '?')) return
  const content = name.startsWith('pathlib.') ? use.arguments[0] : contentOf(use)
  const isCopy = copies(name)
  const inputs = allInputs(
    inputsOf(inspection, files, isCopy ? [] : written.nodes),
    decodedInputs(inspection, use, [content]),
  )
  const [path = '?'] = written.paths
  // What is written into a file is told where the file is opened.
  const place = written.opened ?? use
  inspection.addUse('write-file', path, place, inputs)
  for (const one of written.paths) {
    const known = writePlace(one)
    if (known !== undefined) inspection.addUse(known.kind, known.subject, place, inputs)
  }
  const network = inputs.taints.find(({ source }) => source === 'network')
  if (isNetwork(name) || network !== undefined) inspection.addUse('download', network?.subject ?? '?', use, inputs)
  else inspection.addUse('download', '', use, inputs, undefined, 'network')
}

function contentOf(use: PythonUse): PythonArgument | undefined {
  return /\.(?:write|writelines|writestr)$/.test(use.name)
    ? use.arguments.at(use.name.endsWith('writestr') ? 1 : 0)
    : undefined
}

function makeExecutable(inspection: PythonInspection, files: WrittenFiles, use: PythonUse): void {
  const isMethod = use.name.startsWith('pathlib.')
  const mode = argumentOf(use, isMethod ? 0 : 1, 'mode')
  const path = isMethod ? use.of : use.arguments[0]
  const isExecutable =
    mode?.type === 'number' ? (Number(mode.value) & 0o111) !== 0 : namesExecution(inspection, use, mode)
  const subject = textsOf(path)[0]?.value ?? '?'
  // Folders that only their owner may enter have the same bits.
  const isPrivate = mode?.type === 'number' ? (Number(mode.value) & 0o077) === 0 : mode?.value === 'stat.S_IRWXU'
  if (isExecutable && (!isPrivate || files.has(subject))) inspection.addUse('write-executable', subject, use)
}

/** `mode | stat.S_IEXEC`: named in the same function. */
function namesExecution({ module }: PythonInspection, use: PythonUse, mode: PythonArgument | undefined): boolean {
  const isExecution = (name: string): boolean => /^stat\.S_I(?:EXEC|X\w{3}|RWXU|RWXG|RWXO)$/.test(name)
  if (mode === undefined) return false
  return (
    isExecution(mode.value) || module.uses.some(({ name, line }) => isExecution(name) && Math.abs(line - use.line) < 4)
  )
}
