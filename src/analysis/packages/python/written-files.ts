import type { PythonModule, PythonUse } from '../../../formats/python/module.ts'
import { flowsOf, textsOf } from '../flow/argument-facts.ts'
import { argumentOf } from './argument-facts.ts'
import { madeBy } from './made-by.ts'
import { isWriteMode, pathOfRead } from './sources.ts'
import { copies, isFileWrite, isNetwork, opens } from './use-names.ts'

/** Files that a module writes under a name that is known: path -> nodes of what it writes. */
export interface WrittenFiles {
  /** Empty for files of which nothing is known. */
  nodesOf(path: string): readonly number[]
  has(path: string): boolean
  /** Is it worth to look where what is written comes from? Of one file not more often than MOST_WRITES. */
  isTold(path: string): boolean
}

/** Writes into one file that are looked at. */
const MOST_WRITES = 64

/** Most files of one module. */
const MOST_FILES = 500

/** What a module writes, and where: read once, before data is looked for. */
export function writtenFiles(module: PythonModule): WrittenFiles {
  const files = new Map<string, number[]>()
  for (const use of module.uses) {
    if (use.kind !== 'call') continue
    const written = writtenBy(module, use)
    if (written === undefined) continue
    for (const path of written.paths) {
      if (!isTelling(path) || files.size >= MOST_FILES) continue
      files.set(path, [...(files.get(path) ?? []), ...written.nodes].slice(0, 32))
    }
  }
  const told = new Map<string, number>()
  const isTold = (path: string): boolean => {
    const count = (told.get(path) ?? 0) + 1
    told.set(path, count)
    return count <= MOST_WRITES
  }
  return { nodesOf: (path) => files.get(path) ?? [], has: (path) => files.has(path), isTold }
}

/** Of a path of which nothing but the folder is known nothing can be said. */
function isTelling(path: string): boolean {
  return path !== '' && !path.endsWith('…') && path !== '?'
}

interface Written {
  readonly paths: readonly string[]
  readonly nodes: readonly number[]
  /** Where the file was opened. */
  readonly opened?: PythonUse
}

/** The files a use writes, and the nodes of what it writes into them; undefined where it writes none. */
export function writtenBy(module: PythonModule, use: PythonUse): Written | undefined {
  const { name } = use
  const texts = (one: Parameters<typeof textsOf>[0]): readonly string[] => textsOf(one).map(({ value }) => value)
  if (opens(name) && isWriteMode(use)) return { paths: texts(pathOfRead(use)), nodes: [] }
  if (/^pathlib\.Path\(\)\.write_(?:text|bytes)$/.test(name))
    return { paths: texts(use.of), nodes: use.arguments.flatMap(flowsOf) }
  const isArchive = /^(?:zipfile\.ZipFile\(\)\.(?:write|writestr)|tarfile\.\S{1,40}\(\)\.(?:add|addfile))$/.test(name)
  if (isFileWrite(name) || isArchive) {
    const node = /\.(?:dump|copyfileobj)$/.test(name) ? (use.arguments[1]?.flow ?? 0) : use.receiver
    const opened = madeBy(module, node, (one) => opens(one.name) || one.name === 'tempfile.NamedTemporaryFile')
    return opened === undefined
      ? undefined
      : {
          opened,
          paths: texts(pathOfRead(opened)),
          nodes: isArchive ? [use.flow] : use.arguments.slice(0, 1).flatMap(flowsOf),
        }
  }
  if (/\.urlretrieve$|^wget\.download$|\.retrieve$/.test(name))
    return { paths: texts(argumentOf(use, 1, 'filename') ?? argumentOf(use, 1, 'out')), nodes: [use.flow] }
  if (copies(name))
    return { paths: texts(use.of === undefined ? use.arguments[1] : use.arguments[0]), nodes: [use.flow] }
  if (name === 'shutil.make_archive')
    return { paths: texts(use.arguments[0]).map((path) => `${path}.zip`), nodes: [use.flow] }
  return isNetwork(name) && name.endsWith('.retrbinary')
    ? { paths: texts(use.arguments[1]), nodes: [use.flow] }
    : undefined
}
