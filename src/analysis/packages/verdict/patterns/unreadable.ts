import type { PackageNote } from '../../artefact-facts.ts'
import type { FileRole } from '../../package-file.ts'
import type { StoryContext } from '../context.ts'
import type { StoryDraft } from '../draft.ts'
import type { SeenFile, SeenNote } from '../evidence.ts'
import { type Exposure, exposureOf, runsByItself } from '../exposure.ts'
import { listed, word } from '../phrases.ts'
import { CAPABILITIES, THREATS, type ThreatId } from '../weights.ts'

/** What could not be looked at though it runs by itself, and archives that show different readers different things. Holds at most. */
export function* unreadable(context: StoryContext): Iterable<StoryDraft> {
  const ended = new Set(
    context.evidence.notes.filter(({ code }) => ENDED.test(code)).map(({ artefact, path }) => `${artefact}\0${path}`),
  )
  yield* unreadFiles(context.evidence.files.filter((file) => isCodeThatRuns(file, ended)))
  for (const [key, notes] of Map.groupBy(
    context.evidence.notes,
    (note) => `${note.artefact}\0${threatOf(note) ?? ''} ${note.within ?? ''}`,
  )) {
    const [note] = notes
    const threat = note === undefined ? undefined : threatOf(note)
    if (note !== undefined && threat !== undefined)
      yield noted(note.artefact, threat, notes, key.slice(key.indexOf('\0') + 1))
  }
}

/** What an interpreter reads. Native code and data are described by other facts, and never wholly. */
const CODE: ReadonlySet<string> = new Set([
  'python',
  'javascript',
  'shell',
  'powershell',
  'batch',
  'bytecode',
  'path-configuration',
])

/** A worker was ended in the file before anybody could tell what kind it is. */
const ENDED = /^limit-(?:time|memory)$/

function isCodeThatRuns({ artefact, path, facts, role }: SeenFile, ended: ReadonlySet<string>): boolean {
  if (facts === undefined || facts.looked === 'whole') return false
  return runsByItself(exposureOf(role, 'unknown')) && (CODE.has(facts.kind) || ended.has(`${artefact}\0${path}`))
}

function* unreadFiles(files: readonly SeenFile[]): Iterable<StoryDraft> {
  const groups = Map.groupBy(
    files,
    ({ artefact, facts, role }) => `${artefact}\0${facts?.looked ?? ''} ${exposureOf(role, 'unknown')}`,
  )
  for (const some of groups.values()) {
    const [first] = some
    if (first === undefined) continue
    const threat: ThreatId = first.facts?.looked === 'not' ? 'unreadable' : 'part-unreadable'
    const paths = some.slice(0, MOST_NAMED).map(({ path }) => path)
    yield draft(first.artefact, threat, exposureOf(first.role, 'unknown'), `${threat} ${first.role}`, paths, () => ({
      sentence: `runs code that could ${threat === 'unreadable' ? 'not' : 'only in part'} be read (${listed(paths.map((path) => word(path)))})`,
      steps: some.slice(0, MOST_NAMED).map(({ path }) => ({
        text: threat === 'unreadable' ? 'could not be read' : 'was read in part',
        place: { path, line: 1 },
        evidence: '',
      })),
    }))
  }
}

const MOST_NAMED = 10

/** Bombs and nests are built to keep readers out; what is only large is a gap, and no story. */
const BARRED = /^limit-(?:ratio|depth|nest)/

/** A stream that ends too early, a zip without its table of contents. Tars without their end mark are made by honest tools. */
const CUT = /^(?:stream-truncated|zip-no-directory)$/

function threatOf({ kind, code, path }: PackageNote): ThreatId | undefined {
  // No index takes an archive that is cut; one in a package is a test of a packer.
  if (kind === 'damage' && CUT.test(code) && path === '') return 'cut-off'
  if (kind === 'outside' || kind === 'device') return 'escapes'
  if (kind === 'disagreement') return code === 'name-backslash' ? 'listing' : 'two-readings'
  if (kind === 'encrypted') return 'not-opened'
  if (kind === 'not-inspected') return BARRED.test(code) ? 'not-opened' : undefined
  return kind === 'unlisted' ? 'listing' : undefined
}

function noted(artefact: string, threat: ThreatId, notes: readonly SeenNote[], key: string): StoryDraft {
  const shown = notes.slice(0, MOST_NAMED)
  const within = shown[0]?.within
  // Archives in a package are opened by whoever reads that file: packers have broken ones in their tests.
  return draft(
    artefact,
    threat,
    within === undefined || (isBuilt(notes) && !isAside(within)) ? undefined : exposureOf(within, 'unknown'),
    key,
    shown.map(({ path }) => path),
    () => ({
      sentence: `${SENTENCES[threat] ?? 'the archive is not as tools leave it'} (${word(notes[0]?.message ?? '', 160)}${notes.length > 1 ? `, and ${notes.length - 1} more` : ''})`,
      steps: shown.map(({ path, message, code }) => ({
        text: word(message, 200),
        ...(path === '' ? {} : { place: { path, line: 1 } }),
        evidence: code,
      })),
    }),
  )
}

/** A nest of archives as deep as that, or a bomb, is there for one reason, whoever opens the file. */
function isBuilt(notes: readonly SeenNote[]): boolean {
  return notes.some(({ code }) => BARRED.test(code))
}

/** Packers have bombs in their tests. */
function isAside(role: FileRole): boolean {
  return role === 'test' || role === 'documentation'
}

const SENTENCES: Readonly<Partial<Record<ThreatId, string>>> = {
  escapes: 'the archive leads out of its own folder',
  'two-readings': 'the archive shows two readers two things',
  'cut-off': 'the archive ends before its content does',
  'not-opened': 'there is a part of the archive that is closed to readers',
  listing: 'the list of files in the archive disagrees with the files',
}

function draft(
  artefact: string,
  threat: ThreatId,
  exposure: Exposure | undefined,
  key: string,
  paths: readonly string[],
  tell: StoryDraft['tell'],
): StoryDraft {
  return {
    name: 'unreadable',
    ...(exposure === undefined ? {} : { exposure }),
    key,
    artefact,
    threat: THREATS[threat],
    capability: CAPABILITIES.single,
    factors: [],
    ceiling: threat === 'listing' || threat === 'part-unreadable' ? 'allow' : 'hold',
    subjects: ['unread'],
    paths,
    doubts: ['nothing is known of what was not read'],
    tell,
  }
}
