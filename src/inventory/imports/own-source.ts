import { folderOf, foldersUpwards } from '../file-mentions.ts'
import { isForeignFolder } from './foreign-source.ts'

/** The files of source of one language, by what can be imported of them. */
export interface OwnSource {
  readonly files: readonly string[]
  /** Folders with source in or below them; the root among them. */
  readonly folders: ReadonlySet<string>
  /** Can `module` be imported from this folder as a file or a package of the project's? `package`: a folder alone, which any installed package of the name goes before. */
  near(folder: string, module: string): 'yes' | 'package' | 'no'
  /** Does it stand anywhere at the top of a place that modules are imported from? */
  far(module: string): boolean
}

/** Folders below a project that its modules are imported from. */
const ROOTS = ['', 'src', 'lib', 'python', 'app', 'source']

/** Python's (the import system: a file or a folder with `__init__` goes before a folder without, PEP 420). */
export function ownPython(files: readonly string[]): OwnSource {
  const folders = foldersOf(files)
  const modules = new Set(files.map((path) => path.replace(/\.[^./]+$/, '')))
  const isRegular = (folder: string): boolean => modules.has(join(folder, '__init__'))
  const tops = new Set<string>()
  const names = namesOf(modules, folders)
  for (const path of modules) {
    const folder = folderOf(path)
    const name = path.slice(folder === '' ? 0 : folder.length + 1)
    if (name === '__init__') {
      if (!isRegular(folderOf(folder))) tops.add(folder.slice(folder.lastIndexOf('/') + 1))
    } else if (!isRegular(folder)) tops.add(name)
  }
  return {
    files,
    folders,
    near: (folder, module) => {
      const parts = module.split('.')
      const [top = ''] = parts
      if (!names.has(top)) return isForeignFolder(top) ? 'yes' : 'no'
      // Of a shared package the very part, or the regular package around it.
      const path = parts.join('/')
      let found: 'package' | 'no' = 'no'
      for (const around of foldersUpwards(folder)) {
        for (const root of ROOTS) {
          const place = join(join(around, root), path)
          if (modules.has(place) || isRegular(place) || (parts.length > 1 && isRegular(folderOf(place)))) return 'yes'
          if (folders.has(place)) found = 'package'
        }
      }
      return found
    },
    far: (module) => tops.has(module) || (/_pb2(?:_grpc)?$/.test(module) && module.length > 4),
  }
}

/** JavaScript's: specifiers are resolved against folders that only the configuration of a bundler names. */
export function ownJavaScript(files: readonly string[]): OwnSource {
  const folders = foldersOf(files)
  const modules = new Set(files.map((path) => path.replace(/(?:\.d)?\.[^./]+$/, '')))
  const names = namesOf(modules, folders)
  return {
    files,
    folders,
    near: (folder, module) => {
      if (!names.has(module)) return 'no'
      const isThere = foldersUpwards(folder).some((around) =>
        ROOTS.some((root) => {
          const place = join(join(around, root), module)
          return modules.has(place) || folders.has(place)
        }),
      )
      return isThere ? 'package' : 'no'
    },
    far: () => false,
  }
}

/** The last names of all of them: most modules that are asked for have none of these. */
function namesOf(modules: Iterable<string>, folders: Iterable<string>): ReadonlySet<string> {
  const names = new Set<string>()
  for (const path of modules) names.add(path.slice(path.lastIndexOf('/') + 1))
  for (const path of folders) names.add(path.slice(path.lastIndexOf('/') + 1))
  return names
}

function foldersOf(files: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>([''])
  for (const path of files) {
    for (let folder = folderOf(path); !folders.has(folder); folder = folderOf(folder)) folders.add(folder)
  }
  return folders
}

function join(folder: string, name: string): string {
  if (name === '') return folder
  return folder === '' ? name : `${folder}/${name}`
}
