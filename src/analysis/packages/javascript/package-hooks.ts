import type { Tree } from '../../../formats/tree.ts'
import { type InstallHook, installHooks } from './install-hooks.ts'

/** A package that is installed: the one of an archive, or one that it brings in `node_modules` (npm, "bundleDependencies"). */
export interface InstalledPackage {
  /** Where its package.json is: empty, or `node_modules/name`. */
  readonly folder: string
  readonly manifest: Tree
}

/**
 * What runs while an npm package is installed: its own hooks, and those of packages that it brings, which npm runs as well. All paths are those
 * of the archive. `builds`: texts of build files for node-gyp by path.
 */
export function packageHooks(
  packages: readonly InstalledPackage[],
  paths: readonly string[],
  builds: ReadonlyMap<string, string>,
): readonly InstallHook[] {
  return packages.flatMap(({ folder, manifest }) => {
    if (folder === '') return installHooks(manifest, 'package.json', paths, 'registry', ownBuilds('', builds))
    const inside = `${folder}/`
    const own = paths.filter((path) => path.startsWith(inside)).map((path) => path.slice(inside.length))
    return installHooks(manifest, 'package.json', own, 'registry', ownBuilds(inside, builds)).map((hook) => ({
      ...hook,
      place: { ...hook.place, path: `${inside}${hook.place.path}` },
      files: hook.files.map((file) => `${inside}${file}`),
    }))
  })
}

/** Is it the package.json of a package that is brought along? */
export function isBundledManifest(path: string): boolean {
  return path.length <= 500 && /^(?:node_modules\/(?:@[^/]+\/)?[^/@]+\/)+package\.json$/.test(path)
}

/** Is it a build file for node-gyp, of the package or of one that it brings? */
export function isBuildFile(path: string): boolean {
  return path.length <= 500 && /^(?:node_modules\/(?:@[^/]+\/)?[^/@]+\/)*[^/]+\.gypi?$/.test(path)
}

function ownBuilds(folder: string, builds: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const own = [...builds].filter(([path]) => path.startsWith(folder) && !path.slice(folder.length).includes('/'))
  return new Map(own.map(([path, text]) => [path.slice(folder.length), text]))
}
