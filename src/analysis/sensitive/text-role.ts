import type { TextRole } from './sensitive-scanner.ts'

/** By ending. What stands nowhere here is configuration: what holds secrets most often is what nobody has a name for. */
const ROLES: readonly (readonly [TextRole, readonly string[]])[] = [
  [
    'source',
    'py pyi pyx pxd ipy js mjs cjs jsx ts mts cts tsx vue svelte astro go rs java kt kts scala c h cc cpp cxx hpp cu cuh cs rb php pl pm swift m mm r jl lua dart ex exs erl hs ml sql zig nim v sol proto graphql css scss less'.split(
      ' ',
    ),
  ],
  ['prose', 'md mdx rst txt adoc tex bib html htm xhtml svg po pot srt vtt'.split(' ')],
  ['output', 'log out err stdout stderr trace har patch diff history'.split(' ')],
  ['data', 'csv tsv tab psv jsonl ndjson parquet arrow feather'.split(' ')],
]

const BY_ENDING: ReadonlyMap<string, TextRole> = new Map(
  ROLES.flatMap(([role, endings]) => endings.map((ending): [string, TextRole] => [ending, role])),
)

/** What kind of text stands under this name, when it is text. */
export function textRole(path: string): TextRole {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (/^(?:readme|changelog|changes|license|licence|copying|notice|authors|contributors|news|todo)\b/.test(name)) {
    return 'prose'
  }
  if (/^\.(?:bash|zsh|python|node_repl|psql|mysql|sqlite)_history$/.test(name)) return 'output'
  return BY_ENDING.get(name.slice(name.lastIndexOf('.') + 1)) ?? 'configuration'
}
