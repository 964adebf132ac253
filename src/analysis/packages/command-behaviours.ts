import { DEFAULT_LIMITS } from '../../base/limits.ts'
import type { BehaviourKind, Taint } from './behaviour.ts'
import { readScript } from './scripts/inspect-script.ts'

/** What a command does, without a place: the caller knows where it stands. */
export interface CommandBehaviour {
  readonly kind: BehaviourKind
  readonly subject: string
  /** The command it is, at most 200 characters. */
  readonly evidence: string
  /** What flows into it inside of the command; without a place. */
  readonly inputs: readonly Omit<Taint, 'place'>[]
}

/** Longest command that is read. */
const MOST_CHARACTERS = 64 * 1024

/**
 * What the commands of a shell text do: of POSIX shells, and of cmd.exe and PowerShell where they are called. Every command is at
 * least an `execute` with its program. Pipes, variables and text that is decoded and run are followed. Nothing is run.
 */
export function commandBehaviours(text: string): readonly CommandBehaviour[] {
  const { behaviours } = readScript(text.slice(0, MOST_CHARACTERS), 'shell', NOWHERE, DEFAULT_LIMITS, {
    when: 'unknown',
    tellsAll: true,
    spot: { line: 1, column: 1 },
  })
  return behaviours.map(({ kind, subject, evidence, inputs }) => ({
    kind,
    subject,
    evidence,
    inputs: inputs.map(({ source, subject: from, through }) => ({ source, subject: from, through })),
  }))
}

const NOWHERE = { path: '', role: 'library' } as const

/** The same for a program and its arguments, as `spawn` takes them: no shell reads them. */
export function argumentBehaviours(words: readonly string[]): readonly CommandBehaviour[] {
  return commandBehaviours(words.map(quoted).join(' '))
}

function quoted(word: string): string {
  return /^[\w@%+=:,./~<>…-]+$/.test(word) && !/[<>]/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
