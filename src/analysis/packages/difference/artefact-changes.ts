import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { ArtefactFacts, ArtefactKind, FileFacts } from '../artefact-facts.ts'
import { change, quoted } from './change.ts'
import { stablePath } from './comparable-files.ts'
import type { ReleaseView } from './release-view.ts'

/** Kinds of artefacts that came or went, and one kind with new code where the others have none. */
export function artefactChanges(before: ReleaseView, after: ReleaseView): readonly ReleaseChange[] {
  if (before.artefacts.length === 0 || after.artefacts.length === 0) return []
  const [old, now] = [byKind(before), byKind(after)]
  const came = [...now].filter(([kind]) => !old.has(kind)).map(([kind, artefacts]) => cameChange(kind, artefacts))
  const went = [...old.keys()]
    .filter((kind) => !now.has(kind))
    .map((kind) => change('artefact', kind, `there is no ${WORDS[kind]} any more`, WENT))
  return [...came, ...went, ...lopsided(old, now)]
}

type ByKind = ReadonlyMap<ArtefactKind, readonly ArtefactFacts[]>

const WORDS: Readonly<Record<ArtefactKind, string>> = {
  wheel: 'wheel',
  sdist: 'source distribution',
  egg: 'egg',
  npm: 'npm tarball',
  conda: 'conda package',
  folder: 'folder',
  archive: 'plain archive',
}
/** An sdist runs code when it is installed, and hardly anybody looks into an egg. */
const CAME: Readonly<Partial<Record<ArtefactKind, number>>> = { sdist: 0.2, egg: 0.4, archive: 0.3 }
const CAME_OTHERWISE = 0.05
const WENT = 0.08
const LOPSIDED = 0.35

function cameChange(kind: ArtefactKind, artefacts: readonly ArtefactFacts[]): ReleaseChange {
  const names = artefacts
    .slice(0, 3)
    .map(({ name }) => quoted(name))
    .join(', ')
  return change('artefact', kind, `a ${WORDS[kind]} is new: ${names}`, CAME[kind] ?? CAME_OTHERWISE)
}

/** The wheel has the code of the release before and the sdist has not, or the other way round: somebody changed one of them only. */
function lopsided(old: ByKind, now: ByKind): readonly ReleaseChange[] {
  const kinds = [...now.keys()].filter((kind) => old.has(kind) && (kind === 'wheel' || kind === 'sdist'))
  if (kinds.length < 2) return []
  const changed = kinds.filter((kind) => codeOf(old.get(kind)) !== codeOf(now.get(kind)))
  const [only] = changed
  if (only === undefined || changed.length !== 1) return []
  const other = kinds.find((kind) => kind !== only) ?? only
  return [
    change(
      'artefact',
      only,
      `only the ${WORDS[only]} has other code than before; that of the ${WORDS[other]} is the same`,
      LOPSIDED,
    ),
  ]
}

/** All Python of the package itself, in order. The name of a file that holds the version changes with every release and does not count. */
function codeOf(artefacts: readonly ArtefactFacts[] = []): string {
  const digests = artefacts.flatMap(({ files }) =>
    files.filter(isPackageCode).map(({ path, sha256 }) => `${stablePath(path).replace(/^src\//, '')} ${sha256}`),
  )
  return [...new Set(digests)].sort().join('\n')
}

function isPackageCode({ path, kind, role }: FileFacts): boolean {
  return (
    kind === 'python' &&
    (role === 'library' || role === 'import' || role === 'command' || role === 'start') &&
    !/(?:^|\/)_?(?:version|about|__version__|_version)\w*\.py$/.test(path)
  )
}

function byKind({ artefacts }: ReleaseView): ByKind {
  return Map.groupBy(artefacts, ({ kind }) => kind)
}
