import { type MappedText, MappedTextBuilder } from './mapped-text.ts'
import type { ShellWord } from './shell-syntax.ts'
import type { Invocation } from './shell-invocation.ts'

/** The code that an interpreter is given on its command line or standard input. */
export type InlineScript =
  | { readonly kind: 'shell' | 'python'; readonly text: MappedText }
  | { readonly kind: 'words'; readonly words: readonly ShellWord[] }
  | { readonly kind: 'shell-document' | 'python-document' | 'none' }

const SHELLS: ReadonlySet<string> = new Set('sh bash dash ash zsh ksh mksh'.split(' '))
const NONE = { kind: 'none' } as const

/** What `sh -c "…"`, `python -c "…"`, `eval …`, `su -c "…"`, `cmd /c …`, `powershell -Command …` or `bash <<EOF` runs. */
export function scriptOf(invocation: Invocation): InlineScript {
  const { program, words } = invocation
  if (SHELLS.has(program)) return shellScript(words, invocation)
  if (program === 'python') return pythonScript(words, invocation)
  if (program === 'eval') return words.length === 0 ? NONE : { kind: 'shell', text: joined(words) }
  if (program === 'su') return commandOption(words, /^(?:-c|--command)$/)
  if (program === 'cmd') return windowsScript(words, /^\/[ckr]$/i)
  if (program === 'powershell' || program === 'pwsh') return windowsScript(words, /^-c(?:ommand)?$/i)
  return NONE
}

/** Who reads a script by its first line; without `#!` the shell does. */
export function interpreterOf(body: string): 'shell' | 'python' | 'other' {
  const first = /^\s*#!([^\n]{0,200})/.exec(body)?.[1]
  if (first === undefined || /\b(?:ba|da|z|k|a)?sh\b/.test(first)) return 'shell'
  return /\bpython[\d.]*\b/.test(first) ? 'python' : 'other'
}

/** The words as one text, joined by spaces, as `eval` and `%conda` do: quotes are gone by then. */
export function joined(words: readonly ShellWord[]): MappedText {
  const text = new MappedTextBuilder()
  for (const [index, word] of words.entries()) {
    if (index > 0) text.addFor(' ', word.span.start, word.span.start)
    for (let i = 0; i < word.text.length; i++) text.add(word.text.charAt(i), word.original(i))
  }
  return text.build(words[0]?.span.start)
}

function shellScript(words: readonly ShellWord[], invocation: Invocation): InlineScript {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (word === undefined || !/^[-+]/.test(word.text)) return NONE
    // `-c`, `-lc`, `-exc`; `-o pipefail` has a value.
    const isCluster = word.text.length < 20 && /^[-+][A-Za-z]+$/.test(word.text)
    const takesValue = isCluster && word.text.endsWith('o')
    if (isCluster && word.text.includes('c')) return scriptAfter(words, takesValue ? i + 1 : i)
    if (takesValue || word.text === '--rcfile' || word.text === '--init-file') i++
  }
  return invocation.hereDocuments.length > 0 ? { kind: 'shell-document' } : NONE
}

/** Behind `-c` other options may come before the script: `bash -c -e "…"`. */
function scriptAfter(words: readonly ShellWord[], index: number): InlineScript {
  const script = words.slice(index + 1).find((word) => !/^-[A-Za-z]+$/.test(word.text))
  return script === undefined ? NONE : { kind: 'shell', text: script }
}

function pythonScript(words: readonly ShellWord[], invocation: Invocation): InlineScript {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (word?.text === '-') break
    if (word === undefined || !word.text.startsWith('-')) return NONE
    const code = words[i + 1]
    if (/^-[bBdEiIOPqsSuvx]*c$/.test(word.text)) return code === undefined ? NONE : { kind: 'python', text: code }
    if (/^-[WXQ]$/.test(word.text)) i++
  }
  return invocation.hereDocuments.length > 0 ? { kind: 'python-document' } : NONE
}

function commandOption(words: readonly ShellWord[], option: RegExp): InlineScript {
  const place = words.findIndex((word) => option.test(word.text))
  const script = place < 0 ? undefined : words[place + 1]
  return script === undefined ? NONE : { kind: 'shell', text: script }
}

function windowsScript(words: readonly ShellWord[], option: RegExp): InlineScript {
  const place = words.findIndex((word) => option.test(word.text))
  const rest = words.slice(place + 1)
  const [only] = rest
  if (place < 0 || only === undefined) return NONE
  return rest.length === 1 ? { kind: 'shell', text: only } : { kind: 'words', words: rest }
}
