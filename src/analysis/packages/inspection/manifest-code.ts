import type { Limits } from '../../../base/limits.ts'
import type { Tree } from '../../../formats/tree.ts'
import { installHookBehaviours, installHooks } from '../javascript/install-hooks.ts'
import { type FileInspection, found, joined } from './file-inspection.ts'
import { inspectEmbedded } from './inspect-code.ts'

/**
 * What the lifecycle scripts of package.json do by themselves, and the code that stands in them (`node -e …`). The files that they start have the
 * role `install` and are told as such.
 */
export function manifestCode(manifest: Tree, paths: readonly string[], limits: Limits): FileInspection {
  const hooks = installHooks(manifest, 'package.json', paths)
  const inline = hooks.flatMap(({ inline: codes, place }) =>
    codes.map((text) =>
      inspectEmbedded(
        { language: 'javascript', text, line: place.line },
        { path: 'package.json', role: 'install' },
        limits,
      ),
    ),
  )
  return joined(found(installHookBehaviours(hooks)), ...inline)
}
