import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const ROOT_FOLDER = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** A TypeScript file of src/, without comments and with what it imports. */
export interface SourceFile {
  /** Relative to src/, `/` between segments. */
  readonly path: string
  readonly text: string
  /** The code without comments and string contents, for searching. */
  readonly code: string
  /** Module specifiers of every import and re-export, types included. */
  readonly imports: readonly string[]
}

/** All product code: src without tests, cases and fixtures. */
export function productFiles(): readonly SourceFile[] {
  const src = join(ROOT_FOLDER, 'src')
  return filesBelow(src)
    .map((path) => relative(src, path).replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !/\.(?:test|cases)\.ts$/.test(path) && !path.includes('fixtures/'))
    .sort()
    .map((path) => sourceFile(path, readFileSync(join(src, path), 'utf8')))
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    const path = join(folder, item.name)
    return item.isDirectory() ? filesBelow(path) : [path]
  })
}

function sourceFile(path: string, text: string): SourceFile {
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const imports = [
    ...bare.matchAll(/^\s*(?:import|export)\b[^'"\n]*(?:\{[^}]*\}[^'"\n]*)?['"]([^'"]+)['"]/gm),
    ...bare.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g),
  ].map((match) => match[1] ?? '')
  return { path, text, code: bare, imports }
}
