import { FormatError } from '../../base/errors.ts'
import { jsonc } from '../../formats/json.ts'
import { entries, get, items, string, type Tree, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import type { Extraction, Include, Scope } from '../../model/package-mention.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt, Ledger } from '../npm/ledger.ts'
import { includedPath } from '../python/included-path.ts'
import { parseSpecifier } from './specifier.ts'

/** deno.json, deno.jsonc, jsr.json and import maps: what names in imports stand for. */
export const denoManifest: Extractor = {
  id: 'deno/manifest',
  title: 'deno.json, jsr.json and import maps: npm:, jsr: and https: imports',
  files: [
    '**/deno.json',
    '**/deno.jsonc',
    '**/jsr.json',
    '**/jsr.jsonc',
    '**/import_map.json',
    '**/import-map.json',
    '**/importmap.json',
  ],
  lockedBy: ['deno/lock'],
  async extract(file) {
    const tree = await file.read(jsonc)
    const { root, lines } = tree
    if (root.kind !== 'object') {
      throw new FormatError('FORMAT_SHAPE', `expected an object, found ${root.kind}`, lines.position(root.offset))
    }
    const ledger = new Ledger(file.path, denoManifest.id, lines)
    const add = (entry: TreeEntry, scope: Scope): void => addImport(ledger, entry, scope)
    for (const entry of entries(get(root, 'imports'))) add(entry, 'runtime')
    for (const part of entries(get(root, 'scopes'))) for (const entry of entries(part.value)) add(entry, 'runtime')
    const compiler = get(root, 'compilerOptions')
    for (const value of [get(compiler, 'jsxImportSource'), ...items(get(compiler, 'types'))])
      addValue(value, 'runtime', add)
    for (const value of items(get(get(root, 'lint'), 'plugins'))) addValue(value, 'development', add)
    return withImportMap(ledger.extraction(), root, tree, file.path)
  },
}

function addValue(value: TreeValue | undefined, scope: Scope, add: (entry: TreeEntry, scope: Scope) => void): void {
  if (value !== undefined) add({ key: '', keyOffset: value.offset, value }, scope)
}

function addImport(ledger: Ledger, { key, keyOffset, value }: TreeEntry, scope: Scope): void {
  const written = string(value)
  if (written === undefined) {
    // `null` takes an import back (import map standard).
    if (value.kind !== 'scalar' || value.value !== null)
      ledger.note(`expected the address of a module behind ${excerpt(key)}`, value.offset)
    return
  }
  const found = parseSpecifier(written)
  if (found.kind === 'own') return
  if (found.kind === 'address') return noteAddress(ledger, found.base, value.offset)
  const { wanted } = found
  if (!wanted.understood) ledger.note(`expected a version or range, found ${excerpt(written)}`, value.offset)
  const token =
    wanted.version.kind === 'exact'
      ? wanted.version.version
      : wanted.version.kind === 'range'
        ? wanted.version.text
        : ''
  const at = token === '' ? -1 : written.lastIndexOf(token)
  ledger.rootEdge(
    ledger.add({
      name: wanted.name,
      version: wanted.version,
      origin: wanted.origin,
      role: 'requires',
      scope,
      direct: 'yes',
      offset: at < 0 ? (key === '' ? value.offset : keyOffset) : value.offset + at,
      text: key === '' ? written : `"${key}": "${written}"`,
    }),
  )
}

/** Code from an address has a version only by the habit of its host, and no advisory names it. */
export function noteAddress(ledger: Ledger, base: string, offset: number): void {
  ledger.note(`loads modules from ${excerpt(base)}, which no advisory ecosystem covers; they were not checked`, offset)
}

/** `"importMap": "./import_map.json"` keeps the imports in another file. */
function withImportMap(extraction: Extraction, root: TreeValue, { lines }: Tree, path: string): Extraction {
  const value = get(root, 'importMap')
  const named = string(value)
  if (value === undefined || named === undefined) return extraction
  const target = includedPath(path, named)
  const { line, column } = lines.position(value.offset)
  const location = { path, lines: { start: line, end: line }, column }
  if (target.kind === 'path') {
    const include: Include = { path: target.path, role: 'requires', location }
    return { ...extraction, includes: [include] }
  }
  const message = `expected an import map inside the scanned folder, found ${excerpt(named)}; its packages are not covered`
  const diagnostic = { code: 'FORMAT_OUTSIDE', level: 'warning', message, location, source: denoManifest.id } as const
  return { ...extraction, diagnostics: [...extraction.diagnostics, diagnostic] }
}
