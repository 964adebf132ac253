import type { BehaviourMoment } from '../behaviour.ts'
import type { FileRole } from '../package-file.ts'

/** Who runs a piece of code, and when: the role of its file and its moment as one. */
export type Exposure =
  | 'install'
  | 'install-call'
  | 'start'
  | 'import'
  | 'library'
  | 'command'
  | 'call'
  | 'test'
  | 'documentation'

/** The exposure of what happens at a moment in a file of a role. */
export function exposureOf(role: FileRole, when: BehaviourMoment): Exposure {
  if (when === 'install') return 'install'
  if (role === 'install') return when === 'call' ? 'install-call' : 'install'
  if (role === 'test' || role === 'documentation' || role === 'command') return role
  return when === 'call' ? 'call' : role
}

/** Does it run without anybody asking for it? */
export function runsByItself(exposure: Exposure): boolean {
  return BY_ITSELF.has(exposure)
}

const BY_ITSELF: ReadonlySet<Exposure> = new Set(['install', 'install-call', 'start', 'import'])

/** How a story begins. */
export const MOMENTS: Readonly<Record<Exposure, string>> = {
  install: 'On install',
  'install-call': 'In a program that runs on install',
  start: 'With every start of the interpreter',
  import: 'On import',
  library: 'When one of its modules is loaded',
  command: 'When its command is run',
  call: 'When it is called',
  test: 'In its tests',
  documentation: 'In its documentation',
}
