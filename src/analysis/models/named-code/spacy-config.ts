import { excerpt } from '../../../base/escape.ts'
import { decodeText } from '../../../formats/text.ts'
import type { ModelObservation } from '../observation.ts'

/** Registered names of spaCy and its sister packages: `spacy.Tagger.v2`, `spacy-transformers.TransformerModel.v3`, `Adam.v1`. */
const KNOWN =
  /^(?:spacy(?:[-_](?:legacy|transformers|curated-transformers|llm|loggers|experimental|huggingface-hub|alignments|pytorch))?\.|srsly\.|thinc\.|[A-Za-z][\w-]*(?:\.v\d+)?$)/

/**
 * The functions a `config.cfg` of spaCy takes from its registries: `@architectures = "name"`. They run when the pipeline is
 * loaded; those of spaCy itself are silent, any other comes from a package or a file given with `--code`. Empty for a
 * config.cfg of something else. Linear.
 */
export function judgeSpacyConfig(bytes: Uint8Array): readonly ModelObservation[] {
  const text = decodeText(bytes)
  if (!text.includes('[nlp]')) return []
  const names = new Set<string>()
  for (const line of text.split('\n')) {
    const name = /^@[a-z_]{1,40}\s*=\s*"([^"]{1,300})"/.exec(line)?.[1]
    if (name !== undefined && !KNOWN.test(name)) names.add(name)
  }
  if (names.size === 0) return []
  const shown = [...names].slice(0, 5).map((name) => excerpt(name, 80))
  return [
    {
      id: 'config/spacy-registry',
      severity: 'low',
      title: `The spaCy pipeline needs code that is not part of spaCy: ${shown[0]}${names.size > 1 ? ` and ${names.size - 1} more` : ''}`,
      why: `Loading the pipeline calls functions registered by other packages: ${shown.join(', ')}.`,
      where: { inside: shown[0] ?? '' },
      cwe: 'CWE-829',
      fix: 'Install only packages you have read for it.',
      when: 'with-trust',
    },
  ]
}
