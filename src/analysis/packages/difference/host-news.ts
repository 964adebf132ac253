import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { Behaviour, BehaviourKind } from '../behaviour.ts'
import { MOMENT_WEIGHTS } from './behaviour-weights.ts'
import { change, locationOf, quoted } from './change.ts'

const SPEAKS: ReadonlySet<BehaviourKind> = new Set(['network', 'download', 'dns', 'reverse-shell'])

/** Hosts that are spoken to and were not. Another name of a domain that was spoken to is next to nothing. */
export function hostNews(old: readonly Behaviour[], now: readonly Behaviour[]): readonly ReleaseChange[] {
  const known = new Set(old.flatMap(hostOf))
  const domains = new Set([...known].map(domainOf))
  const heaviest = new Map<string, { readonly behaviour: Behaviour; readonly weight: number }>()
  for (const behaviour of now) {
    const [host] = hostOf(behaviour)
    if (host === undefined || known.has(host)) continue
    const weight =
      weightOf(host, domains.has(domainOf(host)), known.size === 0) * Math.max(0.5, MOMENT_WEIGHTS[behaviour.when])
    if (weight > (heaviest.get(host)?.weight ?? 0)) heaviest.set(host, { behaviour, weight })
  }
  return [...heaviest].map(([host, { behaviour, weight }]) => {
    const text = `it speaks to ${quoted(host)} and did not before (${quoted(behaviour.evidence)})`
    return change('host', host, text, weight, locationOf(behaviour.place))
  })
}

const SAME_DOMAIN = 0.05
const LOCAL = 0
const BARE_ADDRESS = 0.7
const ANOTHER = 0.3
const FIRST = 0.4

function weightOf(host: string, sameDomain: boolean, isFirst: boolean): number {
  if (isLocal(host)) return LOCAL
  if (isAddress(host)) return BARE_ADDRESS
  if (sameDomain) return SAME_DOMAIN
  return isFirst ? FIRST : ANOTHER
}

function hostOf({ kind, subject }: Behaviour): readonly string[] {
  if (!SPEAKS.has(kind) || subject.length > 255 || !/^[\w.:[\]-]+$/.test(subject) || !/[.:]/.test(subject)) return []
  return [subject.toLowerCase().replace(/\.$/, '')]
}

/** The last two labels, three below the two-letter countries that sell names under `co`, `com` and the like. */
function domainOf(host: string): string {
  const labels = host.split('.')
  const isSecond = /^(?:ac|co|com|edu|gov|net|or|org)$/.test(labels.at(-2) ?? '') && labels.at(-1)?.length === 2
  return isAddress(host) ? host : labels.slice(isSecond ? -3 : -2).join('.')
}

function isAddress(host: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$|^\[?[\da-f]*:[\da-f:]*:[\da-f:.]*\]?$/i.test(host)
}

/** The machine itself and names that nobody can own (RFC 2606, RFC 6761). */
function isLocal(host: string): boolean {
  return /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|\[?::1\]?)(?::\d+)?$|(?:^|\.)(?:localhost|local|test|invalid|internal)$|^example\.(?:com|org|net)$/.test(
    host,
  )
}
