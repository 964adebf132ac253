/** The bytes of a file and where they stand. Hard links share one. */
export interface FileContent {
  /** Number of the layer that brought it, from 0. */
  readonly layer: number
  /** Of its data in the unpacked layer: names the content within the layer. */
  readonly offset: number
  readonly size: number
  /** Where it can be read; undefined while it was not kept. */
  kept: { readonly descriptor: number; readonly offset: number } | undefined
  /** How many names it was given. */
  names: number
}

export interface Directory {
  readonly kind: 'directory'
  /** From the root, without links. */
  readonly path: string
  readonly entries: Map<string, TreeNode>
  layer: number
  /** The layer that has emptied it of what the layers below had put there. */
  emptied: number
}

export type TreeNode =
  | Directory
  | { readonly kind: 'file'; readonly content: FileContent; readonly layer: number }
  | { readonly kind: 'link'; readonly target: string; readonly layer: number }
  | { readonly kind: 'other'; readonly layer: number }
