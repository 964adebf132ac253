import { setTimeout as delay } from 'node:timers/promises'
import { ExternalError } from '../../../base/errors.ts'
import {
  type HttpsLine,
  httpsLine,
  httpsOnce,
  type OneBounds,
  type OneReply,
  type OneRequest,
} from '../../../base/http-once.ts'
import type { RuleId } from '../../../model/finding.ts'
import type { Answer } from './answer.ts'
import { type Question, USUAL_PAUSE } from './question.ts'
import { QUESTIONS } from './questions.ts'
import { readAnswer } from './read-answer.ts'
import { MOST_QUESTIONS, Turns } from './turns.ts'
import type { ValidationSettings } from './validation-settings.ts'

/** Longest wait for one answer. */
const PATIENCE = 5000

/** Of an answer that is kept: a list of models has up to some hundred KiB, and its beginning says enough. */
const ANSWER_BYTES = 64 * 1024

/** A wait that is left is worth a try from here on. */
const SHORTEST_TRY = 250

/** A provider that could not be reached so often in a row is not asked again by this thread: a machine without a way out must not wait for each. */
const MOST_FAILURES = 3

/** Where a provider asks for patience and does not say how much. */
const USUAL_HOLD = 30_000

/** What a header or an address can carry without a change; no token has anything else. */
const SENDABLE = /^[\x21-\x7e]{8,8192}$/

/** A value and the rule that found it. Holds the secret. */
export interface Token {
  readonly rule: RuleId
  readonly value: string
}

/** Sends one request; see httpsOnce(). */
export type Ask = (request: OneRequest, bounds: OneBounds) => Promise<OneReply>

/** What tests replace: no setting and no variable of the environment does. */
export interface ValidatorSeam {
  readonly ask?: Ask
  readonly questions?: readonly Question[]
}

/**
 * Asks providers whether tokens work: those that the operator named and no others, each token once, one request to one fixed host, within the
 * bounds that all threads of a scan share. Lives as long as its thread, which alone knows the tokens. Never throws for what a provider does.
 */
export class TokenValidator {
  readonly #providers: ReadonlyMap<string, Standing>
  readonly #questions: readonly Question[]
  readonly #turns: Turns
  readonly #known = new Map<string, Answer>()
  readonly #ask: Ask

  constructor({ providers, proxies, turns }: ValidationSettings, seam: ValidatorSeam = {}) {
    this.#providers = new Map(providers.map((name, index) => [name, { index, failures: 0 }]))
    this.#questions = (seam.questions ?? QUESTIONS).filter(({ provider }) => this.#providers.has(provider))
    this.#turns = new Turns(turns)
    this.#ask = seam.ask ?? askThrough(httpsLine(proxies))
  }

  /** Can anybody be asked about it who may be? */
  concerns({ rule, value }: Token): boolean {
    return this.#questionFor(rule, value) !== undefined
  }

  /** An answer for each of the tokens that concern it; those for which `milliseconds` do not suffice are told so. */
  async answers<T extends Token>(tokens: readonly T[], milliseconds: number): Promise<ReadonlyMap<T, Answer>> {
    const latest = now() + milliseconds
    const asked = tokens.flatMap((token) => {
      const question = this.#questionFor(token.rule, token.value)
      return question === undefined ? [] : [{ token, question }]
    })
    const answers = new Map<T, Answer>()
    // One after the other with each provider, all providers at once.
    const byProvider = Map.groupBy(asked, ({ question }) => question.provider)
    await Promise.all(
      [...byProvider.values()].map(async (list) => {
        for (const { token, question } of list) {
          answers.set(token, await this.#answer(token.value, question, latest))
        }
      }),
    )
    return answers
  }

  #questionFor(rule: RuleId, value: string): Question | undefined {
    return this.#questions.find(({ rules, tokens }) => rules.includes(rule) && (tokens?.test(value) ?? true))
  }

