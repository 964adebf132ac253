import { homePath } from './program-rules.ts'
import type { CallContext, ShellCall } from './shell-call.ts'
import { joinTaints, type ScriptValue } from './script-value.ts'
import type { Taint } from '../behaviour.ts'

/** What a program that talks to others sends: its data, headers, address, files, standard input. */
export function sentBy(call: ShellCall, context: CallContext): readonly Taint[] {
  const { program } = call
  if (/^(?:curl|wget|http|https|httpie|xh|aria2c|fetch|lwp-request)$/.test(program)) return requestTaints(call, context)
  if (
    /^(?:nc|ncat|netcat|telnet|socat|openssl|websocat|mail|mailx|sendmail|msmtp|mutt|ftp|tftp|logger|wscat|busybox|gsocket)$/.test(
      program,
    )
  )
    return joinTaints([call.stdin.taints, ...call.words.map((word) => fileTaints(word, context))])
  if (/^(?:ssh|scp|sftp|rsync)$/.test(program))
    return joinTaints([call.stdin.taints, ...withoutKeys(call.words).map((word) => fileTaints(word, context))])
  if (/^(?:scp|rsync|sftp|aws|gsutil|gcloud|rclone|az|s3cmd|mc|gh|glab|git|docker|transfer)$/.test(program))
    return joinTaints([call.stdin.taints, ...call.words.map((word) => fileTaints(word, context))])
  return joinTaints(call.words.map(({ taints }) => taints))
}

/** Options of curl and wget that say where the answer goes, or how, and send nothing. */
const SENDS_NOTHING =
  /^(?:-[oOwmDcK]|--(?:output|output-document|write-out|max-time|dump-header|cookie-jar|retry|connect-timeout|cacert|capath|config))$/
const DATA =
  /^(?:-d|--data(?:-\w+)?|-F|--form(?:-\w+)?|-T|--upload-file|--json|--post-file|--body-file|--post-data|--url-query|-b|--cookie)$/

function requestTaints({ words, stdin }: ShellCall, context: CallContext): readonly Taint[] {
  const sent: (readonly Taint[])[] = []
  for (const [index, word] of words.slice(0, 500).entries()) {
    const option = words[index - 1]?.text ?? ''
    if (SENDS_NOTHING.test(option)) continue
    sent.push(word.taints)
    const attached = /^(--(?:post-file|body-file|upload-file|data(?:-\w+)?|form|json))=|^(-[dFT])(?=.)/.exec(word.text)
    const name = attached?.[1] ?? attached?.[2] ?? option
    if (attached === null && !DATA.test(option)) continue
    const value = attached === null ? word.text : word.text.slice(attached[0].length)
    const path = sentFile(name, value)
    if (path === undefined || path === '…') continue
    sent.push(path === '-' || path === '/dev/stdin' ? stdin.taints : context.file(homePath(path)).taints)
  }
  return joinTaints(sent)
}

/** `@file`, `name=@file`, `name=<file`; an upload names the file itself. */
function sentFile(option: string, value: string): string | undefined {
  if (/^(?:-T|--upload-file|--post-file|--body-file)$/.test(option)) return value
  const path = /^(?:[^=@<]{0,200}=)?[@<]([^;]{1,1000})/.exec(value)?.[1]
  return path?.replace(/^"(.*)"$/, '$1')
}

/** The key with which one signs in is used, not sent. */
function withoutKeys(words: readonly ScriptValue[]): readonly ScriptValue[] {
  return words.filter((_, index) => !/^-[iFoS]$/.test(words[index - 1]?.text ?? ''))
}

function fileTaints(word: ScriptValue, context: CallContext): readonly Taint[] {
  const { text, taints } = word
  if (text.startsWith('-') || !/[./~]/.test(text) || text.includes('://')) return taints
  return joinTaints([taints, context.file(homePath(text)).taints.filter(({ source }) => source !== 'file')])
}

/** Where a program writes what it was given or fetched, besides its standard output. */
export function writtenBy({ program, texts }: ShellCall): readonly string[] {
  const after = (...options: readonly string[]): readonly string[] =>
    texts.flatMap((text, index) => {
      const attached = options.find((option) => option.startsWith('--') && text.startsWith(`${option}=`))
      if (attached !== undefined) return [text.slice(attached.length + 1)]
      return options.includes(texts[index - 1] ?? '') ? [text] : []
    })
  const operands = texts.filter((text) => !text.startsWith('-'))
  if (program === 'curl') {
    const clusters = texts.flatMap((text, index) => (/^-\w*o$/.test(text) ? [texts[index + 1] ?? ''] : []))
    const named = texts.some((text) => /^-\w*O\w*$|^--remote-name/.test(text)) ? lastSegments(operands) : []
    return [...after('--output'), ...clusters, ...named]
  }
  if (program === 'wget') {
    const given = texts.flatMap((text, index) => {
      const value = /^-[a-zA-Z]{0,10}O(.{0,1000})$/.exec(text)?.[1]
      return value === undefined ? [] : [value === '' ? (texts[index + 1] ?? '') : value]
    })
    const named = [...after('--output-document'), ...given]
    return named.length > 0 ? named.filter((path) => path !== '-') : lastSegments(operands)
  }
  if (program === 'aria2c') return after('-o', '--out')
  if (program === 'tee') return operands
  if (program === 'dd') return texts.flatMap((text) => (text.startsWith('of=') ? [text.slice(3)] : []))
  if (program === 'openssl') return after('-out')
  if (/^(?:gpg2?|age|gzip|sort|7z)$/.test(program)) return after('-o', '--output')
  if (program === 'tar') return after('-f', '--file').concat(tarFile(texts))
  if (program === 'zip') return operands.slice(0, 1)
  return []
}

function lastSegments(addresses: readonly string[]): readonly string[] {
  return addresses.flatMap((address) => {
    const name = /\/([^/?#]{1,200})(?:[?#].*)?$/.exec(address.slice(0, 2000))?.[1]
    return name === undefined || !address.includes('://') ? [] : [name]
  })
}

function tarFile(texts: readonly string[]): readonly string[] {
  return /^-?[a-zA-Z]{0,10}f$/.test(texts[0] ?? '') && /c/.test(texts[0] ?? '') && texts[1] !== undefined
    ? [texts[1]]
    : []
}
