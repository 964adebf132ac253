import { excerpt } from '../../base/escape.ts'
import type { Component } from '../../model/component.ts'
import type { AdvisorySummary } from '../../model/finding.ts'

/** `torch 2.1.0+cu118`, safe for one line. */
export function named(component: Component): string {
  const { name, version } = component
  return excerpt(version.kind === 'exact' ? `${name} ${version.version}` : name, 120)
}

/** What can happen, in the words of the advisory, ended as a sentence. */
export function whatHappens({ summary, id }: AdvisorySummary): string {
  const text = excerpt(summary.trim(), 300)
  if (text === '') return `${excerpt(id, 80)} has no summary.`
  return /[.!?…]$/.test(text) ? text : `${text}.`
}

/** Since when it is fixed, or that it is not. */
export function whereFixed({ fixed }: AdvisorySummary): string {
  const [first, ...later] = fixed.map((version) => excerpt(version, 60))
  if (first === undefined) return 'No fixed version is known.'
  if (later.length === 0) return `Fixed in ${first}.`
  return `Fixed in ${first}; on later branches in ${later.slice(0, 5).join(', ')}.`
}

/** Known exploitation and the estimate of it; empty when there is neither. */
export function howExploited({ knownExploited, exploitPrediction }: AdvisorySummary): string[] {
  return [
    ...(knownExploited === undefined ? [] : [knownExploitedSentence(knownExploited)]),
    ...(exploitPrediction === undefined ? [] : [predictionSentence(exploitPrediction)]),
  ]
}

/** Asked for by the project, or by whom. */
export function howItGotIn({ direct, path }: Component): string[] {
  if (direct === 'yes') return ['It is a direct dependency.']
  const chain = path.map((step) => excerpt(step, 80))
  if (chain.length > 1) return [`It is brought in by ${shortened(chain).join(' > ')}.`]
  return direct === 'no' ? ['It is brought in by another dependency.'] : []
}

function knownExploitedSentence({ dateAdded, ransomware }: NonNullable<AdvisorySummary['knownExploited']>): string {
  return `It is known to be exploited (CISA, since ${dateAdded})${ransomware ? ', also by ransomware' : ''}.`
}

function predictionSentence({ score, percentile }: NonNullable<AdvisorySummary['exploitPrediction']>): string {
  return `EPSS: ${percent(score)} chance of exploitation within 30 days, higher than ${percent(percentile)} of all CVEs.`
}

/** `0.00042` -> `0.04 %`, `0.9731` -> `97.3 %`. */
function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.01 ? 2 : 1)} %`
}

/** Long chains keep both ends. */
function shortened(chain: readonly string[]): readonly string[] {
  return chain.length <= 6 ? chain : [...chain.slice(0, 3), '…', ...chain.slice(-2)]
}
