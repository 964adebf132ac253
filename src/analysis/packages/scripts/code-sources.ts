import type { Taint } from '../behaviour.ts'

/** What makes a text suspicious as code: it comes from elsewhere, or was decoded. */
export function codeSources(taints: readonly Taint[]): readonly Taint[] {
  return taints.filter(({ source }) => source === 'network' || source === 'decoded')
}

/** The same without what honest scripts do to options and paths, too. */
export function strongCodeSources(taints: readonly Taint[]): readonly Taint[] {
  return codeSources(taints).filter((taint) => !isWeakDisguise(taint))
}

/** A text that was made of another in a way that honest scripts have for paths and options: alone it says nothing. */
export function isWeakDisguise({ source, subject }: Taint): boolean {
  return source !== 'network' && WEAK.has(subject)
}

const WEAK: ReadonlySet<string> = new Set(['sed', 'tr', 'slices', 'letters', 'separators', 'braces'])
