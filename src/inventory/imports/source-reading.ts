import type { Format } from '../../base/bytes.ts'
import type { Extraction } from '../../model/package-mention.ts'
import type { ImportMention, ImportUse, SourceFacts } from '../../model/source-facts.ts'

/** Larger files are data, or written by a program that put many files into one. */
export const LARGEST_SOURCE = 4 * 1024 * 1024

/** Words of one file that are kept; a workflow of a thousand lines has some hundreds. */
export const MOST_WORDS = 1000

/** An extraction that says nothing of packages. Without facts it is what most files give, and costs nothing to remember. */
export function factsOnly(source: SourceFacts | undefined): Extraction {
  const nothing: Extraction = { mentions: [], edges: [], includes: [], clues: [], diagnostics: [] }
  return source === undefined || Object.keys(source).length === 0 ? nothing : { ...nothing, source }
}

/** One mention for each module: the first of the use that counts most. In the order of the file. */
export function oncePerModule(mentions: Iterable<ImportMention>): readonly ImportMention[] {
  const byModule = new Map<string, ImportMention>()
  for (const mention of mentions) {
    const known = byModule.get(mention.module)
    if (known === undefined || WEIGHT[mention.use] > WEIGHT[known.use]) byModule.set(mention.module, mention)
  }
  return [...byModule.values()]
}

const WEIGHT: Readonly<Record<ImportUse, number>> = { needed: 2, optional: 1, types: 0 }

/** The ASCII of a file, as that is all that words need; empty for what is binary, of which other readers speak. */
export const asciiText: Format<string> = {
  id: 'ascii-text',
  binary: true,
  parse: (bytes) => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
    return text.slice(0, 512).includes('\0') ? '' : text
  },
}

/** Words of a text that could name a package or a module; `pattern` is global and has one group. */
export function wordsIn(text: string, pattern: RegExp): readonly string[] {
  const words = new Set<string>()
  for (const match of text.matchAll(pattern)) {
    const word = match[1] ?? match[0]
    if (word.length > 1 && word.length <= 100) words.add(word)
    if (words.size >= MOST_WORDS) break
  }
  return [...words]
}

/** Strings in code that look like names or dotted modules. */
export const QUOTED_NAMES = /["'`](@?[A-Za-z][\w@/.-]{1,98})["'`]/g
