import type { Location } from '../../model/location.ts'
import { labelOf } from './label-of.ts'
import { omissionsTo } from './look-at-bytes.ts'
import { type NotebookText, notebookTexts } from './notebook-texts.ts'
import type { SensitiveScanner } from './sensitive-scanner.ts'
import type { Witness } from './sighting.ts'

/**
 * Looks through a notebook as people see it: sources, everything that was printed, tracebacks, metadata; not the pixels of pictures. False
 * when the bytes are no notebook. What stands in the raw file is what `bytes` are.
 */
export function lookAtNotebook(
  bytes: Uint8Array,
  path: string,
  inside: string,
  scanners: readonly SensitiveScanner[],
  witness: Witness,
): boolean {
  const texts = notebookTexts(bytes)
  if (texts === undefined) return false
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const omitted = omissionsTo(witness, inside)
  let located = 0
  for (const text of texts) {
    // One character a byte where it can be; what is outside of Latin-1 becomes UTF-8, as in a file.
    const content = Buffer.from(text.text, 'utf8')
    for (const scanner of scanners) {
      for (const match of scanner.scan(content, { role: text.role, path, omitted })) {
        const label = labelOf(content, match.start)
        witness.see({
          match,
          location: inside === '' && located++ < MOST_LOCATED ? locate(raw, path, text, content, match) : { path },
          role: text.role,
          inside: [inside, placeOf(text)].filter((part) => part !== '').join(', '),
          ...(label === undefined ? {} : { label }),
        })
      }
    }
  }
  return true
}

/** Each is searched for in the whole file: a notebook that is a list of tokens must not take its size times their number. */
const MOST_LOCATED = 200

function placeOf({ kind, cell }: NotebookText): string {
  if (cell === undefined) return 'in the metadata of the notebook'
  return kind === 'source' ? `in cell ${cell}` : `in the ${kind} of cell ${cell}`
}

function locate(
  raw: Buffer,
  path: string,
  { kind, cell }: NotebookText,
  content: Buffer,
  { start, end }: { readonly start: number; readonly end: number },
): Location {
  const line = physicalLine(raw, content.subarray(start, end))
  const inCell = kind === 'source' && cell !== undefined ? { cell, cellLine: lineOf(content, start) } : {}
  return { path, ...(line === undefined ? {} : { lines: { start: line, end: line } }), ...inCell }
}

/** A token needs no escapes in JSON and stands in one string: the first place that holds it is shown. */
function physicalLine(raw: Buffer, found: Uint8Array): number | undefined {
  const place = found.length === 0 ? -1 : raw.indexOf(found)
  return place < 0 ? undefined : lineOf(raw, place)
}

function lineOf(bytes: Buffer, offset: number): number {
  let line = 1
  for (let next = bytes.indexOf(10); next >= 0 && next < offset; next = bytes.indexOf(10, next + 1)) line++
  return line
}
