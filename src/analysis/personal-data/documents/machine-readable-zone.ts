import { isCapital, isDigit, startsHere } from '../boundaries.ts'
import { digitAt } from '../checksums/digits.ts'
import { icaoDigit } from '../checksums/machine-readable.ts'
import { personalRule } from '../personal-rule.ts'
import type { Sweep } from '../sweep.ts'

/** The lines at the foot of a passport or an identity card. */
export const MACHINE_READABLE_ZONE = personalRule({
  kind: 'machine-readable-zone',
  title: 'The machine-readable lines of a passport or identity card stand in the open.',
  subject: 'identity',
  // Five check digits of a passport, four of a card.
  chance: 0.0001,
  words: ['mrz', 'machine readable', 'passport'],
  why: 'The lines hold name, number, nationality, birth date and sex at once; the chip of the document opens with them.',
  references: ['https://www.icao.int/publications/pages/publication.aspx?docnum=9303'],
})

/** Line lengths of ICAO Doc 9303: a passport, a large card, a card. */
const PASSPORT = 44
const LARGE_CARD = 36
const CARD = 30

/** Reports the zones, found by the fillers between the names or after the number. */
export function findMachineReadableZones(sweep: Sweep): void {
  let done = 0
  for (let at = sweep.find('<<', 0); at >= 0; at = sweep.find('<<', Math.max(at + 2, done))) {
    const zone = zoneAround(sweep, at)
    if (zone === undefined) continue
    done = zone.end
    const specimen = /UTO|SPECIMEN|MUSTERMANN|ERIKSSON<<ANNA/.test(sweep.text(zone.start, zone.end))
    const because = ['lines of the lengths of ICAO Doc 9303', 'their check digits hold']
    sweep.report(
      MACHINE_READABLE_ZONE,
      zone.start,
      zone.end,
      specimen ? { level: 'low', because: [...because, 'it is a specimen'] } : { level: 'high', because },
    )
  }
}

function zoneAround(sweep: Sweep, at: number): { readonly start: number; readonly end: number } | undefined {
  const { bytes } = sweep
  let start = at
  while (at - start < PASSPORT && inZone(bytes[start - 1])) start--
  // `\nP<…` in a string of JSON: the letter of the escape is small and ends the walk.
  if (!'PIACV'.includes(String.fromCharCode(bytes[start] ?? 0)) || !startsHere(bytes, start)) return undefined
  const first = lineEnd(bytes, start)
  const length = first - start
  if (length !== PASSPORT && length !== LARGE_CARD && length !== CARD) return undefined
  const lines = [sweep.text(start, first)]
  let end = first
  while (lines.length < (length === CARD ? 3 : 2)) {
    const from = afterBreak(bytes, end)
    end = lineEnd(bytes, from)
    if (from === undefined || end - from !== length) return undefined
    lines.push(sweep.text(from, end))
  }
  return holds(lines, length) ? { start, end } : undefined
}

function inZone(byte: number | undefined): boolean {
  return byte === 0x3c || isCapital(byte) || isDigit(byte)
}

function lineEnd(bytes: Uint8Array, start: number | undefined): number {
  let end = start ?? bytes.length
  while (end - (start ?? 0) <= PASSPORT && inZone(bytes[end])) end++
  return end
}

/** After a line break, written out or not, and what quotes and indents the next line. */
function afterBreak(bytes: Uint8Array, end: number): number | undefined {
  let at = end
  while (at - end < 16 && !inZone(bytes[at])) at++
  return at > end && at - end < 16 ? at : undefined
}

/** The number, the day of birth and the day of expiry have a check digit each, and most zones one over all. */
function holds(lines: readonly string[], length: number): boolean {
  const [first = '', second = ''] = lines
  if (length === CARD) return fieldHolds(first, 5, 14) && fieldHolds(second, 0, 6) && fieldHolds(second, 8, 14)
  return fieldHolds(second, 0, 9) && fieldHolds(second, 13, 19) && fieldHolds(second, 21, 27)
}

function fieldHolds(line: string, start: number, end: number): boolean {
  return (
    icaoDigit(line.slice(start, end)) === digitAt(line, end) ||
    (line[end] === '<' && icaoDigit(line.slice(start, end)) === 0)
  )
}
