import type { RuleId } from '../../../model/finding.ts'
import type { Severity } from '../../../model/severity.ts'
import type { NearbyWords, SecretRule } from '../secret-rule.ts'

/** Below this, a value of twenty characters and more is a placeholder: random hexadecimal digits have 3.4 bits and more. */
const USUAL_ENTROPY = 3

type Looks = Pick<SecretRule, 'shape' | 'longest'> &
  Partial<Pick<SecretRule, 'lead' | 'boundary' | 'partner' | 'paths' | 'entropy' | 'check' | 'yieldsTo'>>

/** What is known of one kind of secret, in the words that its documentation is made of. */
export interface SecretFacts extends Looks {
  readonly id: RuleId
  readonly provider: string
  /** For people, behind the provider's name: `API key`. */
  readonly kind: string
  readonly severity: Severity
  /** Completes `Whoever holds it can …`. */
  readonly can: string
  /** One more sentence: what is special about this kind. */
  readonly also: string
  /** Where in the provider's pages it is revoked: `Settings → API keys`. */
  readonly place: string
  readonly revoke: string
  readonly references?: readonly string[]
  /** Absent where the value has nothing of its own to search for: then the words of `near` are searched. */
  readonly anchors?: readonly string[]
  readonly near?: NearbyWords
}

/** A rule for a secret: the same voice for all of them, revoking before removing. */
export function secretRule(facts: SecretFacts): SecretRule {
  const { kind, can, also, place, references = [], anchors, near, ...rest } = facts
  return {
    ...rest,
    ...searched(anchors, near),
    ...(facts.check === undefined && facts.entropy === undefined ? { entropy: USUAL_ENTROPY } : {}),
    title: `${facts.provider} ${kind}`,
    why: `Whoever holds it can ${can}. ${also}`,
    fix:
      `Revoke it first (${facts.provider}: ${place}) and look at what it was used for. Then remove it from the file and read the new one ` +
      'from the environment or a secret store. The history keeps the old one: rewrite it, or leave it there once it is dead.',
    references: [facts.revoke, ...references],
    lead: facts.lead ?? 0,
  }
}

/** What stands in files by design, although it looks like a secret. */
export interface PublicFacts extends Looks {
  readonly id: RuleId
  readonly provider: string
  readonly kind: string
  /** Why it is no secret, and what protects the data behind it. */
  readonly because: string
  readonly revoke: string
  readonly anchors: readonly string[]
}

/** A rule for an identifier that is made to be published: told once, without severity, so that nobody has to wonder. */
export function publicIdentifier(facts: PublicFacts): SecretRule {
  const { kind, because, ...rest } = facts
  return {
    ...rest,
    ...(facts.check === undefined && facts.entropy === undefined ? { entropy: USUAL_ENTROPY } : {}),
    anchored: 'value',
    severity: 'none',
    title: `${facts.provider} ${kind} (not a secret)`,
    why: `It is made to be published. ${because}`,
    fix: 'Nothing has to be revoked. Make sure that the secret key beside it is not published, too.',
    references: [facts.revoke],
    lead: facts.lead ?? 0,
  }
}

function searched(
  anchors: readonly string[] | undefined,
  near: NearbyWords | undefined,
): Pick<SecretRule, 'anchors' | 'anchored' | 'near'> {
  const words = near === undefined ? {} : { near }
  if (anchors !== undefined) return { anchors, anchored: 'value', ...words }
  return { anchors: near?.words ?? [], anchored: 'near', ...words }
}
