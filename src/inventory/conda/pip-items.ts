import { type InstallStatement, parseRequirements, type Statement } from '../../formats/requirements.ts'
import { scalarText, type Tree, type TreeValue } from '../../formats/tree.ts'
import { at, type Location } from '../../model/location.ts'
import type { MentionRole, Origin, PackageMention, Scope } from '../../model/package-mention.ts'
import type { InstallRecorder } from '../commands/install-recorder.ts'
import { placeInReference } from '../commands/python-requirement.ts'
import { excerpt } from '../python/extraction-builder.ts'
import { includedPath } from '../python/included-path.ts'
import { type Claims, claimsOfReference, claimsOfRequirement, registry } from '../python/requirement-claims.ts'

/** What is said of all items of a `pip:` list. */
export interface PipListContext {
  readonly path: string
  readonly tree: Tree
  readonly recorder: InstallRecorder
  readonly role: MentionRole
  readonly direct: PackageMention['direct']
  readonly scope: Scope
  readonly groups: readonly string[]
  readonly index: string | undefined
}

interface Item extends PipListContext {
  /** The place of an offset in the line. */
  readonly locate: (statement: Statement, offset: number) => Location
}

/**
 * The one index all packages of a `pip:` list come from. conda hands the list to pip as one requirements file, so an option counts
 * for all items; with `--extra-index-url` or `--find-links` the file does not tell where a package comes from.
 */
export function indexOfList(list: readonly TreeValue[], { limits }: InstallRecorder): string | undefined {
  let index: string | undefined
  for (const item of list) {
    const written = scalarText(item)
    if (written === undefined || !written.includes('-')) continue
    for (const statement of parseRequirements(written, limits).statements) {
      if (statement.kind !== 'option') continue
      if (statement.name === '--index-url') index = statement.value
      if (['--extra-index-url', '--find-links', '--no-index'].includes(statement.name)) return undefined
    }
  }
  return index
}

/** Records one item: a requirement, a reference, `-r`, `-c`, `-e` or an option. */
export function readPipItem(item: TreeValue, context: PipListContext): void {
  const { path, tree, recorder } = context
  const written = scalarText(item)
  const { line, column } = tree.lines.position(item.offset)
  if (written === undefined)
    return recorder.partial('expected a requirement, found something else', at(path, line, column))
  const locate = (statement: Statement, offset: number): Location => {
    const place = statement.line.position(offset)
    // Items stand on one line; in a block the first line is the item's and the others follow it.
    return at(path, line + place.line - 1, place.line === 1 ? column + place.column - 1 : place.column)
  }
  for (const statement of parseRequirements(written, recorder.limits).statements)
    readStatement(statement, { ...context, locate })
}

function readStatement(statement: Statement, item: Item): void {
  if (statement.kind === 'install') return readInstall(statement, item)
  if (statement.kind === 'option') {
    if (statement.name !== '--requirement' && statement.name !== '--constraint') return
    const role = statement.name === '--constraint' ? 'constrains' : 'requires'
    return include(statement.value, role, item.locate(statement, statement.offset), item)
  }
  const { problem, line } = statement
  const message = `expected ${problem.expected}, found ${excerpt(line.text.slice(problem.offset, problem.offset + 200))}`
  item.recorder.partial(message, item.locate(statement, problem.offset))
  if (problem.name === undefined) return
  const claims: Claims = { version: { kind: 'unstated' }, origin: registry(item.index) }
  record(problem.name.text, item.locate(statement, problem.name.offset), line.text, claims, item)
}

function readInstall(statement: InstallStatement, item: Item): void {
  const { what, offset, line, hashes } = statement
  const { limits } = item.recorder
  if (what.kind === 'requirement') {
    const { requirement } = what
    const claims = claimsOfRequirement(requirement, limits, item.index)
    const place = item.locate(statement, offset + (claims.versionOffset ?? requirement.nameOffset))
    return record(requirement.name, place, line.text, claims, item, { marker: requirement.marker?.text, hashes })
  }
  const { reference } = what
  const claims = claimsOfReference(reference)
  const name = reference.egg ?? reference.file?.name
  if (name === undefined) return reportNameless(claims.origin, item.locate(statement, offset), item.recorder)
  const place = placeInReference(line.text, reference, name)
  record(name, item.locate(statement, Math.max(offset, place)), line.text, claims, item, {
    marker: what.marker?.text,
    hashes,
  })
}

function record(
  name: string,
  location: Location,
  text: string,
  { version, origin }: Claims,
  { recorder, role, direct, scope, groups }: Item,
  more: { readonly marker?: string | undefined; readonly hashes?: readonly string[] } = {},
): void {
  recorder.add({
    ecosystem: 'PyPI',
    name,
    version,
    origin,
    role,
    scope,
    groups,
    direct,
    location,
    text: text.trim(),
    ...(more.marker === undefined ? {} : { marker: more.marker }),
    integrity: more.hashes ?? [],
  })
}

function include(value: string, role: 'requires' | 'constrains', location: Location, { path, recorder }: Item): void {
  const target = includedPath(path, value)
  if (target.kind === 'path') {
    recorder.include({ path: target.path, role, extractor: 'python/requirements', location })
  } else if (target.kind === 'variable') {
    recorder.partial(`expected a path, found ${excerpt(value)}, which depends on the environment`, location)
  } else {
    recorder.outside(
      `expected a file inside the scanned folder, found ${excerpt(value)}; its packages are not covered`,
      location,
    )
  }
}

function reportNameless(origin: Origin, location: Location, recorder: InstallRecorder): void {
  if (origin.kind === 'local') {
    return recorder.note(
      `installs the local path ${excerpt(origin.path)}, whose package name stands elsewhere`,
      location,
    )
  }
  const address = origin.kind === 'registry' ? '' : origin.url
  recorder.partial(
    `expected a package name, found only the address ${excerpt(address)}; write \`name @ address\``,
    location,
  )
}
