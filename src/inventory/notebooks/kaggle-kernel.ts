import { FormatError } from '../../base/errors.ts'
import { json } from '../../formats/json.ts'
import { get, string, type Tree, type TreeValue } from '../../formats/tree.ts'
import { at, type Location } from '../../model/location.ts'
import type { Include } from '../../model/package-mention.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt } from '../python/extraction-builder.ts'
import { includedPath } from '../python/included-path.ts'
import { limitsInForce } from '../python/limits-in-force.ts'

/**
 * kernel-metadata.json, from which `kaggle kernels push` runs a notebook or script (Kaggle API, "Kernel Metadata"): `code_file` is
 * what is run, whatever its name. Data sets, models, outputs of other kernels and the image have rules of their own.
 */
export const kaggleKernel: Extractor = {
  id: 'notebooks/kaggle-kernel',
  title: 'kernel-metadata.json of Kaggle: the notebook or script that is run, whatever its name',
  files: ['**/kernel-metadata.json'],
  extract: async (file) => {
    const recorder = new InstallRecorder('notebooks/kaggle-kernel', await file.read(limitsInForce))
    const tree = await file.read(json)
    if (tree.root.kind !== 'object')
      throw new FormatError('FORMAT_SHAPE', `expected an object, found ${tree.root.kind}`, { line: 1 })
    includeCode(file.path, tree, recorder)
    return recorder.finish()
  },
}

function includeCode(path: string, { root, lines }: Tree, recorder: InstallRecorder): void {
  const value = get(root, 'code_file')
  const { line, column } = lines.position(value?.offset ?? root.offset)
  const location = at(path, line, column)
  const named = string(value)
  if (named === undefined || named === '')
    return recorder.partial(
      'expected code_file to name what is run, found no text; what it installs is not covered',
      location,
    )
  // `kaggle kernels init` leaves it for people to fill in.
  if (named === PLACEHOLDER) return
  const target = includedPath(path, named)
  if (target.kind === 'path') return includeAll(target.path, kindOf(root, named), location, recorder)
  recorder.outside(
    `expected a file of the scanned folder, found ${excerpt(named)}; what it installs is not covered`,
    location,
  )
}

const PLACEHOLDER = 'INSERT_CODE_FILE_PATH_HERE'

type CodeKind = 'notebook' | 'python' | 'other'

/** As the file says, and where it says nothing valid as the name does: R and R Markdown install nothing of these ecosystems but from notebooks. */
function kindOf(root: TreeValue, named: string): CodeKind {
  const type = string(get(root, 'kernel_type'))
  if (type === 'notebook' || (type !== 'script' && /\.(?:ipynb|irnb|ijlnb)$/i.test(named))) return 'notebook'
  const language = string(get(root, 'language'))
  if (language === 'python') return 'python'
  return language === undefined && PYTHON_NAME.test(named) ? 'python' : 'other'
}

const PYTHON_NAME = /\.pyw?$/

function includeAll(path: string, kind: CodeKind, location: Location, recorder: InstallRecorder): void {
  const include: Include = { path, role: 'requires', location }
  if (kind === 'notebook') return recorder.include({ ...include, extractor: 'notebooks/notebook' })
  if (kind === 'other') return
  recorder.include({ ...include, extractor: 'commands/python-program' })
  recorder.include({ ...include, extractor: 'python/imports' })
  // Under its usual name the rules have it already.
  if (!PYTHON_NAME.test(path)) recorder.include({ ...include, rules: PYTHON_RULES })
}

/** Those over Python source. */
const PYTHON_RULES = [
  'configuration/trusted-code',
  'configuration/unpinned-model',
  'configuration/unsafe-load',
  'configuration/unverified-server',
] as const
