import { styleText } from 'node:util'
import type { Severity } from '../../model/severity.ts'
import type { Decision } from '../../model/verdict.ts'

/** Colours by meaning; plain text when colours are off. The words alone carry the meaning. */
export interface Paint {
  severity(severity: Severity, text: string): string
  decision(decision: Decision, text: string): string
  strong(text: string): string
  faint(text: string): string
}

type Style = Parameters<typeof styleText>[0]

const SEVERITY_STYLE: Readonly<Record<Severity, Style>> = {
  critical: ['bold', 'magenta'],
  high: ['bold', 'red'],
  medium: 'yellow',
  unknown: 'yellow',
  low: 'cyan',
  none: 'dim',
}

const DECISION_STYLE: Readonly<Record<Decision, Style>> = {
  block: ['bold', 'inverse', 'red'],
  warn: ['bold', 'inverse', 'yellow'],
  allow: ['bold', 'inverse', 'green'],
}

/** A paint that colours or one that does not. */
export function paint(colour: boolean): Paint {
  const style = (format: Style, text: string): string =>
    colour ? styleText(format, text, { validateStream: false }) : text
  return {
    severity: (severity, text) => style(SEVERITY_STYLE[severity], text),
    decision: (decision, text) => style(DECISION_STYLE[decision], text),
    strong: (text) => style('bold', text),
    faint: (text) => style('dim', text),
  }
}
