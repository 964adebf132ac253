import type { FileState, TreeSource } from '../scan/source.ts'

/** The tree of what is no folder: nothing of it is opened again. */
export const NO_TREE: TreeSource = {
  list: async () => [],
  state: async (): Promise<FileState> => ({ kind: 'unreadable', skip: 'unreadable', reason: 'not there' }),
  open: () => Promise.reject(new Error('nothing is opened of what is no folder')),
}
