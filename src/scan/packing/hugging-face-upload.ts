import type { Limits } from '../../base/limits.ts'
import type { TreeSource } from '../source.ts'
import { filesBelow } from './files-below.ts'
import type { PackedList } from './packed-list.ts'

/** What `hf upload` sends: everything but git's folder and the client's own cache (huggingface_hub, DEFAULT_IGNORE_PATTERNS). No ignore file counts. */
export async function huggingFaceUpload(tree: TreeSource, limits: Limits): Promise<PackedList> {
  const enter = (path: string): boolean => !/(?:^|\/)(?:\.git|\.cache\/huggingface)$/.test(path)
  const paths = (await filesBelow(tree, '', limits, enter)).filter((path) => !/(?:^|\/)\.git$/.test(path))
  return { tool: 'hf upload', paths, doubts: ['files that --include or --exclude would choose are not known'] }
}
