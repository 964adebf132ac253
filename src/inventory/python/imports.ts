import { FormatError } from '../../base/errors.ts'
import type { ImportedModule } from '../../formats/imports/imported-module.ts'
import { notebookImports } from '../../formats/imports/notebook-imports.ts'
import { pythonImports } from '../../formats/imports/python-imports.ts'
import { ipynb } from '../../formats/ipynb.ts'
import type { Extraction } from '../../model/package-mention.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import type { ImportMention, SourceFacts } from '../../model/source-facts.ts'
import type { Extractor } from '../extractor.ts'
import { isForeignSource } from '../imports/foreign-source.ts'
import { installedModules } from '../imports/installed-modules.ts'
import { isProvidedByPlace, NAMESPACE_TOPS, PACKAGES_OF_MODULE } from '../imports/python-module-table.ts'
import { isStandardModule } from '../imports/python-standard-modules.ts'
import {
  asciiText,
  factsOnly,
  LARGEST_SOURCE,
  oncePerModule,
  QUOTED_NAMES,
  wordsIn,
} from '../imports/source-reading.ts'

/**
 * What the project's own Python imports, one entry for each module and file; and which modules installed distributions bring, as
 * they say it themselves. Standard modules and relative imports are left out.
 */
export const pythonSource: Extractor = {
  id: 'python/imports',
  title: 'Imports of Python source and notebooks, modules of installed distributions (RECORD, top_level.txt)',
  files: ['**/*.py', '**/*.pyi', '**/*.pyw', '**/*.pyx', '**/*.ipynb', '**/top_level.txt', '**/RECORD'],
  ignores: (path) => !isModuleList(path) && isForeignSource(path),
  extract: async (file) => {
    if (isModuleList(file.path)) return factsOnly(await installedModules(file))
    if (file.size > LARGEST_SOURCE) return factsOnly({ unread: true })
    return file.path.endsWith('.ipynb') ? readNotebook(file) : factsOnly(await readModule(file))
  },
}

function isModuleList(path: string): boolean {
  return /(?:^|\/)(?:top_level\.txt|RECORD)$/.test(path)
}

/** Modules that name packages in strings: Django's applications, extensions of Sphinx, sessions of nox. */
const NAMING =
  /(?:^|\/)(?:conf|config|settings?|celery|noxfile|tasks|gunicorn[\w.]*|wsgi|asgi)\.py$|(?:^|\/)(?:settings|config)\/[^/]+\.py$/

async function readModule(file: ScannedFile): Promise<SourceFacts> {
  const imports = oncePerModule((await file.read(pythonImports)).flatMap(mentionsOf))
  const words = NAMING.test(file.path) ? wordsIn(await file.read(asciiText), QUOTED_NAMES) : []
  return { ...(imports.length === 0 ? {} : { imports }), ...(words.length === 0 ? {} : { words }) }
}

/** What is wrong with a notebook the reader of its commands says. */
async function readNotebook(file: ScannedFile): Promise<Extraction> {
  try {
    const found = notebookImports(await file.read(ipynb))
    const imports = oncePerModule(
      found.flatMap((one) =>
        mentionsOf(one).map((mention) => ({ ...mention, cell: one.cell, cellLine: one.cellLine })),
      ),
    )
    return factsOnly(imports.length === 0 ? undefined : { imports })
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return factsOnly({ unread: true })
  }
}

function mentionsOf({ module, names, line, use }: ImportedModule): readonly ImportMention[] {
  return shownAs(module, names)
    .filter((name) => !isStandardModule(name) && !isProvidedByPlace(name))
    .map((name) => ({ module: name, line, use }))
}

/** As far down as packages are named: `google.cloud` import `storage` is `google.cloud.storage`. */
function shownAs(module: string, names: readonly string[]): readonly string[] {
  const parts = module.split('.')
  const [top = ''] = parts
  if (!NAMESPACE_TOPS.has(top)) return [top]
  const isWhole = parts.length > 2 || PACKAGES_OF_MODULE.has(module) || names.length === 0 || names.includes('*')
  if (isWhole) return [parts.slice(0, DEEPEST).join('.')]
  return names.slice(0, MOST_BELOW).map((name) => `${module}.${name}`)
}

const DEEPEST = 5
const MOST_BELOW = 20
