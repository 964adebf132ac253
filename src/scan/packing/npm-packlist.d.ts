/** What is used of npm-packlist: it has no types of its own, and those that others wrote bring eleven packages along. */
declare module 'npm-packlist' {
  /** A node of npm's tree of packages, as far as the list needs it. */
  interface PackedNode {
    /** Absolute. */
    readonly path: string
    readonly package: Readonly<Record<string, unknown>>
    readonly isProjectRoot: boolean
    readonly edgesOut: ReadonlyMap<string, unknown>
  }
  /** The paths that `npm pack` takes, relative to the node. */
  export default function packlist(node: PackedNode): Promise<string[]>
}
