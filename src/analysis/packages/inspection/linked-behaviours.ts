import type { Tree } from '../../../formats/tree.ts'
import type { Behaviour } from '../behaviour.ts'
import { linkPackage, type LinkedPackage } from '../flow/link-package.ts'
import { nodeResolver } from '../flow/node-resolver.ts'
import type { PackageResolver } from '../flow/package-resolver.ts'
import { pythonResolver } from '../flow/python-resolver.ts'
import type { FileRole } from '../package-file.ts'
import type { LinkedLanguage, WaitingModule } from './file-inspection.ts'

/** What is known of a package when its modules are linked. */
export interface PackageSurroundings {
  readonly roles: ReadonlyMap<string, FileRole>
  /** Of all files. */
  readonly paths: readonly string[]
  /** Its package.json and those of packages that it brings, by path. */
  readonly manifests: ReadonlyMap<string, Tree>
}

/** What the modules of a package do together, language by language. */
export function linkedBehaviours(modules: readonly WaitingModule[], around: PackageSurroundings): LinkedPackage {
  const linked = LANGUAGES.flatMap((language) => {
    const own = modules.filter((one) => one.language === language).map(({ summary }) => withRole(summary, around.roles))
    return own.length === 0 ? [] : [linkPackage(own, resolverOf(language, around))]
  })
  const behaviours: Behaviour[] = linked.flatMap((one) => one.behaviours)
  return { behaviours, roles: new Map(linked.flatMap((one) => [...one.roles])) }
}

/** Languages whose files are linked with each other. */
export const LANGUAGES: readonly LinkedLanguage[] = ['python', 'javascript']

/** A module with the role that its file was found to have. */
export function withRole(
  summary: WaitingModule['summary'],
  roles: ReadonlyMap<string, FileRole>,
): WaitingModule['summary'] {
  const { path, role } = summary.file
  // Code of a manifest says its own role: it stands in a file that runs nothing itself.
  return role === 'library' ? { ...summary, file: { path, role: roles.get(path) ?? role } } : summary
}

function resolverOf(language: LinkedLanguage, { paths, manifests }: PackageSurroundings): PackageResolver {
  if (language === 'python') return pythonResolver(paths)
  return nodeResolver(paths, manifests)
}
