import type { Bom } from '../model/component.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** What was left out of the inventory of an image because nobody installed it: told, and no gap, for it is not there. */
export function notInstalledNotes({ notInstalled = [] }: Bom): readonly Diagnostic[] {
  return notInstalled.map(({ path, count }) => ({
    code: 'FORMAT_UNCOVERED',
    level: 'note',
    message:
      count === 1
        ? '1 package for developing or building is named here and not installed in the image; it is left out'
        : `${count} packages for developing or building are named here and not installed in the image; they are left out`,
    location: { path },
    source: 'scan/image',
  }))
}
