import { plainText } from './mapped-text.ts'
import { nameAt } from './shell-characters.ts'
import { commandDraft, type CommandDraft } from './shell-draft.ts'
import { type Frame, isTooDeep, type Reading } from './shell-reading.ts'
import { type KnownValue, knownValue } from './shell-variables.ts'
import { wordFrom } from './shell-word.ts'
import { changedDirectory } from './shell-directory.ts'
import type { ShellSeparator, ShellWord } from './shell-syntax.ts'

/** Words after which another command begins (POSIX 2.4 "Reserved Words", bash's `time` and `[[`). */
const KEYWORDS: ReadonlySet<string> = new Set('if then elif else fi while until do done esac { } ! time [['.split(' '))
const DECLARING: ReadonlySet<string> = new Set('export declare typeset local readonly'.split(' '))

/** Ends the word being read, if there is one, and takes it into the command: assignment, keyword, target or argument. */
export function endWord(reading: Reading, end: number): void {
  const { frame } = reading
  const draft = frame.word
  if (draft === undefined) return
  frame.word = undefined
  const word = draft.build(end)
  const { command } = frame
  if (command.pending !== undefined) return endTarget(reading, command, word)
  if (frame.kind !== 'array' && command.words.length === 0) {
    if (assigns(command, word, draft.firstQuote)) return
    if (!word.quoted && isKeyword(reading, word.text)) return
  }
  command.words.push(word)
}

/** Ends the command being read; an empty one is nothing. `next` joins it to the one that follows. */
export function endCommand(reading: Reading, next: ShellSeparator): void {
  const { frame, variables } = reading
  const { command } = frame
  frame.command = commandDraft(next)
  const parts = command.words.length + command.assignments.length + command.redirects.length
  if (parts === 0 && !command.awaitsHereDocument) return
  command.variable = variables.snapshot()
  reading.commands.push(command)
  if (command.words.length > 0) return noteBuiltin(reading, command)
  for (const { name, value } of command.assignments) assign(reading, name, value, command.after)
}

/** A branch, a loop body or a part of a `case` begins. */
export function beginBranch(reading: Reading): void {
  if (isTooDeep(reading)) return
  const { frame, variables } = reading
  frame.branches.push(variables.mark())
  if (frame.loop === undefined) return
  variables.set(frame.loop.name, frame.loop.value)
  frame.loop = undefined
}

/** `;;` ends a part of a `case`. */
export function endCasePart(reading: Reading): void {
  const { frame } = reading
  const base = frame.cases.at(-1)
  if (base !== undefined) closeBranches(reading, base)
}

/** All values, when all are known. */
export function knownList(kind: 'array' | 'loop', words: readonly ShellWord[]): KnownValue | undefined {
  const isKnown = words.length > 0 && words.every((word) => word.unknown.length === 0)
  return isKnown ? knownValue(kind, words, true) : undefined
}

function endTarget(reading: Reading, command: CommandDraft, target: ShellWord): void {
  const { pending } = command
  if (pending === undefined) return
  command.pending = undefined
  if (pending.operator !== '<<' && pending.operator !== '<<-') {
    command.redirects.push({ ...pending, target })
    return
  }
  command.awaitsHereDocument = true
  const strips = pending.operator === '<<-'
  reading.hereDocuments.push({ command, delimiter: target.text, strips, expands: !target.quoted })
}

function assigns(command: CommandDraft, word: ShellWord, firstQuote: number): boolean {
  const name = nameAt(word.text, 0)
  const equals = word.text.startsWith('+=', name.length) ? name.length + 1 : name.length
  if (name === '' || word.text.charAt(equals) !== '=' || equals >= firstQuote) return false
  const append = equals > name.length
  command.assignments.push({ name, value: append ? unknownWord(word) : wordFrom(word, equals + 1) })
  return true
}

function isKeyword(reading: Reading, text: string): boolean {
  const { frame } = reading
  if (text === 'case') frame.cases.push(frame.branches.length)
  if (!KEYWORDS.has(text)) return false
  if (text === 'then' || text === 'do') beginBranch(reading)
  if (text === 'elif' || text === 'else' || text === 'fi' || text === 'done') {
    closeBranches(reading, Math.max(frame.cases.at(-1) ?? 0, frame.branches.length - 1))
  }
  if (text === 'else') beginBranch(reading)
  if (text === 'esac') closeBranches(reading, frame.cases.pop() ?? frame.branches.length)
  return true
}

function closeBranches({ frame, variables }: Reading, count: number): void {
  while (frame.branches.length > count) variables.forget(frame.branches.pop() ?? 0)
}

function noteBuiltin(reading: Reading, { words, after }: CommandDraft): void {
  const [first, second] = words
  if (first === undefined) return
  if (first.text === 'for' && second !== undefined) noteLoop(reading.frame, second.text, words)
  if (first.text === 'unset' || first.text === 'read') {
    for (const word of words.slice(1)) reading.variables.set(word.text, undefined)
  }
  if (first.text === 'cd' || first.text === 'pushd' || first.text === 'popd') noteDirectory(reading, words)
  if (!DECLARING.has(first.text)) return
  for (const word of words.slice(1)) {
    const name = nameAt(word.text, 0)
    if (name !== '' && word.text.charAt(name.length) === '=') {
      assign(reading, name, wordFrom(word, name.length + 1), after)
    }
  }
}

function noteDirectory({ variables }: Reading, words: readonly ShellWord[]): void {
  const target = words.slice(1).findLast((word) => !/^-[LPe@]*$/.test(word.text) || word.text === '-')
  const before = variables.snapshot()('PWD')
  const after = target?.unknown.length === 0 ? changedDirectory(before, target.text) : undefined
  variables.set('PWD', after === undefined ? undefined : knownValue('text', [plainText(after)], false))
}

function noteLoop(frame: Frame, name: string, words: readonly ShellWord[]): void {
  const values = words[2]?.text === 'in' ? words.slice(3) : []
  frame.loop = { name, value: knownList('loop', values) }
}

function assign({ variables }: Reading, name: string, value: ShellWord, after: ShellSeparator): void {
  // What follows `||` runs only when something failed.
  const isKnown = value.unknown.length === 0 && after !== '||'
  variables.set(name, isKnown ? knownValue('text', [value], true) : undefined)
}

/** `NAME+=more`: what it is in the end depends on what it was. */
function unknownWord(word: ShellWord): ShellWord {
  return { ...word, unknown: [{ start: 0, end: word.text.length }] }
}
