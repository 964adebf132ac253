import type { Format } from '../base/bytes.ts'
import { LimitError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { lineIndex } from './line-index.ts'
import { parseMarker } from './pep508-marker.ts'
import { parseRequirement, type Requirement, type RequirementProblem } from './pep508.ts'
import { optionsStart, type OptionUse, parseOptions } from './requirements-arguments.ts'
import { requirementsText } from './requirements-encoding.ts'
import { type LogicalLine, logicalLines } from './requirements-logical-lines.ts'
import { type DirectReference, isReference, parseReference } from './requirements-reference.ts'

/** A pip requirements or constraints file in the order of its lines. */
export interface RequirementsFile {
  /** The comments before the first line that is not one; `pip-compile` and `uv` sign here. */
  readonly header: readonly string[]
  readonly statements: readonly Statement[]
}

export type Statement = InstallStatement | OptionStatement | ProblemStatement

/** A line that names one package. */
export interface InstallStatement {
  readonly kind: 'install'
  readonly line: LogicalLine
  readonly what: Installed
  /** What `what` was read from: the line without its options. */
  readonly text: string
  /** Where `what` begins in `line.text`; offsets inside a requirement count from here. */
  readonly offset: number
  readonly editable: boolean
  /** `algorithm:hex`, from `--hash`. */
  readonly hashes: readonly string[]
  /** Behind the requirement and on the comment lines under it, without `#`. */
  readonly comments: readonly string[]
}

/** A PEP 508 requirement, or a place with what stands behind it. */
export type Installed =
  | { readonly kind: 'requirement'; readonly requirement: Requirement }
  | { readonly kind: 'reference'; readonly reference: DirectReference; readonly marker?: Requirement['marker'] }

/** An option for the whole file, for example `-r base.txt`; offsets count in `line.text`. */
export interface OptionStatement extends OptionUse {
  readonly kind: 'option'
  readonly line: LogicalLine
}

/** A line, or a part of one, that is not understood. */
export interface ProblemStatement {
  readonly kind: 'problem'
  readonly line: LogicalLine
  readonly problem: RequirementProblem
}

/** The syntax of pip's requirements files. A line that breaks it becomes a ProblemStatement; the others are read. */
export const requirements: Format<RequirementsFile> = {
  id: 'requirements',
  parse: (bytes, limits) => parseRequirements(requirementsText(bytes), limits),
}

/** The same from text, for the `pip:` list of a conda environment or a here-document. Throws LimitError LIMIT_ENTRIES. */
export function parseRequirements(text: string, limits: Limits): RequirementsFile {
  const header: string[] = []
  const statements: Statement[] = []
  let comments: string[] | undefined = header
  let lines = 0
  for (const line of logicalLines(text, lineIndex(text))) {
    if (++lines > limits.nodes)
      throw new LimitError('LIMIT_ENTRIES', `more than ${limits.nodes} lines in one file`, line.position(0))
    if (line.text.trim() === '') {
      if (line.comment === undefined) comments = statements.length === 0 ? header : undefined
      else comments?.push(line.comment)
      continue
    }
    const read = readLine(line, limits)
    const own: string[] = line.comment === undefined ? [] : [line.comment]
    for (const statement of read)
      statements.push(statement.kind === 'install' ? { ...statement, comments: own } : statement)
    comments = own
  }
  return { header, statements }
}

/**
 * One argument of `pip install` or one item of a list of requirements: a package or a place.
 * Throws nothing; what is neither comes back as a problem.
 */
export function parseInstalled(
  text: string,
  limits: Pick<Limits, 'nameLength'>,
): Installed | { readonly kind: 'problem'; readonly problem: RequirementProblem } {
  const lead = text.length - text.trimStart().length
  if (!isReference(text.slice(lead))) return parseRequirement(text, limits)
  const end = markerStart(text, lead)
  const location = withoutExtras(text.slice(lead, end).trim())
  const reference = parseReference(location, limits)
  if (end === text.length) return { kind: 'reference', reference }
  const marker = text.slice(text.indexOf(';', end) + 1).trim()
  const parsed = parseMarker(marker)
  const problem = parsed.kind === 'problem' ? { problem: parsed.problem } : {}
  return { kind: 'reference', reference, marker: { text: marker, ...problem } }
}

function readLine(line: LogicalLine, limits: Limits): readonly Statement[] {
  const from = optionsStart(line.text)
  const { options, unknown } = parseOptions(line.text, from)
  const hashes = options.filter((option) => option.name === '--hash').map((option) => option.value)
  const installs = line.text.slice(0, from).trim() !== ''
  const statements: Statement[] = []
  if (installs)
    statements.push(install(line, { text: line.text.slice(0, from), offset: 0, editable: false, hashes }, limits))
  for (const option of options) {
    if (option.name === '--editable')
      statements.push(install(line, { text: option.value, offset: option.offset, editable: true, hashes }, limits))
    else if (!belongsToRequirement(option, installs)) statements.push({ kind: 'option', line, ...option })
  }
  for (const word of unknown)
    statements.push({ kind: 'problem', line, problem: { expected: 'an option of pip', offset: word.offset } })
  return statements
}

type InstallText = {
  readonly text: string
  readonly offset: number
  readonly editable: boolean
  readonly hashes: readonly string[]
}

function install(line: LogicalLine, from: InstallText, limits: Limits): Statement {
  const what = parseInstalled(from.text, limits)
  if (what.kind !== 'problem')
    return {
      kind: 'install',
      line,
      what,
      text: from.text.trim(),
      offset: from.offset,
      editable: from.editable,
      hashes: from.hashes,
      comments: [],
    }
  const { name } = what.problem
  const shifted = name === undefined ? {} : { name: { text: name.text, offset: name.offset + from.offset } }
  return {
    kind: 'problem',
    line,
    problem: { expected: what.problem.expected, offset: what.problem.offset + from.offset, ...shifted },
  }
}

/** `--hash` is the package's; the build options change how it is built, not what it is. */
function belongsToRequirement(option: OptionUse, installs: boolean): boolean {
  if (option.name === '--hash') return true
  return installs && ['--global-option', '--install-option', '--config-settings'].includes(option.name)
}

/** A URL may hold `;`, so its marker stands behind white space; a path ends at the first `;` (pip, `parse_req_from_line`). */
function markerStart(text: string, from: number): number {
  const url = /^[A-Za-z][A-Za-z0-9+.-]{1,30}:/.test(text.slice(from, from + 33))
  for (let at = text.indexOf(';', from); at >= 0; at = text.indexOf(';', at + 1)) {
    if (!url || /\s/.test(text.charAt(at - 1)) || /\s/.test(text.charAt(at + 1))) return at
  }
  return text.length
}

/** `./pkg[extra]` -> `./pkg` */
function withoutExtras(location: string): string {
  if (!location.endsWith(']')) return location
  const open = location.lastIndexOf('[')
  return open <= 0 ? location : location.slice(0, open).trimEnd()
}
