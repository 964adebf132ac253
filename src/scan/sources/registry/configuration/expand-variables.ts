import type { Environment } from './configuration-input.ts'

/** A value with its variables put in; `missing` names those that are not set. */
export interface Expanded {
  readonly text: string
  readonly missing: readonly string[]
}

/**
 * `${NAME}` and `${NAME?}` as npm expands them in .npmrc: a variable that is not set stays as written, with `?` it is empty; a backslash
 * before `${` keeps it. Linear.
 */
export function expandNpm(text: string, environment: Environment): Expanded {
  const missing: string[] = []
  const expanded = text.replace(
    /(\\?)\$\{([^${}?]{1,256})(\?)?\}/g,
    (written, escape: string, name: string, optional?: string) => {
      if (escape !== '') return written.slice(1)
      const value = environment[name]
      if (value === undefined && optional === undefined) missing.push(name)
      return value ?? (optional === undefined ? written : '')
    },
  )
  return { text: expanded, missing }
}

/** `${NAME}`, `${NAME-fallback}` and `${NAME:-fallback}` as yarn expands them in .yarnrc.yml. Linear. */
export function expandYarn(text: string, environment: Environment): Expanded {
  const missing: string[] = []
  const expanded = text.replace(
    /\$\{(\w{1,256})(?:(:)?-([^{}]{0,1024}))?\}/g,
    (_, name: string, colon?: string, fallback?: string) => {
      const value = environment[name]
      if (value !== undefined && (value !== '' || colon === undefined)) return value
      if (fallback === undefined) missing.push(name)
      return fallback ?? ''
    },
  )
  return { text: expanded, missing }
}

/** `${NAME}` in capitals, as pip expands it in requirements files. Linear. */
export function expandPip(text: string, environment: Environment): Expanded {
  const missing: string[] = []
  const expanded = text.replace(/\$\{([A-Z0-9_]{1,256})\}/g, (written, name: string) => {
    const value = environment[name]
    if (value === undefined || value === '') missing.push(name)
    return value === undefined || value === '' ? written : value
  })
  return { text: expanded, missing }
}
