import { lineIndex } from '../../../formats/line-index.ts'

/** Text that a person does not see and that tells an assistant what to do. */
export interface HiddenInstruction {
  readonly line: number
  readonly text: string
}

const MOST_PLACES = 20
const MOST_CHARACTERS = 2 * 1024 * 1024

/** What one says to an assistant and not to a person: to do something and not to tell. */
const ORDERS =
  /\b(?:ignore|disregard|forget)\s{1,5}(?:all\s{1,5}|any\s{1,5}|the\s{1,5}|your\s{1,5}){0,3}(?:previous|prior|above|earlier)\s{1,5}(?:instructions?|prompts?|rules)|\b(?:do\s{1,3}not|don't|never)\s{1,5}(?:tell|inform|mention|reveal|show|notify|alert)\s{1,5}(?:this\s{1,5}|it\s{1,5}|that\s{1,5}|anything\s{1,5}){0,2}(?:to\s{1,5})?(?:the\s{1,5})?(?:user|human|developer)|\bwithout\s{1,5}(?:telling|asking|informing|notifying)\s{1,5}(?:the\s{1,5})?(?:user|human|developer)|\b(?:run|execute)\s{1,5}(?:the\s{1,5})?(?:following|this)\s{1,5}(?:shell\s{1,5}|bash\s{1,5}){0,2}command.{0,80}(?:silently|secretly|quietly)/i

/** Orders that also stand in honest comments; there they count only with something that runs or sends. */
const COMMANDS = /\b(?:curl|wget|base64|bash\s{1,3}-c|npx|powershell|\/bin\/sh)\b.{0,200}(?:https?:\/\/|\|)/i

/**
 * Looks at what is not shown: HTML comments, elements without size, colour or display, text behind many blank lines. What is found
 * gives orders to an assistant. Linear: each hidden part is looked at once.
 */
export function hiddenInstructions(text: string): readonly HiddenInstruction[] {
  const source = text.slice(0, MOST_CHARACTERS)
  const found: HiddenInstruction[] = []
  const lines = lineIndex(source)
  for (const { body, offset, isComment } of hiddenParts(source)) {
    const isOrder =
      ORDERS.test(body) ||
      (!isComment && COMMANDS.test(body)) ||
      (isComment && /\b(?:assistant|agent|claude|copilot|cursor|LLM|AI)\b/i.test(body) && COMMANDS.test(body))
    if (isOrder && found.length < MOST_PLACES)
      found.push({ line: lines.position(offset).line, text: body.replace(/\s+/g, ' ').trim().slice(0, 200) })
  }
  return found
}

interface HiddenPart {
  readonly body: string
  readonly offset: number
  readonly isComment: boolean
}

/** Most characters of one hidden part, most parts. */
const LONGEST_PART = 8000
const MOST_PARTS = 2000

function hiddenParts(source: string): readonly HiddenPart[] {
  const found: HiddenPart[] = []
  for (let at = source.indexOf('<!--'); at >= 0 && found.length < MOST_PARTS; at = source.indexOf('<!--', at + 4)) {
    const close = source.indexOf('-->', at)
    found.push({
      body: source.slice(at + 4, Math.min(close < 0 ? at + LONGEST_PART : close, at + LONGEST_PART)),
      offset: at,
      isComment: true,
    })
    if (close < 0) break
  }
  const style =
    /style\s{0,5}=\s{0,5}["'][^"'<>]{0,300}(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|font-size\s{0,3}:\s{0,3}0|opacity\s{0,3}:\s{0,3}0(?![.\d])|color\s{0,3}:\s{0,3}(?:white|#fff(?:fff)?|transparent)\b)[^"'<>]{0,300}["'][^>]{0,300}>/gi
  for (const match of source.matchAll(style)) {
    if (found.length >= MOST_PARTS) break
    const start = match.index + match[0].length
    const close = source.indexOf('</', start)
    found.push({
      body: source.slice(start, Math.min(close < 0 ? start + LONGEST_PART : close, start + LONGEST_PART)),
      offset: start,
      isComment: false,
    })
  }
  return found
}
