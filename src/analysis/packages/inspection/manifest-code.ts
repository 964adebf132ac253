import type { Limits } from '../../../base/limits.ts'
import { type InstallHook, installHookBehaviours } from '../javascript/install-hooks.ts'
import { type FileInspection, found, joined } from './file-inspection.ts'
import { inspectEmbedded } from './inspect-code.ts'

/**
 * What the lifecycle scripts of an npm package do by themselves, and the code that stands in them (`node -e …`, `python -c …`). The files that
 * they start have the role `install` and are told as such.
 */
export function manifestCode(hooks: readonly InstallHook[], limits: Limits): FileInspection {
  const written = hooks.flatMap(({ inline, python, place }) => [
    ...inline.map((text) => ({ language: 'javascript', text, place }) as const),
    ...python.map((text) => ({ language: 'python', text, place }) as const),
  ])
  const code = written.map(({ language, text, place }) =>
    inspectEmbedded({ language, text, line: place.line }, { path: place.path, role: 'install' }, limits),
  )
  return joined(found(installHookBehaviours(hooks)), ...code)
}
