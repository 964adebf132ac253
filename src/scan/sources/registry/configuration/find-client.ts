import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, sep } from 'node:path'
import type { Environment } from './configuration-input.ts'

/**
 * The folders of PATH in which a client may be looked for: absolute ones outside the project. Whoever starts Assay with `npx` or in an
 * activated environment of the project has folders of the project in PATH, and a program in there is the project's code.
 */
export function safeSearchPath(environment: Environment, projectFolders: readonly string[]): readonly string[] {
  const path = environment['PATH'] ?? environment['Path'] ?? ''
  const outside = projectFolders.map(realFolder)
  return path.split(delimiter).filter((folder) => {
    if (!isAbsolute(folder) || /[\\/]node_modules[\\/]/.test(`${folder}${sep}`)) return false
    const real = realFolder(folder)
    return !outside.some((project) => isBelow(real, project))
  })
}

/** The first program of this name in the folders; undefined when there is none, or when it is a link into the project. */
export function findClient(
  name: string,
  folders: readonly string[],
  projectFolders: readonly string[],
): string | undefined {
  const outside = projectFolders.map(realFolder)
  for (const folder of folders) {
    const path = join(folder, name)
    if (isProgram(path) && !outside.some((project) => isBelow(realFolder(path), project))) return path
  }
  return undefined
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function realFolder(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return path
  }
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
