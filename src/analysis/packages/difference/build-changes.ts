import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { ArtefactFacts } from '../artefact-facts.ts'
import { change, quoted } from './change.ts'
import { comparableArtefacts } from './comparable-files.ts'
import type { ReleaseView } from './release-view.ts'

/** Another build backend, above all one that lies in the package itself: it runs when the sdist is installed. */
export function buildChanges(before: ReleaseView, after: ReleaseView): readonly ReleaseChange[] {
  const both = comparableArtefacts(before, after)
  const known = new Set(both.before.flatMap(backendsOf))
  const seen = new Set<string>()
  return both.after.flatMap((artefact) =>
    backendsOf(artefact).flatMap((backend) => {
      if (known.has(backend) || seen.has(backend)) return []
      seen.add(backend)
      const old = [...known].map(quoted).join(', ')
      const inTree = liesIn(artefact, backend)
      const where = inTree ? ', which lies in the package itself' : ''
      const text = `it is built by ${quoted(backend)}${where}; it was ${old === '' ? 'built without a backend' : `built by ${old}`}`
      return [
        change('build-backend', backend, text, inTree ? IN_TREE : COMMON.has(rootOf(backend)) ? COMMON_BACKEND : OTHER),
      ]
    }),
  )
}

const IN_TREE = 0.5
/** Projects move between them all the time. */
const COMMON_BACKEND = 0.05
const OTHER = 0.3

/** By the first name of the module: the backends that the packaging guide of Python names, and those of compiled packages. */
const COMMON: ReadonlySet<string> = new Set(
  'setuptools hatchling flit_core flit_scm poetry poetry_dynamic_versioning pdm uv_build maturin scikit_build_core mesonpy sipbuild enscons jupyter_packaging'.split(
    ' ',
  ),
)

function backendsOf({ manifest }: ArtefactFacts): readonly string[] {
  return manifest?.buildBackend === undefined ? [] : [manifest.buildBackend]
}

function rootOf(backend: string): string {
  return backend.split(/[.:]/)[0] ?? ''
}

/** `_backend.build` -> `_backend.py` or `_backend/…` in any folder, where it runs with the installation. */
function liesIn({ files }: ArtefactFacts, backend: string): boolean {
  const root = rootOf(backend)
  if (root === '' || COMMON.has(root)) return files.some(({ path, role }) => role === 'install' && isModule(path, root))
  return files.some(({ path }) => isModule(path, root))
}

function isModule(path: string, root: string): boolean {
  const segments = path.split('/')
  return segments.at(-1) === `${root}.py` || segments.slice(0, -1).includes(root)
}
