import type { BoundedReader } from '../../../formats/native/bounded-reader.ts'
import { printableRuns } from '../../../formats/native/printable-runs.ts'
import { type Address, addressesIn } from './addresses.ts'
import { isCommand } from './command-strings.ts'
import { isSecretVariable } from '../known-places.ts'
import { type StringMark, stringMarks } from './string-marks.ts'

/** What the strings of a file tell. */
export interface BinaryStrings {
  readonly marks: readonly StringMark[]
  readonly addresses: readonly Address[]
  /** Strings that are commands for a shell. */
  readonly commands: readonly string[]
  /** Names of variables of the environment that hold secrets of well-known services. */
  readonly variables: readonly string[]
  /** Which of the names asked for stand there, each as a string of its own. */
  readonly words: ReadonlySet<string>
  /** Everything that was asked for was looked at. */
  readonly isWhole: boolean
}

/** A part of a file. */
export interface ByteArea {
  readonly offset: number
  readonly size: number
}

const PIECE_BYTES = 4 * 1024 * 1024

/** A string that lies over the end of a piece is read again with the next one. */
const OVERLAP_BYTES = 16 * 1024

const MOST_COMMANDS = 100
const MOST_ADDRESSES = 500

/**
 * Looks at the strings of areas of a file, at most `most` bytes in all, the first group first. `forms`: Windows and .NET write texts with
 * two bytes for a character as well. `words`: names that are looked for as whole strings.
 */
export async function lookAtStrings(
  reader: BoundedReader,
  groups: readonly (readonly ByteArea[])[],
  forms: readonly ('ascii' | 'wide')[],
  words: ReadonlySet<string>,
  most: number,
): Promise<BinaryStrings> {
  const found = new StringFinds(words)
  let left = most
  let isWhole = true
  for (const { offset, size } of groups.flatMap(distinctAreas)) {
    const end = offset + Math.min(size, Math.max(0, reader.size - offset))
    for (let at = offset; at < end; at += PIECE_BYTES) {
      if (left <= 0) isWhole = false
      if (left <= 0) break
      const bytes = await reader.upTo(at, Math.min(PIECE_BYTES + OVERLAP_BYTES, end - at, left))
      left -= bytes.length
      for (const form of forms) for (const { text } of printableRuns(bytes, form)) found.look(text)
    }
  }
  return found.strings(isWhole)
}

/** Areas may lie over each other in hostile files: nothing is read twice. */
function distinctAreas(areas: readonly ByteArea[]): readonly ByteArea[] {
  const sorted = areas.filter(({ size }) => size > 0).toSorted((a, b) => a.offset - b.offset)
  const kept: ByteArea[] = []
  let end = 0
  for (const { offset, size } of sorted) {
    const start = Math.max(offset, end)
    if (offset + size > start) kept.push({ offset: start, size: offset + size - start })
    end = Math.max(end, offset + size)
  }
  return kept
}

class StringFinds {
  readonly #marks = new Map<string, StringMark>()
  readonly #addresses = new Map<string, Address>()
  readonly #commands = new Set<string>()
  readonly #variables = new Set<string>()
  readonly #found = new Set<string>()
  readonly #words: ReadonlySet<string>

  constructor(words: ReadonlySet<string>) {
    this.#words = words
  }

  look(text: string): void {
    for (const mark of stringMarks(text)) {
      const key = `${mark.kind} ${mark.subject}`
      if (!this.#marks.has(key)) this.#marks.set(key, mark)
    }
    for (const address of addressesIn(text)) {
      const known = this.#addresses.get(address.host)
      if (known === undefined && this.#addresses.size >= MOST_ADDRESSES) continue
      if (known === undefined || (known.kind === 'document' && address.kind !== 'document'))
        this.#addresses.set(address.host, address)
    }
    if (this.#commands.size < MOST_COMMANDS && isCommand(text)) this.#commands.add(text)
    if (text.length > 64) return
    if (this.#words.has(text)) this.#found.add(text)
    if (SERVICES.test(text) && isSecretVariable(text)) this.#variables.add(text)
  }

  strings(isWhole: boolean): BinaryStrings {
    return {
      marks: [...this.#marks.values()],
      addresses: [...this.#addresses.values()],
      commands: [...this.#commands],
      variables: [...this.#variables].slice(0, 50),
      words: this.#found,
      isWhole: isWhole && this.#commands.size < MOST_COMMANDS && this.#addresses.size < MOST_ADDRESSES,
    }
  }
}

/**
 * Words in capital letters are in every lexer; with the name of a service in front they are variables. Names of errors of the SDK of AWS
 * look like them.
 */
const SERVICES =
  /^(?!AWS_(?:AUTH|ERROR|IO|HTTP|MQTT|OP)_)(?:AWS|NPM|NODE_AUTH|GITHUB|GH|GITLAB|PYPI|TWINE|HF|HUGGING_?FACE|OPENAI|ANTHROPIC|GEMINI|GOOGLE|AZURE|SLACK|DISCORD|TELEGRAM|DOCKER|VAULT|STRIPE|DATABRICKS|SNOWFLAKE|CLOUDFLARE|HEROKU|DIGITALOCEAN|KUBE)_[A-Z\d_]{3,50}$/
