import type { Limits } from '../../../base/limits.ts'
import { pythonJson } from '../../../formats/python-json.ts'
import { get, string } from '../../../formats/tree.ts'
import { kept } from '../kept.ts'
import { observeTargets, type NamedTarget, type TargetMeaning } from '../named-code/observe-targets.ts'
import type { ModelObservation } from '../observation.ts'
import { nodeBreaches } from './node-breaches.ts'
import { nodeTargets } from './node-targets.ts'
import { skopsNodes } from './nodes.ts'

/**
 * What a skops file names for its loader. `bytes` is its `schema.json`: a tree of nodes, each with the module and the class it
 * stands for and the loader that builds it (skops/io/_audit.py, `get_tree`). `skops.io.load` refuses every name that is neither
 * on its own list nor in `trusted`, and `get_untrusted_types` lists those; what goes around that audit is reported as such.
 * Empty for a schema.json of something else. Throws FormatError, LimitError.
 */
export function judgeSkops(bytes: Uint8Array, limits: Limits): readonly ModelObservation[] {
  // No search for the word first: keys may be written with escapes, and json.loads takes UTF-16 and UTF-32 too.
  const root = pythonJson(bytes, limits)
  if (string(get(root, '__loader__')) === undefined) return []
  const targets: NamedTarget[] = []
  // One file can repeat a trick a million times; a thousand mild ones must not push a critical one off the list.
  const breaches = kept<ModelObservation>(MOST_OF_EACH)
  for (const node of skopsNodes(root)) {
    targets.push(...nodeTargets(node))
    for (const breach of nodeBreaches(node)) breaches.add(breach)
  }
  return [...breaches.list, ...observeTargets(targets, SKOPS)]
}

const MOST_OF_EACH = 20

/** Before 0.10 `trusted=True` switched the audit off (CVE-2024-37065). */
const SKOPS: TargetMeaning = {
  format: 'skops',
  subject: 'The skops file',
  loader: 'skops imports the name and builds or calls it once the caller has put it into `trusted`',
  when: 'with-trust',
  unknown: 'medium',
  cve: ['CVE-2024-37065'],
  fix: 'Do not put the name into `trusted`, and do not load the file.',
}
