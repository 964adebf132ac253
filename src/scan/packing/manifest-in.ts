import { matchAny } from '../../base/glob.ts'

/** Commands of a template; a longer one is no template. */
const MOST_LINES = 2000

/** The files that a MANIFEST.in chooses out of all (setuptools documentation, "Controlling files in the distribution"). Later lines win. */
export function manifestIn(text: string, all: readonly string[]): readonly string[] {
  const chosen = new Set<string>()
  for (const line of text.split(/\r?\n/).slice(0, MOST_LINES)) {
    const [command = '', ...words] = line.replace(/#.*$/, '').trim().split(/\s+/)
    const rule = COMMANDS[command]
    if (rule === undefined) continue
    const fits = rule.fits(words)
    for (const path of all) {
      if (!fits(path)) continue
      if (rule.adds) chosen.add(path)
      else chosen.delete(path)
    }
  }
  return [...chosen]
}

interface Rule {
  readonly adds: boolean
  fits(words: readonly string[]): (path: string) => boolean
}

/** Patterns from the root. */
const plain = (words: readonly string[]): ((path: string) => boolean) => matchAny(words)
/** Patterns of names, anywhere. */
const anywhere = (words: readonly string[]): ((path: string) => boolean) => matchAny(words.map((word) => `**/${word}`))
/** A folder, then patterns below it. */
const below = ([folder = '', ...words]: readonly string[]): ((path: string) => boolean) =>
  matchAny(words.map((word) => (folder === '.' ? `**/${word}` : `${folder.replace(/\/$/, '')}/**/${word}`)))
/** Everything in a folder. */
const whole = ([folder = '']: readonly string[]): ((path: string) => boolean) =>
  matchAny([folder === '.' ? '**' : `${folder.replace(/\/$/, '')}/**`])

const COMMANDS: Readonly<Record<string, Rule>> = {
  include: { adds: true, fits: plain },
  exclude: { adds: false, fits: plain },
  'recursive-include': { adds: true, fits: below },
  'recursive-exclude': { adds: false, fits: below },
  'global-include': { adds: true, fits: anywhere },
  'global-exclude': { adds: false, fits: anywhere },
  graft: { adds: true, fits: whole },
  prune: { adds: false, fits: whole },
}
