import { type Frame, type Lexer, operatorToken, push, TOKEN } from './lexer.ts'

/** The literal part of an f-string or of a format specification, up to the next field or the end. */
export function templateText(lexer: Lexer, frame: Frame): void {
  const { text, at: start } = lexer
  const inSpec = frame.type === 'field'
  const mark = frame.quote.charCodeAt(0)
  let at = start
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 123) {
      if (inSpec || text.charCodeAt(at + 1) !== 123) break
      at++
    } else if (code === 125 && inSpec) break
    else if (code === 92) at += skipped(text, at, frame.raw)
    else if (code === mark && (frame.quote.length === 1 || text.startsWith(frame.quote, at))) break
    else if (code === 10 && frame.quote.length === 1) break
  }
  at = Math.min(at, text.length)
  if (at > start) push(lexer, TOKEN.templateText, start, at)
  lexer.at = at
  endTemplateText(lexer, frame)
}

function skipped(text: string, at: number, raw: boolean): number {
  const next = text.charAt(at + 1)
  if (next === '{' || next === '}') return 0
  if (raw || next !== 'N' || text.charAt(at + 2) !== '{') return 1
  // \N{NAME OF A CHARACTER}; the longest has fewer than 100 letters.
  const end = text.slice(at, at + 120).indexOf('}')
  return end < 0 ? 1 : end
}

function endTemplateText(lexer: Lexer, frame: Frame): void {
  const { text, at, frames } = lexer
  const char = text.charAt(at)
  if (char === '{') {
    lexer.depth++
    frames.push({ type: 'field', depth: lexer.depth, spec: false, quote: frame.quote, raw: frame.raw })
    operatorToken(lexer, 1)
  } else if (char === '}' && frame.type === 'field') closeField(lexer)
  else if (frame.type === 'string' && text.startsWith(frame.quote, at)) {
    push(lexer, TOKEN.templateEnd, at, at + frame.quote.length)
    lexer.at = at + frame.quote.length
    frames.pop()
  } else abandonTemplate(lexer)
}

/** Not closed before the line (or the text) ended. */
function abandonTemplate(lexer: Lexer): void {
  let open = lexer.frames.pop()
  while (open?.type === 'field') open = lexer.frames.pop()
  push(lexer, TOKEN.bad, lexer.at, lexer.at)
  lexer.depth = open?.depth ?? 0
  lexer.lineStart = false
}

/** Closes a replacement field. */
export function closeField(lexer: Lexer): void {
  lexer.frames.pop()
  lexer.depth--
  operatorToken(lexer, 1)
}
