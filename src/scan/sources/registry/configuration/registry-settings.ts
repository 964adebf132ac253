/**
 * Where packages are fetched from and with which credentials, as the user's own clients are configured: plain data. Credentials stand
 * apart from addresses, so that an address can be told in a message.
 */
export interface RegistrySettings {
  readonly python: PythonSettings
  readonly npm: NpmSettings
  readonly credentials: readonly HostCredentials[]
  readonly connection: ConnectionSettings
  /** What the configuration says and was not followed. */
  readonly notes: readonly SettingsNote[]
}

export interface PythonSettings {
  /** Whose configuration this is. */
  readonly client: 'pip' | 'uv'
  /** In the order in which the client asks them, without the one of `defaultIndex`. */
  readonly indexes: readonly PackageIndex[]
  /** `client`: none is configured, so the client's own comes last; `none`: the client is told to ask no index. */
  readonly defaultIndex: 'configured' | 'client' | 'none'
  /** pip looks at `all` indexes and takes the best file of any; uv stays with the `first` that knows the project. */
  readonly choice: 'all' | 'first'
  /** Projects (PEP 503) that come from the index of this name only ([tool.uv.sources]). */
  readonly pinned: ReadonlyMap<string, string>
}

/** An index of the simple repository API. */
export interface PackageIndex {
  /** Without user and password, ends with `/`. */
  readonly address: string
  readonly name?: string
  /** Only for projects that are pinned to it. */
  readonly explicit?: true
}

export interface NpmSettings {
  readonly client: 'npm' | 'yarn'
  /** Ends with `/`; undefined when nothing is configured and the client's own counts. */
  readonly registry: string | undefined
  /** By scope with its `@`. */
  readonly scopes: ReadonlyMap<string, string>
  /** Hosts in addresses of tarballs that stand for the registry's (`replace-registry-host`). `client`: the client's own registry. */
  readonly replaceHosts: 'client' | 'always' | 'never' | { readonly host: string }
}

/** What is sent to whom. */
export interface HostCredentials {
  /** `//registry.example/path/`: the host with its port, and the beginning of the path. */
  readonly prefix: string
  /** `http` only where the configuration names an address of this host without TLS. */
  readonly schemes: readonly ('https:' | 'http:')[]
  /** The value of the Authorization header. */
  readonly authorization: string
}

/** For whoever opens connections: openConnections() applies them to the process. */
export interface ConnectionSettings {
  readonly proxy?: string
  readonly noProxy?: string
  /** Paths of PEM files with certificates that the clients trust in addition. */
  readonly certificates: readonly string[]
}

export interface SettingsNote {
  /** Path of the file, or the name of the variable. */
  readonly place: string
  /** A sentence without credentials. */
  readonly says: string
}
