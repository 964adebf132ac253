import { requirements as requirementsFormat } from '../../formats/requirements.ts'
import type { InstallStatement, ProblemStatement, RequirementsFile } from '../../formats/requirements.ts'
import type { LogicalLine } from '../../formats/requirements-logical-lines.ts'
import { at, type Location } from '../../model/location.ts'
import type { MentionRole, Origin } from '../../model/package-mention.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt, ExtractionBuilder } from './extraction-builder.ts'
import { limitsInForce } from './limits-in-force.ts'
import { type KnownNames, linkParents, type Parents, parentsIn, settled } from './pip-compile-comments.ts'
import { type Claims, claimsOfReference, claimsOfRequirement, registry } from './requirement-claims.ts'
import { readFileOption } from './requirements-options.ts'
import { indexOf, type FileProfile, knownNames, profileOf } from './requirements-profile.ts'

/** pip requirements and constraints files, `pip-compile`, `uv pip compile` and `uv export` output. */
export const requirements: Extractor = {
  id: 'python/requirements',
  title: 'pip requirements and constraints files, also as pip-compile and uv write them',
  files: [
    '**/*requirements*.txt',
    '**/requirements/*.txt',
    '**/*requirements*.in',
    '**/requirements/*.in',
    '**/*constraints*.txt',
    '**/*constraints*.in',
  ],
  // pip-compile and `uv pip compile` write requirements.txt from requirements.in.
  lockFile: (path) => (path.endsWith('.in') ? path.replace(/\.in$/, '.txt') : undefined),
  extract: async (file) => {
    const builder = new ExtractionBuilder('python/requirements', await file.read(limitsInForce))
    readFile(file, await file.read(requirementsFormat), builder)
    return builder.finish()
  },
}

/** Emits every statement; the graph comes last, when all names are known. */
function readFile(file: ScannedFile, parsed: RequirementsFile, builder: ExtractionBuilder): void {
  const context: Context = {
    path: file.path,
    builder,
    profile: profileOf(file.path, parsed),
    index: indexOf(parsed),
    known: knownNames(parsed),
    named: [],
  }
  for (const statement of parsed.statements) {
    if (statement.kind === 'option') readFileOption(statement, file.path, builder)
    else if (statement.kind === 'problem') readProblem(statement, context)
    else readInstall(statement, context)
  }
  linkParents(context.named, builder)
}

interface Context {
  readonly path: string
  readonly builder: ExtractionBuilder
  readonly profile: FileProfile
  readonly index: string | undefined
  readonly known: KnownNames
  readonly named: { readonly key: string; readonly name: string; readonly parents: Parents }[]
}

interface Named extends Claims {
  readonly name: string
  readonly text: string
  readonly nameOffset: number
  readonly line: LogicalLine
  readonly integrity: readonly string[]
  readonly parents: Parents
  readonly marker?: string
}

function readInstall(statement: InstallStatement, context: Context): void {
  const { what, line, offset } = statement
  const marker = what.kind === 'requirement' ? what.requirement.marker : what.marker
  const { limits } = context.builder
  if (marker?.problem !== undefined) {
    const message = `expected ${marker.problem.expected} in the marker ${excerpt(marker.text)}; it is kept as written`
    context.builder.partial(message, placeIn(context, line, offset))
  }
  const shared = {
    line,
    text: statement.text,
    integrity: statement.hashes,
    parents: settled(parentsIn(statement.comments, limits), context.known),
    ...(marker === undefined ? {} : { marker: marker.text }),
  }
  if (what.kind === 'requirement') {
    const { name, nameOffset } = what.requirement
    const claims = claimsOfRequirement(what.requirement, limits, context.index)
    const shifted = claims.versionOffset === undefined ? {} : { versionOffset: claims.versionOffset + offset }
    return emit({ name, nameOffset: nameOffset + offset, ...shared, ...claims, ...shifted }, context)
  }
  const { reference } = what
  const claims = claimsOfReference(reference)
  const name = reference.egg ?? reference.file?.name
  if (name === undefined) return reportNameless(claims.origin, placeIn(context, line, offset), context.builder)
  const nameOffset = offsetOf(name, line, offset)
  const version =
    reference.file === undefined ? {} : { versionOffset: offsetOf(reference.file.version, line, nameOffset) }
  const integrity = reference.hash === undefined ? statement.hashes : [...statement.hashes, reference.hash]
  emit({ name, nameOffset, ...shared, ...claims, ...version, integrity }, context)
}

/** The package is named, its version is not to be understood: `torch==${TORCH}`, `torch=={{ version }}`. */
function readProblem(statement: ProblemStatement, context: Context): void {
  const { problem, line } = statement
  context.builder.partial(
    `expected ${problem.expected}, found ${excerpt(line.text.slice(problem.offset, problem.offset + 200))} in ${excerpt(line.text.trim().slice(0, 400))}`,
    placeIn(context, line, problem.offset),
  )
  if (problem.name === undefined) return
  const { text: name, offset: nameOffset } = problem.name
  const origin = registry(context.index)
  const parents = parentsIn([], context.builder.limits)
  const text = line.text.trim()
  emit({ name, nameOffset, text, line, integrity: [], parents, version: { kind: 'unstated' }, origin }, context)
}

function emit(named: Named, context: Context): void {
  const { profile, builder } = context
  const key = builder.add({
    name: named.name,
    version: named.version,
    origin: named.origin,
    role: profile.role,
    scope: profile.scope,
    groups: [],
    direct: directness(named.parents, profile.role, profile.pinned),
    location: placeIn(context, named.line, named.versionOffset ?? named.nameOffset),
    text: named.text,
    ...(named.marker === undefined ? {} : { marker: named.marker }),
    integrity: named.integrity,
  })
  if (key !== undefined) context.named.push({ key, name: named.name, parents: named.parents })
}

/** pip-compile says it. Otherwise a list of pins may be the output of `pip freeze`, and any other list was written by hand. */
function directness(parents: Parents, role: MentionRole, pinned: boolean): 'yes' | 'no' | 'unknown' {
  if (parents.fromProject) return 'yes'
  if (!parents.complete) return 'unknown'
  if (parents.names.length > 0) return 'no'
  return role === 'requires' && !pinned ? 'yes' : 'unknown'
}

/** `-e .` installs the project's own code under a name that stands in another file. */
function reportNameless(origin: Origin, location: Location, builder: ExtractionBuilder): void {
  if (origin.kind === 'local') {
    builder.note(`installs the local path ${excerpt(origin.path)}, whose package name stands elsewhere`, location)
  } else {
    const address = origin.kind === 'registry' ? '' : origin.url
    builder.partial(
      `expected a package name, found only the address ${excerpt(address)}; write \`name @ address\``,
      location,
    )
  }
}

/** File names write `_` for `-` and escapes for `+`; what cannot be found literally is placed at the start. */
function offsetOf(token: string, line: LogicalLine, from: number): number {
  const found = line.text.indexOf(token, from)
  return found < 0 ? from + (line.text.slice(from).length - line.text.slice(from).trimStart().length) : found
}

function placeIn(context: Context, line: LogicalLine, offset: number): Location {
  const { line: number, column } = line.position(offset)
  return at(context.path, number, column)
}
