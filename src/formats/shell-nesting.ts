import { endCommand, endWord, knownList } from './shell-command.ts'
import { expandVariable } from './shell-expansion.ts'
import { readParameter } from './shell-parameter.ts'
import { addUnknown, type ArrayTarget, type Frame, type Reading } from './shell-reading.ts'
import type { ShellWord } from './shell-syntax.ts'
import { knownValue } from './shell-variables.ts'

/** Ends a level, also one whose end never came. */
export function closeFrame(reading: Reading): void {
  const closed = reading.frame
  if (closed.kind === 'parameter') {
    closed.simple = false
    return closeParameter(reading, closed)
  }
  endWord(reading, reading.at)
  if (closed.kind !== 'array') endCommand(reading, ';')
  leaveFrame(reading)
  if (closed.array !== undefined) return setArray(reading, closed.array, closed.command.words)
  reading.variables.revert(closed.mark)
  if (closed.inWord) addUnknown(reading, closed.start)
}

/** Ends `${…}`; what it asks for takes its place. */
export function closeParameter(reading: Reading, closed: Frame): void {
  leaveFrame(reading)
  const expansion = closed.simple ? readParameter(reading.text, closed.start + 2, reading.at - 1) : undefined
  if (expansion === undefined) addUnknown(reading, closed.start)
  else expandVariable(reading, expansion, closed.start)
}

function leaveFrame(reading: Reading): void {
  reading.frames.pop()
  reading.frame = reading.frames.at(-1) ?? reading.frame
}

function setArray(reading: Reading, { name, append }: ArrayTarget, words: readonly ShellWord[]): void {
  const before = append ? reading.variables.get(name) : undefined
  const added = knownList('array', words)
  reading.budget -= before?.size ?? 0
  const isKnown = added !== undefined && reading.budget > 0 && (!append || before?.here === true)
  const values = isKnown ? [...(before?.values ?? []), ...added.values] : []
  reading.variables.set(name, isKnown ? knownValue('array', values, true) : undefined)
}
