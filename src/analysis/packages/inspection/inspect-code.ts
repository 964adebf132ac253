import type { Limits } from '../../../base/limits.ts'
import { dialectOf } from '../../../formats/javascript/parse.ts'
import { readJavaScriptModule } from '../../../formats/javascript/javascript.ts'
import { readPythonModule } from '../../../formats/python/python.ts'
import { holdsNothing as javascriptHoldsNothing, mayCarry } from '../javascript/prefilter.ts'
import { summarizeJavaScript } from '../javascript/summary.ts'
import type { PackageFile } from '../package-file.ts'
import { atInstall } from '../python/install-entry-points.ts'
import { holdsNothing as pythonHoldsNothing, mayCarry as pythonMayCarry } from '../python/prefilter.ts'
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
export function inspectCarrier(
  { language, text, file }: Carrier,
  limits: Limits,
  own: ReadonlySet<string>,
  ownName?: string,
): FileInspection {
  return language === 'python'
    ? pythonModule(text, file, limits, own, TOP)
    : javascriptModule(text, file, limits, ownName, TOP)
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
  return waiting({ language: 'javascript', summary }, lookedAt(text, module.gaps), place)
}

/** What Python is read with. */
export interface PythonSurroundings {
  /** Names at the top of the package, under which its own modules are imported. */
  readonly own: ReadonlySet<string>
  /** The line of the file where the text begins. */
  readonly line?: number
}

/** Another encoding may make code of what looks like none (PEP 263); those that are nearly ASCII do not. */
const CODING =
  /^(?:[^\n\r]{0,400}[\n\r]{1,2})?[ \t\f]*#[^\n\r]{0,400}?coding[:=][ \t]*(?!(?:utf-?8|ascii|us-ascii|latin-?1|iso-?8859|cp125|windows-125|koi8|gb|big5|euc|sjis|shift)[\w-]*)[-\w.]/i

/** Python of any version. Throws LIMIT_SIZE. */
export function inspectPythonText(
  source: Uint8Array | string,
  file: PackageFile,
  limits: Limits,
  { own, line = 1 }: PythonSurroundings,
): FileInspection {
  const text = typeof source === 'string' ? source : Buffer.from(source).toString('utf8')
  if (pythonHoldsNothing(text) && !CODING.test(text.slice(0, 1000))) {
    const carrier: Carrier = { language: 'python', text, file }
    return line === 1 && pythonMayCarry(text, own) ? { ...NOTHING_FOUND, carriers: [carrier] } : NOTHING_FOUND
  }
  return pythonModule(source, file, limits, own, { line })
}

function pythonModule(
  source: Uint8Array | string,
  file: PackageFile,
  limits: Limits,
  own: ReadonlySet<string>,
  place: CodePlace,
): FileInspection {
  const read = readPythonModule(source, limits, { flow: true })
  const module = startsAtInstall(file) ? atInstall(read) : read
  return waiting(
    { language: 'python', summary: summarizePython(module, file, own) },
    lookedAt(source, module.gaps),
    place,
  )
}

/** Methods of commands and hooks of a build backend run with the installation: in setup.py, and in files that a build may load. */
function startsAtInstall({ path, role }: PackageFile): boolean {
  return role === 'install' || BUILD_FILES.test(path)
}

/** At the top, in folders of helpers, and anywhere under the names that backends have. */
const BUILD_FILES =
  /^[^/]+\.py$|^(?:_?build\w{0,20}|_?hooks?|tools?|scripts?|_?setup\w{0,20})\/[^/]+\.py$|^(?:[^/]+\/)?(?:setup|_?build(?:_?backend|_meta)?|_?backend|_custom_build)\.py$/

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

/** Where more than half of the lines were not understood, or bytes were not even read as Python reads them, what was is no likeness. */
function lookedAt(source: Uint8Array | string, gaps: readonly Gap[]): FileInspection['looked'] {
  if (gaps.length === 0) return 'whole'
  if (gaps.some(({ reason, message }) => reason === 'encoding' && message.endsWith('is not understood'))) return 'not'
  const text = typeof source === 'string' ? source : Buffer.from(source).toString('latin1')
  const lines = text.split(/\r\n?|[\n\u2028\u2029]/).length
  const missed = gaps.reduce((sum, { from, to }) => sum + to - from + 1, 0)
  return missed * 2 > lines ? 'not' : 'part'
}

interface Gap {
  readonly from: number
  readonly to: number
  readonly message: string
  readonly reason: string
}

function waiting(module: WaitingModule, looked: FileInspection['looked'], { line }: CodePlace): FileInspection {
  const summary = line === 1 ? module.summary : movedDown(module.summary, line - 1)
  return { ...NOTHING_FOUND, modules: [{ ...module, summary }], looked }
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
