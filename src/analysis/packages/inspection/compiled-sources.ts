import { type CompiledModule, compareWithSource, namesInSource } from '../binaries/source-difference.ts'
import type { PackageNote } from '../artefact-facts.ts'
import type { Behaviour } from '../behaviour.ts'
import { sourceOfCompiled } from '../compiled-path.ts'
import type { ArtefactFile } from '../contents/artefact-event.ts'

/** Sources that are kept because compiled files may follow: the largest packages with all their tests have no more. */
const MOST_CHARACTERS = 16 * 1024 * 1024

/** In what compiled files differ from their sources, and what could not be compared. */
export interface Comparison {
  readonly behaviours: readonly Behaviour[]
  readonly notes: readonly PackageNote[]
}

/**
 * Compiled Python and its sources, whichever comes first: Python runs the compiled file, people read the source. It lives as long as the
 * artefact is looked through.
 */
export class CompiledSources {
  readonly #compiled = new Map<string, CompiledModule>()
  readonly #sources = new Map<string, string>()
  /** Files whose names are known before they come, and the sources that compiled ones among them belong to. */
  #announced: ReadonlySet<string> = new Set()
  readonly #expected = new Set<string>()
  #characters = 0

  announce(paths: readonly string[]): void {
    this.#announced = new Set(paths)
    for (const path of paths) if (/\.py[co]$/.test(path)) this.#expected.add(sourceOfCompiled(path))
  }

  addCompiled(path: string, compiled: CompiledModule): void {
    this.#compiled.set(path, compiled)
    this.#expected.add(sourceOfCompiled(path))
  }

  /**
   * Keeps the text of a source that a compiled file may belong to; few artefacts have one, so nothing is looked at yet. Its bytes have
   * been read before.
   */
  async addSource({ path, source, size }: ArtefactFile): Promise<void> {
    const isExpected = this.#expected.has(path)
    if (!path.endsWith('.py') || (this.#announced.has(path) && !isExpected)) return
    if (this.#characters + size > MOST_CHARACTERS) return
    this.#characters += size
    this.#sources.set(path, Buffer.from(await source.all()).toString('utf8'))
  }

  /** To be asked when all files have come; `paths` are those of all files. */
  compare(paths: readonly string[]): Comparison {
    const all = new Set(paths)
    // Many compiled files may belong to one source: its names are looked for once.
    const names = new Map<string, ReadonlySet<string> | 'absent' | undefined>()
    const results = [...this.#compiled].map(([path, compiled]) => {
      const sourcePath = sourceOfCompiled(path)
      if (!names.has(sourcePath)) names.set(sourcePath, all.has(sourcePath) ? this.#namesOf(sourcePath) : 'absent')
      return compareOne(path, compiled, names.get(sourcePath))
    })
    return {
      behaviours: results.flatMap(({ behaviours }) => behaviours),
      notes: results.flatMap(({ notes }) => notes),
    }
  }

  #namesOf(path: string): ReadonlySet<string> | undefined {
    const text = this.#sources.get(path)
    return text === undefined ? undefined : namesInSource(text)
  }
}

function compareOne(
  path: string,
  compiled: CompiledModule,
  source: ReadonlySet<string> | 'absent' | undefined,
): Comparison {
  if (source !== undefined)
    return { behaviours: compareWithSource(compiled, source, { path, role: 'library' }), notes: [] }
  const message = `not compared with its source, which was not read, or not kept: ${MOST_CHARACTERS} bytes of sources are`
  return { behaviours: [], notes: [{ kind: 'not-inspected', code: 'bytecode-source', path, message }] }
}
