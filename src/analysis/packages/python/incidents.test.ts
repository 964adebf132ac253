import { describe, expect, it } from 'vitest'
import { DISGUISES } from '../../../../test/support/python-disguises.ts'
import { type Expected, INCIDENTS, TWINS } from '../../../../test/support/python-incidents.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readPythonModule } from '../../../formats/python/python.ts'
import type { Behaviour } from '../behaviour.ts'
import type { FileRole } from '../package-file.ts'
import { isPrivate } from '../private-sources.ts'
import { pythonBehaviours } from './behaviours.ts'
import { holdsNothing } from './prefilter.ts'

function behavioursOf(source: string, role: FileRole): readonly Behaviour[] {
  return pythonBehaviours(readPythonModule(source, DEFAULT_LIMITS, { flow: true }), { path: 'x.py', role })
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
  const stopped = found.filter(({ kind, inputs }) => {
    const isLeak = (kind === 'network' || kind === 'dns') && inputs.some(isPrivate)
    const isLoader =
      (kind === 'evaluate' || kind === 'execute') &&
      inputs.some(({ source }) => source === 'decoded' || source === 'network')
    return isLeak || isLoader || ALARMING.has(kind)
  })
  return [...new Set(stopped.map(({ kind, subject }) => `${kind} ${subject}`))].toSorted()
}

const ALARMING: ReadonlySet<string> = new Set([
  'browser-store', 'wallet', 'clipboard', 'spy', 'cloud-metadata', 'hunt-secrets', 'reverse-shell', 'persist', 'publish-package',
  'publish-repository', 'write-workflow', 'write-assistant-configuration', 'assistant-command', 'hook-runtime', 'destroy', 'mine',
  'hide', 'obfuscation', 'unread',
]) // prettier-ignore

const disguised = INCIDENTS.flatMap((incident) =>
  Object.entries(DISGUISES).map(([disguise, change]) => ({ ...incident, disguise, source: change(incident.source) })),
)

describe('incidents', () => {
  it.each(disguised)('$name ($disguise)', ({ source, role, expected }) => {
    expect(holdsNothing(source)).toBe(false)
    const found = behavioursOf(source, role)
    expect(expected.filter((one) => !isMet(found, one))).toEqual([])
  })
})

describe('honest twins', () => {
  it.each(TWINS)('$name', ({ source, role, facts }) => {
    expect(alarms(behavioursOf(source, role))).toEqual(facts)
  })
})
