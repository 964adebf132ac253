import type { PythonUse } from '../../../formats/python/module.ts'
import type { Severity } from '../../../model/severity.ts'
import type { CodeKind, Tier } from './capabilities.ts'

/** One thing that code does, at one place. */
export interface Judged {
  readonly kind: CodeKind
  readonly severity: Severity
  /** Goes on from "The code ", for example `starts a program`. */
  readonly does: string
  readonly name: string
  /** What speaks for it, one sentence; empty where the name says all. */
  readonly because: string
  readonly use: PythonUse
}

/** A judgement of a use, unless there is nothing to say. */
export function judged(
  use: PythonUse,
  tier: Tier,
  what: { readonly kind: CodeKind; readonly does: string; readonly because?: string },
): readonly Judged[] {
  const severity = severityOf(use, tier)
  if (severity === 'none') return []
  return [{ kind: what.kind, does: what.does, because: what.because ?? '', severity, name: nameIn(use), use }]
}

/** What only stands behind `if TYPE_CHECKING` never runs; what needs a start as a program is no worse than a function. */
export function severityOf({ runs }: PythonUse, tier: Tier): Severity {
  if (runs === 'never') return 'none'
  return runs === 'import' ? tier.import : tier.call
}

/** The name of a use. Names that executed text takes from elsewhere, and modules kept in attributes, are taken for modules. */
export function nameIn({ name }: PythonUse): string {
  if (name.startsWith('<unbound>.')) return name.slice('<unbound>.'.length)
  const kept = /^<(?:dynamic|local)>\..{0,200}?\.?\b(_?(?:os|subprocess|builtins|importlib|ctypes)\.\w+)$/.exec(
    name,
  )?.[1]
  return kept === undefined ? name : kept.replace(/^_/, '')
}
