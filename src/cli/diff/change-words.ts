import type { Finding } from '../../model/finding.ts'
import { versionWords } from './compare-components.ts'
import type { Comparison, ComponentChange, FindingChange } from './comparison.ts'

/** A change of a package in words: `torch 2.1.0 -> 2.6.0`. Foreign text inside. */
export function componentWords(change: ComponentChange): string {
  if (change.kind === 'added') return `${change.after.name} ${versionWords(change.after)}`
  if (change.kind === 'removed') return `${change.before.name} ${versionWords(change.before)}`
  return `${change.after.name} ${versionWords(change.before)} -> ${versionWords(change.after)}`
}

/** `npm, direct`, of the side that is there. */
export function componentNote(change: ComponentChange): string {
  const { ecosystem, direct, scope } = change.kind === 'removed' ? change.before : change.after
  const way = direct === 'yes' ? ', direct' : direct === 'no' ? ', transitive' : ''
  return `${ecosystem}${way}${scope === 'runtime' || scope === undefined ? '' : `, ${scope}`}`
}

/** The finding a change speaks of. */
export function findingOf(change: FindingChange): Finding {
  return 'after' in change ? change.after : change.before
}

/** `3 packages added, 1 upgraded; 2 findings new, 1 fixed`: what there is of each, the most urgent first. */
export function summaryWords({ components, findings, models }: Comparison): string {
  const of = (changes: readonly { readonly kind: string }[], kinds: readonly string[]): readonly string[] =>
    kinds.flatMap((kind) => {
      const number = changes.filter((change) => change.kind === kind).length
      return number === 0 ? [] : [`${number} ${kind}`]
    })
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['findings', of(findings, ['new', 'worse', 'unseen', 'fixed', 'unchanged'])],
    ['packages', of(components, ['added', 'removed', 'upgraded', 'downgraded', 'changed'])],
    ['models', of(models, ['added', 'removed', 'changed'])],
  ]
  const said = parts.filter(([, counts]) => counts.length > 0).map(([noun, counts]) => `${noun}: ${counts.join(', ')}`)
  return said.length === 0 ? 'nothing changed' : said.join('; ')
}

/** Is it the same in both? */
export function isQuiet({ components, findings, models, coverage }: Comparison): boolean {
  return (
    components.length + models.length === 0 &&
    findings.every(({ kind }) => kind === 'unchanged') &&
    coverage.newGaps.length === 0
  )
}

/** The advisory a finding is about and what to do, in words. */
export function findingNote(change: FindingChange): string {
  if (change.kind === 'worse') return change.because.join(', ')
  if (change.kind === 'unseen') return `not seen any more, and not looked at: ${change.because}`
  return change.kind === 'new' ? change.after.fix.text : ''
}
