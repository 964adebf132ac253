/** Those that name the language or the registry: a name means the same without them, as `dateutil` and `python-dateutil`. */
const LANGUAGES: ReadonlySet<string> = new Set(
  'py py2 py3 python python2 python3 pip pypi wheel whl js javascript ts typescript node nodejs npm esm cjs'.split(' '),
)

/**
 * Words that authors hang on the name of a known project, and that an attacker hangs on as well: `requests-py`, `openai-official`.
 * Not here: words that whole families of honest packages carry by convention (`types-requests`, `pytest-…`, `eslint-plugin-…`).
 */
export const AFFIXES: ReadonlySet<string> = new Set([
  ...LANGUAGES,
  ...[
    'sdk cli api client lib library pkg package module app hub',
    'util utils helper helpers tool tools toolkit kit wrapper binding bindings',
    'official original real secure safe fixed patched stable latest new pro plus',
    'beta alpha dev nightly test demo free unofficial fork mirror updated v2 v3',
  ].flatMap((line) => line.split(' ')),
])

/** Those that are also written without a separator: `pytorch`, `lodashjs`. */
const ATTACHED_BEFORE = ['python3', 'python', 'node', 'py'] as const
const ATTACHED_BEHIND = [
  'python',
  'nodejs',
  'node',
  'official',
  'utils',
  'sdk',
  'cli',
  'lib',
  'js',
  'py',
  'ts',
] as const

/** Below it a rest says nothing: every name of three letters is some project. */
const SHORTEST_REST = 4

/**
 * What is left of a name of these words when one affix is taken away at its beginning or its end, without separators; `language`: only
 * one that names the language. At most some, each of four characters or more.
 */
export function withoutAffix(words: readonly string[], which: 'any' | 'language' = 'any'): readonly string[] {
  const counts = which === 'any' ? AFFIXES : LANGUAGES
  const rests = new Set<string>()
  if (words.length > 1 && counts.has(words[0] ?? '')) rests.add(words.slice(1).join(''))
  if (words.length > 1 && counts.has(words.at(-1) ?? '')) rests.add(words.slice(0, -1).join(''))
  const joined = words.join('')
  for (const affix of ATTACHED_BEFORE) if (joined.startsWith(affix)) rests.add(joined.slice(affix.length))
  for (const affix of ATTACHED_BEHIND) {
    if (counts.has(affix) && joined.endsWith(affix)) rests.add(joined.slice(0, -affix.length))
  }
  return [...rests].filter((rest) => rest.length >= SHORTEST_REST)
}
