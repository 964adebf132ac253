const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** Functions of R that start programs, load native code, or fetch and run. */
const DANGEROUS = words(
  `system system2 shell shell.exec pipe source sys.source dyn.load library.dynam download.file install.packages socketConnection
   serverSocket make.socket url browseURL`,
)

/** Functions that turn text into code: only with one of the others, which runs it, they run what no reader sees. */
const FROM_TEXT = words('parse str2lang str2expression')
const RUNNERS = words('eval evalq eval.parent do.call')

/** The functions among these that no model needs. */
export function dangerousCalls(names: readonly string[]): readonly string[] {
  return names.filter((name) => DANGEROUS.has(name))
}

/** Is text made into code and run? */
export function runsText(names: readonly string[]): boolean {
  return names.some((name) => FROM_TEXT.has(name)) && names.some((name) => RUNNERS.has(name))
}

/** Functions that R itself calls when a session that restored the workspace begins or ends (`?Startup`). */
export const STARTUP: ReadonlySet<string> = words('.First .First.sys .Last .Last.sys')

/** Functions of R that every program calls: a workspace that brings its own is called instead of them. */
export const EVERYDAY: ReadonlySet<string> = words(
  `print cat library require requireNamespace predict summary q quit c list data.frame matrix head str load readRDS
   read.csv paste length names lapply sapply apply mean sum source plot function is.null identical`,
)

/** Classes of vectors that belong to R itself and only compute (src/main/altclasses.c). */
export const KNOWN_ALTREP =
  /^(?:compact_intseq|compact_realseq|deferred_string|wrap_(?:integer|logical|real|complex|raw|string|list))$/
