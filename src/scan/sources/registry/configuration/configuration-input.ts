/** All that clients read their settings from. The weakest file comes first. */
export interface ConfigurationInput {
  readonly files: readonly ConfigurationFile[]
  readonly environment: Environment
  /**
   * Believe the files of the project too. Without it they are only reported: a project that is looked at because it may be hostile
   * would else choose where it is fetched from, and `.npmrc` would send `${AWS_SECRET_ACCESS_KEY}` there as a token.
   */
  readonly trustProject: boolean
}

export type Environment = Readonly<Record<string, string | undefined>>

export interface ConfigurationFile {
  readonly kind: ConfigurationKind
  /** As it is told in messages. */
  readonly path: string
  readonly bytes: Uint8Array
  /** `project` files come with what is looked at, the others belong to the user or the machine. */
  readonly level: 'machine' | 'user' | 'project'
}

export type ConfigurationKind =
  | 'pip.conf'
  | 'uv.toml'
  | 'pyproject.toml'
  | 'requirements'
  | 'npmrc'
  | 'yarnrc.yml'
  | 'netrc'
