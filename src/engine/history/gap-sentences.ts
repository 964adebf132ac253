import type { GapLog } from '../../scan/sources/git-history/gap.ts'
import { NOT_HERE } from '../../scan/sources/git-history/list-objects.ts'
import type { Unread } from './serve-blobs.ts'

/** Content that Git LFS keeps elsewhere. */
export function sayPointer(gaps: GapLog, path: string): void {
  const what = 'files are pointers of Git LFS: their content is not in the repository and was not looked at'
  gaps.add('pointer', what, path)
}

/** More than is looked at. */
export function sayTooLarge(gaps: GapLog, name: string): void {
  gaps.add('too-large', 'objects are larger than the limit and were not looked at', name)
}

/** What Git did not give. */
export function sayUnread(gaps: GapLog, state: Unread, name: string): void {
  if (state === 'missing') gaps.add('missing', NOT_HERE, name)
  else if (state === 'damaged') gaps.add('damaged', 'objects cannot be read: `git fsck` tells more', name)
  else sayTooLarge(gaps, name)
}
