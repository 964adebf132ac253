/** A run of digits, or of anything else; `post` and `dev` are words of their own rank. */
export type CondaElement =
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'post' }

/** What stands between two dots or underscores; begins with a number always. */
export type CondaComponent = readonly CondaElement[]

/** The parts of a version by conda's rules. */
export interface CondaVersion {
  /** The first component is the epoch. */
  readonly components: readonly CondaComponent[]
  /** Behind `+`; empty when there is no local label. */
  readonly local: readonly CondaComponent[]
}

/**
 * Reads a version by the rules of conda's version order: lower case, an epoch before `!`, a local label behind `+`, dots
 * and underscores (or dashes, where there are no underscores) between components, runs of digits and of other characters
 * within. An underscore at the very end belongs to the last component (the openssl rule). Undefined for anything else.
 */
export function parseConda(version: string): CondaVersion | undefined {
  const text = normalised(version)
  if (text === undefined) return undefined
  const [epoch, rest] = splitOnce(text, '!')
  const [main, local] = splitOnce(rest ?? epoch, '+')
  if (main === '' || hasMore(rest, '!') || hasMore(local, '+')) return undefined
  if (rest !== undefined && (epoch === '' || /[^0-9]/.test(epoch))) return undefined
  const parts = [rest === undefined ? '0' : epoch, ...mainParts(main)]
  const localParts = local === undefined ? [] : local.replaceAll('_', '.').split('.')
  if (parts.includes('') || localParts.includes('')) return undefined
  return { components: parts.map(component), local: localParts.map(component) }
}

/** `dev` is written in capitals inside, so that it comes before the underscore and all other words. */
export const DEV = 'DEV'

const ZERO: CondaElement = { kind: 'number', digits: '0' }

/** Trimmed and lower case; undefined where a character is none of conda's. Capitals outside ASCII are not folded. */
function normalised(version: string): string | undefined {
  const trimmed = version.trim()
  if (trimmed === '' || /[^*.+!_0-9a-zA-Z-]/.test(trimmed)) return undefined
  const lower = trimmed.toLowerCase()
  if (!lower.includes('-')) return lower
  return lower.includes('_') ? undefined : lower.replaceAll('-', '_')
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function hasMore(text: string | undefined, separator: string): boolean {
  return text?.includes(separator) === true
}

function mainParts(main: string): string[] {
  if (!main.endsWith('_')) return main.replaceAll('_', '.').split('.')
  const parts = main.slice(0, -1).replaceAll('_', '.').split('.')
  return [...parts.slice(0, -1), `${parts.at(-1) ?? ''}_`]
}

/** Begins with a number always: a zero is put before a word, so that words meet words. */
function component(text: string): CondaComponent {
  const elements = (text.match(/[0-9]+|[*]+|[^0-9*]+/g) ?? []).map(element)
  return elements[0]?.kind === 'number' ? elements : [ZERO, ...elements]
}

function element(run: string): CondaElement {
  if (run === 'post') return { kind: 'post' }
  if (run === 'dev') return { kind: 'text', text: DEV }
  return /^[0-9]/.test(run) ? { kind: 'number', digits: run } : { kind: 'text', text: run }
}
