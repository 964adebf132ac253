import { excerpt } from '../../base/escape.ts'
import type { Confidence, RuledObservation } from '../../model/finding.ts'
import type { Location } from '../../model/location.ts'
import type { RuleDoc } from '../../model/rule.ts'
import type { ColumnHit, ColumnPlace, ColumnReport, DatasetInspection } from '../datasets/dataset-inspection.ts'
import { columnPersonalData } from '../personal-data/columns/column-personal-data.ts'
import { judgeColumn } from '../personal-data/columns/judge-column.ts'
import { redactedPersonal } from '../personal-data/redacted.ts'
import { believed } from './believed.ts'
import { isPersonal } from './is-personal.ts'
import { redactedSecret } from './redacted.ts'

/** Places of one column that are shown. */
const MOST_PLACES = 3

/** Columns of one file that are told of: a table with more has them all alike. */
const MOST_TOLD = 200

/** One observation for a column and a rule, worst columns first as the inspection has them; `personal`: what columns look like, too. */
export function datasetObservations(
  path: string,
  inspection: DatasetInspection,
  personal: boolean,
): readonly RuledObservation[] {
  const told = inspection.columns.flatMap((column) => columnObservations(path, column, personal))
  return told.slice(0, MOST_TOLD)
}

/** The secrets among what is shown, which nothing else that is said of the file may hold. */
export function datasetSecrets({ columns }: DatasetInspection): readonly string[] {
  const hits = columns.flatMap((column) => column.hits).filter(({ rule }) => !isPersonal(rule.id))
  return [...new Set(hits.flatMap(({ first }) => first.map(({ match }) => match.value)))]
}

function columnObservations(path: string, column: ColumnReport, personal: boolean): readonly RuledObservation[] {
  const counted = column.hits.flatMap((hit) => {
    const confidence = confidenceOf(column, hit)
    return confidence === undefined ? [] : [hitObservation(path, column, hit, confidence)]
  })
  if (!personal || column.kind !== 'column') return counted
  const known = new Set(counted.map(({ ruleId }) => ruleId))
  const looks = columnPersonalData({ name: column.name, values: column.sample }).filter(
    ({ rule }) => !known.has(rule.id),
  )
  return [...counted, ...looks.map(({ rule, confidence }) => lookObservation(path, column, rule, confidence))]
}

/** Personal data are judged by the column: one of ten numbers passes any check digit. Undefined where it is chance. */
function confidenceOf(column: ColumnReport, hit: ColumnHit): Confidence | undefined {
  if (!isPersonal(hit.rule.id) || column.kind === 'beside') return hit.confidence
  const { rowsHit, rowsSure, distinct, labelled } = hit
  const kind = hit.rule.id
  const rowsSeen = Math.max(rowsHit, column.filled.count)
  const judged = judgeColumn({ kind, rowsHit, rowsSure, rowsSeen, distinct: distinct.count })
  if (judged !== undefined || labelled === undefined) return judged
  return judgeColumn({
    kind,
    rowsHit: labelled.valuesHit,
    rowsSure: labelled.valuesSure,
    rowsSeen: Math.max(labelled.valuesHit, labelled.valuesSeen),
    distinct: labelled.distinct.count,
  })
}

function hitObservation(path: string, column: ColumnReport, hit: ColumnHit, confidence: Confidence): RuledObservation {
  const { rule, first, distinct } = hit
  const about = distinct.exact ? '' : 'about '
  return {
    ...baseOf(column, rule, confidence),
    title: `${subjectOf(rule)}: ${nameOf(column)}, ${shareText(hit)}`,
    message: `${rule.why} ${about}${distinct.count} different values in ${hit.matches} places.`,
    evidence: first
      .slice(0, MOST_PLACES)
      .map((place) => ({ location: locationOf(path, place), note: noteOf(column, rule, place) })),
  }
}

function lookObservation(path: string, column: ColumnReport, rule: RuleDoc, confidence: Confidence): RuledObservation {
  return {
    ...baseOf(column, rule, confidence),
    severity: believed(rule.severity, confidence),
    title: `${subjectOf(rule)}: ${nameOf(column)}`,
    message: `${rule.why} The column was judged by its name and a sample of its values.`,
    evidence: [{ location: { path }, note: nameOf(column) }],
  }
}

function baseOf(
  column: ColumnReport,
  rule: RuleDoc,
  confidence: Confidence,
): Pick<RuledObservation, 'ruleId' | 'severity' | 'confidence' | 'fix' | 'identity'> {
  return {
    ruleId: rule.id,
    severity: rule.severity,
    confidence,
    fix: { text: rule.fix },
    identity: nameOf(column),
  }
}

function nameOf({ kind, name }: ColumnReport): string {
  return kind === 'beside' ? `what stands beside the rows (${excerpt(name, 60)})` : `column ${excerpt(name, 80)}`
}

function shareText({ rowsHit, rowsSeen, share, labelled }: ColumnHit): string {
  if (rowsHit === 0 && labelled !== undefined) {
    return `${labelled.valuesHit} of ${labelled.valuesSeen} values that were looked at one by one`
  }
  if (rowsSeen === 0) return `${rowsHit} times`
  const percent = percentOf(share)
  return labelled === undefined ? `${rowsHit} of ${rowsSeen} rows (${percent})` : `about ${percent} of ${rowsSeen} rows`
}

function percentOf(share: number): string {
  const percent = share * 100
  return `${percent >= 1 ? percent.toFixed(0) : percent.toPrecision(1)} %`
}

/** The title of a rule is a sentence, here it is the beginning of one. */
function subjectOf({ title }: RuleDoc): string {
  return title.replace(/\.$/, '')
}

function locationOf(path: string, { line }: ColumnPlace): Location {
  return line === undefined ? { path } : { path, lines: { start: line, end: line } }
}

function noteOf(column: ColumnReport, rule: RuleDoc, { match, row }: ColumnPlace): string {
  const shown = isPersonal(rule.id) ? redactedPersonal(rule.id, match.value) : redactedSecret(match.value)
  return `${nameOf(column)}${row === 0 ? '' : `, row ${row}`}: ${excerpt(shown, 80)}`
}
