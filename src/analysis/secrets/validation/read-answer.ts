import type { OneReply } from '../../../base/http-once.ts'
import type { Answer } from './answer.ts'
import { valueAt } from './json-at.ts'
import type { Question, Sign } from './question.ts'
import { toldOf } from './told.ts'

/**
 * What an answer says of the token. Its body is hostile: it is parsed within the bytes that were kept, compared, and told only in shapes (see
 * told). A page of HTML is no answer of an API: something on the way has spoken.
 */
export function readAnswer(question: Question, reply: OneReply, token: string): Answer {
  const { status } = reply
  if (status >= 300 && status < 400) return unasked(`it answered with a redirect (${status}), which is not followed`)
  const kind = reply.header('content-type') ?? ''
  if (/html/i.test(kind)) return unasked(`it answered ${status} with a page for people`)
  const read = { status, text: Buffer.from(reply.body).toString('utf8'), json: parsed(reply) }
  const shows = (signs: readonly Sign[] | undefined): boolean => signs?.some((sign) => holds(sign, read)) ?? false
  if (shows(question.refused)) return refused(question)
  if (shows(question.limited)) return { verdict: 'accepted', told: ['without leave to read what was asked for'] }
  if (shows(question.accepted) && (read.json !== undefined || (reply.cut && /json/i.test(kind)))) {
    return { verdict: 'accepted', told: toldOf(question.tells, reply, read.json, token) }
  }
  return unasked(`it answered ${status} in a way that is not known`)
}

interface Read {
  readonly status: number
  readonly text: string
  readonly json: unknown
}

function holds({ status, at, is, mentions }: Sign, read: Read): boolean {
  if (status !== read.status) return false
  if (mentions !== undefined) {
    const text = read.text.toLowerCase()
    if (!mentions.some((one) => text.includes(one))) return false
  }
  if (at === undefined) return true
  const value = valueAt(read.json, at)
  if (is !== undefined) return is.some((one) => one === value)
  return value !== undefined && value !== null
}

/** Undefined for what is no JSON, or was cut. Deep nesting exhausts no stack: V8's parser throws, which is caught. */
function parsed({ body, cut }: OneReply): unknown {
  if (cut) return undefined
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

function refused({ elsewhere }: Question): Answer {
  return elsewhere === undefined ? { verdict: 'refused' } : { verdict: 'refused', elsewhere }
}

function unasked(why: string): Answer {
  return { verdict: 'unasked', why }
}
