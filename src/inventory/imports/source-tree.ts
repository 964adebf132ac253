import type { Component } from '../../model/component.ts'
import type { Ecosystem } from '../../model/ecosystem.ts'
import type { SourceFacts } from '../../model/source-facts.ts'
import type { Declarations } from './declarations.ts'
import type { ModuleOrigins } from './module-packages.ts'
import type { OwnSource } from './own-source.ts'

/** What the projects of one language are put together from. */
export interface SourceTree {
  readonly ecosystem: Ecosystem
  readonly source: OwnSource
  readonly facts: ReadonlyMap<string, SourceFacts>
  readonly declared: Declarations
  readonly origins: ModuleOrigins
  /** Names and beginnings of names that lead to the project's own files. */
  readonly aliases: readonly string[]
  readonly ownNames: ReadonlySet<string>
  /** Words of commands and configuration anywhere in the tree. */
  readonly words: ReadonlySet<string>
  readonly components: ReadonlyMap<string, readonly Component[]>
}
