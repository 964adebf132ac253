/** One stage of a build, as far as it was read. */
export interface BuildStage {
  /** 0-based, as `COPY --from=0` counts. */
  readonly number: number
  readonly name: string | undefined
  /** The earlier stage it is built on. It has what that one has. */
  readonly base: BuildStage | undefined
  /** ENV; undefined values are known to be set to something that is not known. */
  readonly environment: Map<string, string | undefined>
  /** ARG; not inherited. */
  readonly arguments: Map<string, string | undefined>
  /** WORKDIR; `.` stands for that of the base image, which is not said here. Undefined when it depends on the build. */
  directory: string | undefined
  /** What the shell of RUN escapes with. */
  escape: '\\' | '`' | '^'
  readonly copies: Copy[]
}

/** One COPY, ADD or bind mount: what went where. */
export interface Copy {
  readonly sources: readonly string[]
  /** In the container, as normalPath() writes it. */
  readonly target: string
  readonly origin: CopyOrigin
}

/** The build context, an earlier stage, or somewhere that is not scanned: an image, an address, the Dockerfile itself. */
export type CopyOrigin =
  | { readonly kind: 'context' | 'elsewhere' }
  | { readonly kind: 'stage'; readonly stage: BuildStage }

/** Stages built on one another deeper than this are looked through no further. */
const DEEPEST = 50

/** A stage and those it is built on, nearest first. */
export function* lineage(stage: BuildStage): Generator<BuildStage> {
  let current: BuildStage | undefined = stage
  for (let depth = 0; current !== undefined && depth < DEEPEST; depth++) {
    yield current
    current = current.base
  }
}

/** The value of a variable in RUN: ENV wins over ARG (Dockerfile reference, "Using ARG variables"). */
export function variableIn(stage: BuildStage, name: string): string | undefined {
  for (const { environment } of lineage(stage)) if (environment.has(name)) return environment.get(name)
  return stage.arguments.get(name)
}
