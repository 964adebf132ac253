import { writePlace } from '../known-places.ts'
import type { BatchCommand } from '../../../formats/batch/syntax.ts'
import { type BatchStep, plainPath } from './batch-step.ts'
import { codeSources } from './code-sources.ts'
import { fromBase64, textOfBytes } from './decode-text.ts'
import { homePath } from './program-rules.ts'
import { joinTaints, plainValue, type ScriptValue, UNKNOWN_PART } from './script-value.ts'
import { writtenBy } from './shell-sinks.ts'

/** Most files that are kept. */
const MOST_FILES = 5000

/** Keeps what a command writes: downloads, what certutil decodes, copies, what is sent to files. */
export function writeFiles(step: BatchStep): void {
  const { name, words, command } = step
  keepDownloads(step)
  if (name === 'certutil' && /-decode(?:hex)?\b/i.test(command.text)) keepDecoded(step)
  if ((name === 'copy' || name === 'move') && words.length >= 2)
    keep(words.at(-1) ?? '', step.file(words.find((word) => !word.startsWith('/')) ?? ''), step)
  for (const redirect of command.redirects) if (!/^nul$/i.test(redirect.target)) keepPrinted(redirect, step)
}

function keepDownloads(step: BatchStep): void {
  const { name, words, command, call } = step
  const host = /https?:\/\/([^/'"\s]{1,200})/i.exec(command.text.slice(0, 4000))?.[1]
  const answer: ScriptValue = { text: UNKNOWN_PART, taints: [step.taint('network', host ?? '?')] }
  for (const path of writtenBy(call)) keep(path, answer, step)
  if ((name === 'certutil' && /urlcache/i.test(command.text)) || name === 'bitsadmin')
    keep(words.at(-1) ?? '', answer, step)
}

/** `certutil -decode in out` */
function keepDecoded(step: BatchStep): void {
  const [from = '', to = ''] = step.words.filter((word) => !/^[-/]/.test(word))
  const bytes = fromBase64(step.file(from).text.replace(/-----[^-]{1,60}-----/g, ''))
  const text = bytes === undefined ? undefined : textOfBytes(bytes)
  keep(to, { text: text ?? UNKNOWN_PART, taints: [step.taint('decoded', 'base64', 'base64')] }, step)
}

/** `echo … >> file` */
function keepPrinted({ operator, target }: BatchCommand['redirects'][number], step: BatchStep): void {
  const { name, command, run } = step
  const printed: ScriptValue =
    name === 'echo' ? plainValue(command.text.replace(/^echo[.\s]?/i, '')) : { text: UNKNOWN_PART, taints: [] }
  const before = operator === '>>' ? run.files.get(plainPath(target)) : undefined
  if (before === undefined) return keep(target, printed, step)
  const text = `${before.text}\n${printed.text}`.slice(0, 1 << 20)
  keep(target, { text, taints: joinTaints([before.taints, printed.taints]) }, step)
}

function keep(path: string, value: ScriptValue, { tell, run: { files } }: BatchStep): void {
  const inputs = codeSources(value.taints)
  if (inputs.length > 0) tell('write-file', path, inputs)
  const place = writePlace(homePath(path))
  if (place !== undefined) tell(place.kind, place.subject, inputs)
  if (files.size < MOST_FILES) files.set(plainPath(path), value)
}
