import { excerpt, visible } from '../../base/escape.ts'
import type { AssessedArtefact, PackageAssessment, PackageStory, StoryStep } from '../../model/package-assessment.ts'

/** `litellm 1.82.8 (PyPI)`, safe for one line. */
export function packageName({ name, version, ecosystem }: PackageAssessment): string {
  const known = [excerpt(name, 120) || 'a package without a name', excerpt(version, 60)]
    .filter((part) => part !== '')
    .join(' ')
  return ecosystem === undefined ? known : `${known} (${ecosystem})`
}

/** `setup.py:12:3`, safe for one line; empty where a step has no place. */
export function stepPlace({ location: { path, lines, column } }: StoryStep): string {
  if (path === '') return ''
  const line = lines === undefined ? '' : `:${lines.start}${column === undefined ? '' : `:${column}`}`
  return `${excerpt(path, 160)}${line}`
}

/** Decimal units, as registries show them. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1e6) return `${(bytes / 1000).toFixed(1)} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}

/** `12 files, 11 read whole, 1 in part, 0 not`. */
export function filesText({ files: { seen, whole, part, not } }: AssessedArtefact): string {
  const parts = [
    `${whole} read whole`,
    ...(part === 0 ? [] : [`${part} in part`]),
    ...(not === 0 ? [] : [`${not} not`]),
  ]
  return `${seen} ${seen === 1 ? 'file' : 'files'}, ${parts.join(', ')}`
}

/** What the registry's digest says of the bytes. */
export function proofText({ proof }: AssessedArtefact): string {
  if (proof === undefined) return ''
  return { strong: 'digest fits', weak: 'fits a weak digest only', none: 'no digest to compare with' }[proof]
}

/** `capability 1 × threat 0.9 × role 1 = 90`. */
export function factorsText({ factors, weight }: PackageStory): string {
  return `${factors.map(({ factor, value }) => `${factor} ${value}`).join(' × ')} → ${weight} of 100`
}

/** A sentence of the assessment, safe for one line. */
export function sentence(text: string, length = 800): string {
  return excerpt(text.replaceAll(/\s+/g, ' '), length)
}

/** What it was compared with. */
export function comparedText({ compared }: PackageAssessment): string {
  return 'version' in compared
    ? `compared with ${excerpt(compared.version, 60)}`
    : `not compared: ${sentence(compared.reason, 200)}`
}

/** What the bytes are called; absent for a folder. */
export function digestText({ sha256 }: AssessedArtefact): string {
  return sha256 === undefined ? '' : `sha256 ${visible(sha256).slice(0, 64)}`
}
