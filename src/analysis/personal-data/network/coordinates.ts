import { isDigit, isWord } from '../boundaries.ts'
import { personalRule } from '../personal-rule.ts'
import { announcedAs } from '../announcement.ts'
import type { Sweep } from '../sweep.ts'

/** A place to about ten metres. */
export const COORDINATES = personalRule({
  kind: 'coordinates',
  title: 'Precise coordinates stand in the open.',
  subject: 'place',
  words: [
    'lat',
    'latitude',
    'lon',
    'lng',
    'long',
    'longitude',
    'lat lon',
    'lat lng',
    'latlng',
    'latlon',
    'gps',
    'coords',
    'coord',
    'coordinates',
    'coordinate',
    'geo',
    'geolocation',
    'geo point',
    'geopoint',
    'location',
    'position',
    'koordinaten',
    'standort',
    'breitengrad',
    'längengrad',
    'coordonnées',
    'ubicación',
    'coordenadas',
    'coordinate gps',
    'posizione',
    'coördinaten',
    'locatie',
    'współrzędne',
  ],
})

/** Fewer decimals are a village. */
const DECIMALS = 4
const MOST_DECIMALS = 17

/** Reports the pair of coordinates whose first digits go from `start` to `end`, a decimal point after them. */
export function findCoordinates(sweep: Sweep, start: number, end: number): void {
  const { bytes } = sweep
  if (end - start > 3 || !isDigit(bytes[end + DECIMALS]) || isWord(bytes[start - 1])) return
  const from = bytes[start - 1] === 0x2d ? start - 1 : start
  if (followsNumber(bytes, from)) return
  const first = decimalEnd(bytes, end)
  if (first === undefined) return
  const second = secondStart(bytes, first)
  if (second === undefined) return
  let whole = second
  while (whole - second < 4 && isDigit(bytes[whole])) whole++
  const last = decimalEnd(bytes, whole)
  if (last === undefined || isWord(bytes[last]) || precedesNumber(bytes, last)) return
  if (
    !areDegrees(
      Number(sweep.text(from, first)),
      Number(sweep.text(bytes[second - 1] === 0x2d ? second - 1 : second, last)),
    )
  )
    return
  const how = sweep.announcement(COORDINATES, from, last)
  if (how === undefined && !isWholeCell(sweep, from, last)) return
  const because = [
    'two numbers in the ranges of latitude and longitude, to about ten metres',
    how === undefined ? 'they fill a cell' : announcedAs(how),
  ]
  sweep.report(COORDINATES, from, last, { level: how === undefined ? 'low' : 'medium', because })
}

/** Where the decimals after a point at `point` end; undefined where they are too few, or too many for a measurement. */
function decimalEnd(bytes: Uint8Array, point: number): number | undefined {
  if (bytes[point] !== 0x2e) return undefined
  let end = point + 1
  while (end - point <= MOST_DECIMALS && isDigit(bytes[end])) end++
  return end - point - 1 >= DECIMALS && end - point - 1 < MOST_DECIMALS ? end : undefined
}

/** The first digit of the second number, after a comma, a semicolon, blanks and a sign. */
function secondStart(bytes: Uint8Array, first: number): number | undefined {
  let at = first
  while (at - first < 3 && isBetween(bytes[at])) at++
  if (at === first) return undefined
  if (bytes[at] === 0x2d) at++
  return isDigit(bytes[at]) ? at : undefined
}

/** A number before them: a row of measurements. */
function followsNumber(bytes: Uint8Array, start: number): boolean {
  let at = start - 1
  while (start - at < 4 && isBetween(bytes[at])) at--
  return at < start - 1 && isDigit(bytes[at])
}

/** A number after them. */
function precedesNumber(bytes: Uint8Array, end: number): boolean {
  let at = end
  while (at - end < 3 && isBetween(bytes[at])) at++
  return at > end && (isDigit(bytes[at]) || bytes[at] === 0x2d)
}

/** What separates numbers of a row: comma, semicolon, blank, tabulator. */
function isBetween(byte: number | undefined): boolean {
  return byte === 0x2c || byte === 0x3b || byte === 0x20 || byte === 0x09
}

/** Latitude and longitude in one order or the other, and not a share of one. */
function areDegrees(a: number, b: number): boolean {
  const inRange = (Math.abs(a) <= 90 && Math.abs(b) <= 180) || (Math.abs(a) <= 180 && Math.abs(b) <= 90)
  return inRange && Math.max(Math.abs(a), Math.abs(b)) > 1
}

function isWholeCell({ bytes, cells }: Sweep, start: number, end: number): boolean {
  const isEdge = (byte: number | undefined): boolean =>
    byte === undefined || byte === 0x0a || byte === 0x0d || byte === 0x28 || byte === 0x29 || byte === 0x22
  return cells && isEdge(bytes[start - 1]) && isEdge(bytes[end])
}