  async #answer(token: string, question: Question, latest: number): Promise<Answer> {
    const key = `${question.host}\n${token}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const standing = this.#providers.get(question.provider)
    if (standing === undefined) return unasked('it may not be asked')
    if (!SENDABLE.test(token)) return unasked('no request can carry such a value')
    if (standing.failures >= MOST_FAILURES) return unasked(`${standing.failure ?? 'it failed'}, several times in a row`)
    const first = await this.#turn(standing, question, latest)
    if (!first) return unasked(TOO_LATE)
    if (!this.#turns.take()) return unasked(`${MOST_QUESTIONS} tokens were asked about in this scan, which is the most`)
    const answer = await this.#twice(token, question, standing, latest)
    // What time did not allow may be asked with another file.
    if (answer.verdict !== 'unasked' || answer.why !== TOO_LATE) this.#known.set(key, answer)
    return answer
  }

  /** Asks, and once more where the first attempt failed in a way that may pass. */
  async #twice(token: string, question: Question, standing: Standing, latest: number): Promise<Answer> {
    const first = await this.#once(token, question, standing, latest)
    if (first.again === undefined) return first.answer
    if (first.again > now()) this.#turns.hold(standing.index, first.again)
    if (!(await this.#turn(standing, question, latest))) return first.answer
    return (await this.#once(token, question, standing, latest)).answer
  }

  async #once(token: string, question: Question, standing: Standing, latest: number): Promise<Attempt> {
    try {
      const reply = await this.#ask(requestOf(question, token), {
        maxBytes: ANSWER_BYTES,
        milliseconds: Math.min(PATIENCE, latest - now()),
      })
      standing.failures = 0
      const { status } = reply
      if (status === 429) return { answer: unasked('it asks for patience (429)'), again: now() + patienceOf(reply) }
      if (status >= 500) return { answer: unasked(`it answered ${status}`), again: now() }
      return { answer: readAnswer(question, reply, token) }
    } catch (error) {
      if (!(error instanceof ExternalError)) throw error
      standing.failures++
      standing.failure = `it ${error.message}`
      return { answer: unasked(standing.failure), ...(error.retryable ? { again: now() } : {}) }
    }
  }

  /** Waits until this provider may be asked; false when that is too late for an answer. */
  async #turn({ index }: Standing, { pauseMilliseconds = USUAL_PAUSE }: Question, latest: number): Promise<boolean> {
    const turn = this.#turns.next(index, pauseMilliseconds, now(), latest - SHORTEST_TRY)
    if (turn === undefined) return false
    await delay(Math.max(0, turn - now()))
    return true
  }
}

const TOO_LATE = 'the time for this file was over'

/** How a provider has behaved towards this thread. */
interface Standing {
  /** Its place in the shared turns. */
  readonly index: number
  failures: number
  failure?: string
}

interface Attempt {
  readonly answer: Answer
  /** Present where another attempt may say more; not before then. */
  readonly again?: number
}

function askThrough(line: HttpsLine): Ask {
  return (request, bounds) => httpsOnce(line, request, bounds)
}

function requestOf({ method, host, path, headers, body }: Question, token: string): OneRequest {
  const address = `https://${host}${typeof path === 'string' ? path : path(token)}`
  return {
    method,
    address,
    headers: { accept: 'application/json', 'user-agent': 'assay', ...headers(token) },
    ...(body === undefined ? {} : { body }),
  }
}

/** `Retry-After` in seconds; the form with a date needs a clock that agrees with the server's. */
function patienceOf(reply: OneReply): number {
  const seconds = reply.header('retry-after') ?? ''
  return /^\d{1,5}$/.test(seconds) ? Number(seconds) * 1000 : USUAL_HOLD
}

/** The same in every thread, and never set back within one. */
function now(): number {
  return performance.timeOrigin + performance.now()
}

function unasked(why: string): Answer {
  return { verdict: 'unasked', why }
}
