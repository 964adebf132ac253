import calculator from 'ae-cvss-calculator'
import type { SeverityStatement } from '../model/advisory.ts'
import type { Severity } from '../model/severity.ts'
import { fieldsOf, listOf, textOf } from './fields.ts'

type Multi = InstanceType<typeof calculator.Cvss2 | typeof calculator.Cvss3P0 | typeof calculator.Cvss3P1>
type Rated = NonNullable<SeverityStatement['cvss']>

/** The longest vector of any version with every optional metric has about 200 characters. */
const LONGEST_VECTOR = 300
/** A record lists one vector per version; more is noise that must not cost time. */
const MOST_VECTORS = 10

/**
 * The severity that a list of OSV `severity` entries states: the newest version of CVSS wins (4.0, 3.1, 3.0, 2.0), not the
 * highest number; among vectors of one version the first. A vector that cannot be scored is passed over.
 */
export function cvssSeverity(list: unknown): SeverityStatement | undefined {
  const rated = listOf(list).slice(0, MOST_VECTORS).flatMap(rate)
  const best = rated.reduce<Rated | undefined>((a, b) => (a === undefined || b.version > a.version ? b : a), undefined)
  return best && { level: levelOf(best), cvss: best }
}

function rate(entry: unknown): Rated[] {
  const fields = fieldsOf(entry)
  const vector = textOf(fields?.['score'], LONGEST_VECTOR)
  const version = vector && versionOf(fields?.['type'], vector)
  if (!vector || !version) return []
  const score = scoreOf(version, vector)
  return score === undefined ? [] : [{ version, vector, score }]
}

function versionOf(type: unknown, vector: string): Rated['version'] | undefined {
  if (type === 'CVSS_V4' && vector.startsWith('CVSS:4.0/')) return '4.0'
  if (type === 'CVSS_V3' && vector.startsWith('CVSS:3.1/')) return '3.1'
  if (type === 'CVSS_V3' && vector.startsWith('CVSS:3.0/')) return '3.0'
  return type === 'CVSS_V2' ? '2.0' : undefined
}

/**
 * Versions 2 and 3: the base score, which is what every database shows; temporal metrics are a second figure there.
 * Version 4 knows one score per vector, threat metrics included (specification 4.0, section 1.4).
 * The calculator gives an incomplete vector 0.0, which would read as harmless: it is asked for completeness first.
 */
function scoreOf(version: Rated['version'], vector: string): number | undefined {
  try {
    const scored = SCORERS[version](vector)
    return scored !== undefined && scored >= 0 && scored <= 10 ? scored : undefined
  } catch {
    return undefined
  }
}

const SCORERS: Readonly<Record<Rated['version'], (vector: string) => number | undefined>> = {
  '2.0': (vector) => baseScore(new calculator.Cvss2(vector)),
  '3.0': (vector) => baseScore(new calculator.Cvss3P0(vector)),
  '3.1': (vector) => baseScore(new calculator.Cvss3P1(vector)),
  '4.0': (vector) => {
    const parsed = new calculator.Cvss4P0(vector)
    return parsed.isBaseFullyDefined() ? parsed.calculateScores().overall : undefined
  },
}

function baseScore(parsed: Multi): number | undefined {
  return parsed.isBaseFullyDefined() ? parsed.calculateScores().base : undefined
}

/** The bands of CVSS 3 and 4; version 2 has three of them (NVD), and no `critical`. */
function levelOf({ version, score }: Rated): Severity {
  if (score === 0) return 'none'
  if (score < 4) return 'low'
  if (score < 7) return 'medium'
  return score < 9 || version === '2.0' ? 'high' : 'critical'
}
