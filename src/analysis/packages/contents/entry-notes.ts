import { excerpt } from '../../../base/escape.ts'
import { pathProblems } from '../../../formats/archive-path.ts'
import type { PackageNote } from '../artefact-facts.ts'

/** Archives in archives are made to tire those who look: the third is told. `around` is how many hold it. */
export function deepNote(path: string, around: number): PackageNote {
  const message = `an archive in ${around} archives of the package`
  return { kind: 'unusual', code: 'archive-depth', path, message }
}

/** What is wrong with a name as an archive has it; nothing for a name that stays in the folder. */
export function outsideNotes(name: string, path: string): readonly PackageNote[] {
  return pathProblems(name).map((problem) => ({
    kind: 'outside',
    code: 'path-outside',
    path,
    message: `"${excerpt(name, 120)}": ${problem}`,
  }))
}

/** In a zip a link is a file that holds the path; without a target it leads out of the artefact. */
export function zipLinkNote(path: string, target: string | undefined): PackageNote {
  const message = 'a symbolic link in a zip: pip writes a file that holds the path, other tools make the link'
  return target === undefined
    ? { kind: 'outside', code: 'link-outside', path, message }
    : { kind: 'link', code: 'symlink', path, message }
}
