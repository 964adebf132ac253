import ignore from 'ignore'

/** The .gitignore files between the root and a folder, innermost last. */
export interface IgnoreRules {
  /** Is this path (relative to the root; `directory` says what it is) ignored? */
  ignores(path: string, directory: boolean): boolean
  /** The rules inside a folder, with what its own .gitignore adds. */
  within(folder: string, gitignore: string | undefined): IgnoreRules
}

/** No rules at all: with `--no-ignore`, and above the root. */
export const NO_RULES: IgnoreRules = rulesOf([])

interface Layer {
  /** The folder of the file, with a `/` behind it unless it is the root. */
  readonly prefix: string
  readonly matcher: ReturnType<typeof ignore>
}

/** gitignore(5): patterns of a nested file are relative to its folder and win over those of the folders above. */
function rulesOf(layers: readonly Layer[]): IgnoreRules {
  return {
    ignores: (path, directory) => decide(layers, directory ? `${path}/` : path),
    within: (folder, gitignore) => {
      if (gitignore === undefined) return rulesOf(layers)
      const matcher = ignore({ allowRelativePaths: false }).add(gitignore)
      return rulesOf([...layers, { prefix: folder === '' ? '' : `${folder}/`, matcher }])
    },
  }
}

function decide(layers: readonly Layer[], path: string): boolean {
  for (const layer of layers.toReversed()) {
    const inner = path.slice(layer.prefix.length)
    if (!ignore.isPathValid(inner)) continue
    const answer = layer.matcher.test(inner)
    if (answer.ignored) return true
    if (answer.unignored) return false
  }
  return false
}
