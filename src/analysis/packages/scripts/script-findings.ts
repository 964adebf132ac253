import type { Behaviour, BehaviourKind, BehaviourMoment, BehaviourPlace, Taint } from '../behaviour.ts'
import type { FileRole, PackageFile } from '../package-file.ts'
import { joinTaints } from './script-value.ts'

/** Most behaviours that are told of one file. */
const MOST_BEHAVIOURS = 2000

/** A line and a column of the file, 1-based. */
export interface Spot {
  readonly line: number
  readonly column: number
}

/** Code of another language that a text holds: for the reader of that language. */
export interface EmbeddedCode {
  readonly language: 'python' | 'javascript' | 'shell' | 'powershell' | 'batch'
  readonly text: string
  /** 1-based, in the file. */
  readonly line: number
}

/** What is found in a script or a text. */
export interface TextInspection {
  /** In the order of the file. */
  readonly behaviours: readonly Behaviour[]
  readonly code: readonly EmbeddedCode[]
}

/** Most pieces of code of other languages that are handed on, and their characters together. */
const MOST_CODE = 500
const MOST_CODE_CHARACTERS = 8 * 1024 * 1024

/** Collects what is found in one file. A class because it lives as long as one inspection. */
export class ScriptFindings {
  readonly file: PackageFile
  readonly #found = new Map<string, Behaviour>()
  readonly #code: EmbeddedCode[] = []
  #codeCharacters = 0

  constructor(file: PackageFile) {
    this.file = file
  }

  /** The same on the same line is one, with the inputs of all. */
  add(
    kind: BehaviourKind,
    subject: string,
    spot: Spot,
    when: BehaviourMoment,
    inputs: readonly Taint[],
    evidence: string,
  ): void {
    const shown = subject === '' ? '?' : subject.slice(0, 200)
    const key = `${kind} ${spot.line} ${shown}`
    const known = this.#found.get(key)
    if (known === undefined && this.#found.size >= MOST_BEHAVIOURS) return
    this.#found.set(key, {
      kind,
      subject: shown,
      place: known?.place ?? this.placeOf(spot),
      when: known?.when ?? when,
      inputs: known === undefined ? inputs : joinTaints([known.inputs, inputs]),
      evidence: known?.evidence ?? evidence.slice(0, 200),
    })
  }

  /** Hands code on to the reader of its language. */
  addCode(language: EmbeddedCode['language'], text: string, line: number): void {
    this.#codeCharacters += text.length
    if (this.#code.length >= MOST_CODE || this.#codeCharacters > MOST_CODE_CHARACTERS || text.trim() === '') return
    const isThere = this.#code.some((one) => one.line === line && one.text === text && one.language === language)
    if (!isThere) this.#code.push({ language, text, line })
  }

  placeOf({ line, column }: Spot): BehaviourPlace {
    return { path: this.file.path, line, column }
  }

  result(): TextInspection {
    const behaviours = [...this.#found.values()].toSorted(
      (a, b) => a.place.line - b.place.line || (a.place.column ?? 0) - (b.place.column ?? 0),
    )
    return { behaviours, code: this.#code }
  }
}

/** When the top level of a script runs, by what the file is for. */
export function momentOfRole(role: FileRole): BehaviourMoment {
  if (role === 'install') return 'install'
  if (role === 'start' || role === 'import') return 'import'
  return role === 'command' ? 'call' : 'unknown'
}
