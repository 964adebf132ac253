import type { Limits } from '../../../base/limits.ts'
import { dialectOf } from '../../../formats/javascript/parse.ts'
import { readJavaScriptModule } from '../../../formats/javascript/javascript.ts'
import { readPythonModule } from '../../../formats/python/python.ts'
import { holdsNothing as javascriptHoldsNothing, mayCarry } from '../javascript/prefilter.ts'
import { summarizeJavaScript } from '../javascript/summary.ts'
import type { PackageFile } from '../package-file.ts'
import { atInstall } from '../python/install-entry-points.ts'
import { holdsNothing as pythonHoldsNothing } from '../python/prefilter.ts'
import { summarizePython } from '../python/summary.ts'
import { readScript } from '../scripts/inspect-script.ts'
import type { EmbeddedCode } from '../scripts/script-findings.ts'
import {
  type Carrier,
  type FileInspection,
  found,
  joined,
  NOTHING_FOUND,
  type WaitingModule,
} from './file-inspection.ts'

/** Code in a file that is something else: its line 1 is this line of the file. */
export interface CodePlace {
  readonly line: number
}

const TOP: CodePlace = { line: 1 }

/** JavaScript, TypeScript, JSX. Throws LIMIT_SIZE. */
export function inspectJavaScriptText(
  text: string,
  file: PackageFile,
  limits: Limits,
  ownName?: string,
  place = TOP,
): FileInspection {
  if (javascriptHoldsNothing(text)) {
    const carrier: Carrier = { language: 'javascript', text, file }
    return mayCarry(text) ? { ...NOTHING_FOUND, carriers: [carrier] } : NOTHING_FOUND
  }
  return javascriptModule(text, file, limits, ownName, place)
}

/** The same for a file that holds nothing itself. Throws LIMIT_SIZE. */
export function inspectCarrier({ text, file }: Carrier, limits: Limits, ownName?: string): FileInspection {
  return javascriptModule(text, file, limits, ownName, TOP)
}

function javascriptModule(
  text: string,
  file: PackageFile,
  limits: Limits,
  ownName: string | undefined,
  place: CodePlace,
): FileInspection {
  const module = readJavaScriptModule(text, limits, dialectOf(file.path))
  const summary = summarizeJavaScript(module, file, ownName)
  return waiting({ language: 'javascript', summary }, module.gaps.length > 0, place)
}

/** What Python is read with. */
export interface PythonSurroundings {
  /** Names at the top of the package, under which its own modules are imported. */
  readonly own: ReadonlySet<string>
  /** The line of the file where the text begins. */
  readonly line?: number
}

/** Python of any version. Throws LIMIT_SIZE. */
export function inspectPythonText(
  source: Uint8Array | string,
  file: PackageFile,
  limits: Limits,
  { own, line = 1 }: PythonSurroundings,
): FileInspection {
  const text = typeof source === 'string' ? source : Buffer.from(source).toString('utf8')
  if (pythonHoldsNothing(text)) return NOTHING_FOUND
  const read = readPythonModule(source, limits, { flow: true })
  const module = startsAtInstall(file) ? atInstall(read) : read
  return waiting({ language: 'python', summary: summarizePython(module, file, own) }, module.gaps.length > 0, { line })
}

/** Methods of commands and hooks of a build backend run with the installation: in setup.py, and in files at the top that a backend may be. */
function startsAtInstall({ path, role }: PackageFile): boolean {
  return (
    role === 'install' || /^(?:[^/]+\/)?(?:setup|_?build(?:_?backend|_meta)?|_?backend|_custom_build)\.py$/.test(path)
  )
}

/** Code that stands in another file: in a hook, in a notebook, in a line of a `.pth` file. */
export function inspectEmbedded(
  code: EmbeddedCode,
  file: PackageFile,
  limits: Limits,
  own: ReadonlySet<string> = new Set(),
): FileInspection {
  const { language, text, line } = code
  if (language === 'python') return inspectPythonText(text, file, limits, { own, line })
  if (language === 'javascript') return inspectJavaScriptText(text, file, limits, undefined, { line })
  const read = readScript(text, language, file, limits, { firstLine: line })
  return joined(found(read.behaviours), ...read.code.map((inner) => inspectEmbedded(inner, file, limits, own)))
}

function waiting(module: WaitingModule, hasGaps: boolean, { line }: CodePlace): FileInspection {
  const summary = line === 1 ? module.summary : movedDown(module.summary, line - 1)
  return { ...NOTHING_FOUND, modules: [{ ...module, summary }], looked: hasGaps ? 'part' : 'whole' }
}

type Summary = WaitingModule['summary']

/** Lines as they are in the file around the code. */
function movedDown(summary: Summary, lines: number): Summary {
  return {
    ...summary,
    marks: summary.marks.map((mark) => ({ ...mark, line: mark.line + lines })),
    findings: summary.findings.map((one) => ({
      ...one,
      behaviour: {
        ...one.behaviour,
        place: { ...one.behaviour.place, line: one.behaviour.place.line + lines },
        inputs: one.behaviour.inputs.map((taint) => ({
          ...taint,
          place: { ...taint.place, line: taint.place.line + lines },
        })),
      },
    })),
  }
}
