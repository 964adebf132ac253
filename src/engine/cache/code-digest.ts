import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256 } from '../../base/digest.ts'

/**
 * What names the code that inspects: other code, other version of a library or of Node, and nothing remembered fits. A build is hashed
 * as it is (3 MB, 3 ms); of sources path, size and time of each file, as they change while one works on them. Libraries count by manifest.
 */
export function codeDigest(): string {
  const hash = sha256().update(`node ${nodeVersion()}\n`)
  const root = packageRoot(dirname(fileURLToPath(import.meta.url)))
  const isSource = import.meta.url.endsWith('.ts')
  const code = join(root, isSource ? 'src' : 'dist')
  for (const path of filesBelow(code)) {
    hash.update(`${path}\n`)
    hash.update(isSource ? modified(join(code, path)) : readFileSync(join(code, path)))
  }
  const manifest = readFileSync(join(root, 'package.json'), 'utf8')
  hash.update(manifest)
  for (const name of librariesOf(manifest)) hash.update(libraryManifest(root, name) ?? `no ${name}`)
  return hash.digest('hex')
}

function nodeVersion(): string {
  return globalThis.navigator.userAgent
}

function packageRoot(start: string): string {
  let folder = start
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder)
  return folder
}

/** Tests and fixtures in the sources inspect nothing, types neither. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && /(?<!\.test|\.cases|\.d)\.(?:js|ts|json)$/.test(item.name))
    .map((item) => join(item.parentPath, item.name).slice(folder.length + 1))
    .filter((path) => !/[\\/]fixtures[\\/]/.test(path))
    .sort()
}

function modified(path: string): string {
  const { size, mtimeNs } = statSync(path, { bigint: true })
  return `${size} ${mtimeNs}\n`
}

function librariesOf(manifest: string): readonly string[] {
  const { dependencies = {} } = JSON.parse(manifest) as { dependencies?: Readonly<Record<string, string>> }
  return Object.keys(dependencies).sort()
}

/** Where Node would find it: beside the package or in a folder above. */
function libraryManifest(root: string, name: string): Uint8Array | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name, 'package.json')
    if (existsSync(path)) return readFileSync(path)
    if (folder === dirname(folder)) return undefined
  }
}
