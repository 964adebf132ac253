import packlist from 'npm-packlist'
import { FormatError } from '../../base/errors.ts'
import { compareText } from '../../base/compare.ts'
import type { Limits } from '../../base/limits.ts'
import type { TreeSource } from '../source.ts'
import { filesBelow } from './files-below.ts'
import type { PackedList } from './packed-list.ts'
import { textOf } from './text-of.ts'

/**
 * What `npm pack` takes from the folder, by npm's own library. The scripts that npm would run before (`prepack`, `prepare`) are
 * not run: what they make is in the list only if it is there already. Throws FORMAT_SYNTAX for a package.json that is none.
 */
export async function npmPack(tree: TreeSource, root: string, limits: Limits): Promise<PackedList> {
  const manifest = parsed(await textOf(tree, 'package.json'))
  const listed = await packlist({
    path: root,
    package: manifest,
    isProjectRoot: true,
    edgesOut: new Map(),
  })
  const bundled = await bundledFiles(tree, manifest, limits)
  return {
    tool: 'npm pack',
    paths: [...new Set([...listed.map((path) => path.replace(/^\.\//, '')), ...bundled])].sort(compareText),
    doubts: doubtsOf(manifest, bundled.length),
  }
}

function parsed(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const manifest = JSON.parse((text ?? '').replace(/^\uFEFF/, '')) as unknown
    if (typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest)) {
      return manifest as Record<string, unknown>
    }
  } catch {
    // Said below, without the words of the engine.
  }
  throw new FormatError('FORMAT_SYNTAX', 'expected package.json to be a JSON object', { line: 1 })
}

/** npm resolves what bundled packages need in turn; these are the folders that are named. */
async function bundledFiles(
  tree: TreeSource,
  manifest: Readonly<Record<string, unknown>>,
  limits: Limits,
): Promise<readonly string[]> {
  const files: string[] = []
  for (const name of bundledNames(manifest)) {
    const folder = `node_modules/${name}`
    const isThere = (await textOf(tree, `${folder}/package.json`)) !== undefined
    if (isThere) files.push(...(await filesBelow(tree, folder, limits)))
  }
  return files
}

function bundledNames(manifest: Readonly<Record<string, unknown>>): readonly string[] {
  const bundle = manifest['bundleDependencies'] ?? manifest['bundledDependencies']
  const all = bundle === true ? Object.keys((manifest['dependencies'] as object | undefined) ?? {}) : bundle
  if (!Array.isArray(all)) return []
  // A name is one segment, or two behind a scope: nothing that leads elsewhere.
  return all.filter((name) => typeof name === 'string' && /^(?:@[\w.-]+\/)?[\w-][\w.-]*$/.test(name))
}

const BEFORE = ['prepublishOnly', 'prepack', 'prepare', 'prepublish']

function doubtsOf(manifest: Readonly<Record<string, unknown>>, bundled: number): readonly string[] {
  const scripts = (manifest['scripts'] ?? {}) as Readonly<Record<string, unknown>>
  const run = BEFORE.filter((name) => typeof scripts[name] === 'string')
  return [
    ...(run.length === 0 ? [] : [`npm runs ${run.join(', ')} before it packs: run that first, what it makes counts`]),
    ...(bundled === 0 ? [] : ['what bundled packages need in turn is packed too and is not in the list']),
  ]
}
