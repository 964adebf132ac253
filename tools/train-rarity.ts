/**
 * Trains the table of src/analysis/secrets/engine/rarity-table.ts: how surprising each character is behind the one before it in text that people write. The text
 * is this repository itself (TypeScript and Markdown: identifiers, sentences, paths). Run again when the repository has grown a lot:
 * `node tools/train-rarity.ts`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CLASS_COUNT, classOf } from '../src/analysis/secrets/engine/rarity-classes.ts'

const ROOT = new URL('..', import.meta.url).pathname
const TARGET = join(ROOT, 'src/analysis/secrets/engine/rarity-table.ts')
const FOLDERS = ['src', 'test', 'tools', 'bench', 'docs', 'web']
/** Each digit of the table stands for a quarter of a bit. */
const STEP = 0.25
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Ten digits share one class: a certain one of them is log2(10) bits rarer than the class. */
const DIGIT_CLASS = classOf(0x30)

const counts = Array.from({ length: CLASS_COUNT }, () => new Float64Array(CLASS_COUNT))
let bytes = 0
for (const file of FOLDERS.flatMap((folder) => filesBelow(join(ROOT, folder)))) {
  const text = readFileSync(file)
  bytes += text.length
  for (let i = 1; i < text.length; i++) {
    const row = counts[classOf(text[i - 1] ?? 0)]
    const to = classOf(text[i] ?? 0)
    if (row !== undefined) row[to] = (row[to] ?? 0) + 1
  }
}

const rows = counts.map((row) => {
  const total = row.reduce((sum, count) => sum + count + 0.5, 0)
  return [...row]
    .map((count, to) => digit(-Math.log2((count + 0.5) / total) + (to === DIGIT_CLASS ? Math.log2(10) : 0)))
    .join('')
})

writeFileSync(
  TARGET,
  `/**
 * Written by tools/train-rarity.ts from ${(bytes / 1e6).toFixed(1)} MB of this repository on ${new Date().toISOString().slice(0, 10)}. Row: class of a character, column: class of the next
 * (rarity-classes.ts). A digit of base64 is a number of quarter bits.
 */
export const RARITY_ROWS: readonly string[] = [
${rows.map((row) => `  '${row}',`).join('\n')}
]
`,
)
console.log(`${TARGET}: ${CLASS_COUNT} classes from ${bytes} bytes`)

function digit(bits: number): string {
  return DIGITS[Math.min(DIGITS.length - 1, Math.round(bits / STEP))] ?? ''
}

function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(
        (item) =>
          item.isFile() &&
          /\.(?:ts|md)$/.test(item.name) &&
          !/fixtures|node_modules|rarity-table|\.cases\./.test(join(item.parentPath, item.name)),
      )
      .map((item) => join(item.parentPath, item.name))
      .sort()
  } catch {
    return []
  }
}
