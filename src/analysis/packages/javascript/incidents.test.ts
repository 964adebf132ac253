import { describe, expect, it } from 'vitest'
import { DISGUISES } from '../../../../test/support/javascript-disguises.ts'
import { type Expected, INCIDENTS, TWINS } from '../../../../test/support/javascript-incidents.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readJavaScriptModule } from '../../../formats/javascript/javascript.ts'
import type { Behaviour } from '../behaviour.ts'
import { isPrivate } from '../private-sources.ts'
import { javascriptBehaviours } from './behaviours.ts'
import { holdsNothing } from './prefilter.ts'

function behavioursOf(source: string): readonly Behaviour[] {
  return javascriptBehaviours(readJavaScriptModule(source, DEFAULT_LIMITS), { path: 'setup.js', role: 'install' })
}

function isMet(found: readonly Behaviour[], { kind, subject, from = [] }: Expected): boolean {
  const alike = found.filter((one) => one.kind === kind && (subject === undefined || one.subject === subject))
  return (
    alike.length > 0 &&
    from.every((source) => alike.some(({ inputs }) => inputs.some((taint) => taint.source === source)))
  )
}

/** What a reviewer would stop at. */
function alarms(found: readonly Behaviour[]): readonly string[] {
  return found
    .filter(({ kind, inputs }) => {
      const isLeak = (kind === 'network' || kind === 'dns') && inputs.some(isPrivate)
      const isLoader =
        (kind === 'evaluate' || kind === 'execute') &&
        inputs.some(({ source }) => source === 'decoded' || source === 'network')
      return isLeak || isLoader || ALARMING.has(kind)
    })
    .map(({ kind, subject, evidence }) => `${kind} ${subject}: ${evidence}`)
}

const ALARMING: ReadonlySet<string> = new Set([
  'read-secret-file', 'browser-store', 'wallet', 'clipboard', 'spy', 'cloud-metadata', 'hunt-secrets', 'reverse-shell', 'persist',
  'publish-package', 'publish-repository', 'write-workflow', 'write-assistant-configuration', 'assistant-command', 'hook-runtime',
  'destroy', 'mine', 'hide', 'obfuscation', 'unread',
]) // prettier-ignore

const disguised = INCIDENTS.flatMap((incident) =>
  Object.entries(DISGUISES).map(([disguise, change]) => ({
    ...incident,
    disguise,
    source: change(incident.source),
  })),
)

describe('incidents', () => {
  it.each(disguised)('$name ($disguise)', ({ source, expected }) => {
    expect(holdsNothing(source)).toBe(false)
    const found = behavioursOf(source)
    expect(expected.filter((one) => !isMet(found, one))).toEqual([])
  })

  it('tells that a program was disguised', () => {
    const [first] = INCIDENTS
    const source = first?.source ?? ''
    const marks = (name: string): readonly string[] =>
      behavioursOf(DISGUISES[name]?.(source) ?? '')
        .filter(({ kind }) => kind === 'obfuscation' || kind === 'evaluate')
        .map(({ kind, subject, inputs }) =>
          `${kind} ${subject} ${inputs.map((taint) => taint.source).join(' ')}`.trim(),
        )
    expect(marks('plain')).toEqual([])
    expect(marks('string table')).toContain('obfuscation string-table')
    expect(marks('split names')).toContain('obfuscation hidden-name')
    expect(marks('base64 and eval')).toEqual(['evaluate eval decoded'])
    expect(marks('character codes')).toEqual(['evaluate Function decoded'])
  })
})

describe('honest twins', () => {
  it.each(TWINS)('$name', ({ source }) => {
    expect(alarms(behavioursOf(source))).toEqual([])
    expect(alarms(behavioursOf(DISGUISES.minified?.(source) ?? ''))).toEqual([])
  })
})
