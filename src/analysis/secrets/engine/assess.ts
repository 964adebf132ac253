import type { Confidence } from '../../../model/finding.ts'
import type { ScanContext } from '../../sensitive/sensitive-scanner.ts'
import { shannonEntropy } from '../../sensitive/shannon-entropy.ts'
import type { Check, SecretRule } from '../secret-rule.ts'
import { BASE64_BYTES, runEnd, runStart } from './bytes-at.ts'
import { believed, type Candidate, RANK } from './candidate.ts'
import type { CompiledRule } from './compiled-rule.ts'
import { doubtOf, fileKind } from './file-kind.ts'
import { placeholder } from './placeholder.ts'
import { isWordy } from './wordy.ts'

/** A value of the shape of a rule, and where it stands. */
export interface Specimen {
  readonly compiled: CompiledRule
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
  readonly value: string
  readonly anchor: string
  /** The words of the rule stand nearby. */
  readonly isNamed: boolean
  readonly hasPartner: boolean
}

/**
 * How much a value is believed. What its own checksum disproves, what is a placeholder, what is not random enough, comes back disproved: it is not
 * reported, and no vaguer rule may report it either. Undefined for what only looks alike by chance.
 */
export function assess(specimen: Specimen, context: ScanContext): Candidate | undefined {
  const { compiled, start, end, value, anchor } = specimen
  const { rule } = compiled
  const check = rule.check?.(value)
  const found = { rule, anchor: anchor.length, start, end, value, yieldsTo: rule.yieldsTo ?? [] }
  if (check?.verdict === 'valid')
    return { ...found, rank: RANK.proved, disproved: false, confidence: proved(context), says: check.says }
  if (isInsideData(specimen)) return undefined
  if (check?.verdict === 'invalid' || isInvented(specimen)) {
    // Words nearby prove nothing: a digest beside one is no key of that provider, but may be another's.
    if (rule.anchored === 'near' && check?.verdict !== 'invalid') return undefined
    return { ...found, rank: RANK.disproved, disproved: true, confidence: LOW, says: [] }
  }
  const rank = rule.anchored === 'value' ? RANK.value : RANK.near
  return {
    ...found,
    rank,
    disproved: false,
    confidence: confidenceIn(specimen, check, context),
    says: check?.says ?? [],
  }
}

const LOW: Confidence = { level: 'low', because: [] }

/** A proof is not weakened by the place; but the place is said. */
function proved(context: ScanContext): Confidence {
  const doubt = doubtOf(fileKind(context.path))
  return {
    level: 'high',
    because: ['its checksum or inner structure is right', ...(doubt === undefined ? [] : [`although it ${doubt}`])],
  }
}

function confidenceIn(
  { compiled, anchor, isNamed, hasPartner }: Specimen,
  check: Check | undefined,
  context: ScanContext,
): Confidence {
  const { rule } = compiled
  const doubt = doubtOf(fileKind(context.path))
  const reasons = [
    rule.isOfUser === true
      ? 'matches a rule of your own'
      : anchor === ''
        ? `has the form of a ${rule.title}`
        : `begins or is marked as only a ${rule.title} is`,
    ...(isNamed ? ['words that belong to it stand nearby'] : []),
    ...(hasPartner ? ['its second half stands nearby'] : []),
    ...(check === undefined || check.says.length === 0 ? [] : ['its content can be read']),
  ]
  // Who writes a rule of his own knows what it is about.
  const isSure = rule.isOfUser === true || anchor.length >= SURE_ANCHOR || hasPartner || (anchor !== '' && isNamed)
  return believed(isSure ? 'high' : 'medium', reasons, doubt === undefined ? [] : [doubt])
}

/** A literal of so many characters does not stand before random text by chance. */
const SURE_ANCHOR = 4
/**
 * Short marks and words also begin ordinary names (`fw_`, `live_`): what follows must look random. No name begins with four capitals (`AKIA`); without this
 * one key id in twenty was taken for words: sixteen characters are too few to tell.
 */
const NAME_ANCHOR = /^(?!(?:[A-Z]{4})$)(?:.{0,4}|[a-z]{2,5}_)$/
/** Up to here a literal turns up in base64 by chance. */
const SHORT_ANCHOR = 4

function isInvented({ compiled, value, anchor }: Specimen): boolean {
  const { rule } = compiled
  if (rule.entropy !== undefined && shannonEntropy(value) < rule.entropy) return true
  if (rule.isOfUser === true) return false
  if (value.length > LONGEST_INVENTION) return false
  const own = anchor === '' ? value : value.replace(anchor, '')
  if (placeholder(own) !== undefined) return true
  return NAME_ANCHOR.test(anchor) && isWordy(own)
}

/** Longer values are certificates and tokens with content of their own: words in them mean nothing. */
const LONGEST_INVENTION = 400

/** Does a short mark stand in the midst of a picture or an archive in base64? There are enough of those for every mark to turn up. */
function isInsideData({ compiled, bytes, start, end, anchor }: Specimen): boolean {
  if (anchor.length > SHORT_ANCHOR || isUrl(compiled.rule)) return false
  const from = runStart(bytes, start, Math.max(0, start - DATA_RUN), BASE64_BYTES)
  const to = runEnd(bytes, end, Math.min(bytes.length, end + DATA_RUN), BASE64_BYTES)
  return start - from + (to - end) >= DATA_RUN
}

const DATA_RUN = 100

function isUrl(rule: SecretRule): boolean {
  return rule.anchors.some((anchor) => anchor.includes('/'))
}
