import type { StackValue } from './stack-value.ts'

/** Functions in functions of honest code are five deep. */
const MOST_AROUND = 16

/** What names stand for in a code object. */
export interface NameScope {
  /** Its own name, then that of what is around it; undefined where nothing was bound to it. */
  find(name: string): StackValue | undefined
  bind(name: string | undefined, value: StackValue): void
}

/** An empty scope inside of others, the nearest first. */
export function nameScope(around: readonly NameScopeTable[]): {
  readonly scope: NameScope
  readonly tables: readonly NameScopeTable[]
} {
  const own: NameScopeTable = new Map()
  const tables = [own, ...around].slice(0, MOST_AROUND)
  return {
    tables,
    scope: {
      find(name) {
        for (const table of tables) {
          const value = table.get(name)
          if (value !== undefined) return value
        }
        return undefined
      },
      bind(name, value) {
        if (name !== undefined) own.set(name, value)
      },
    },
  }
}

export type NameScopeTable = Map<string, StackValue>
