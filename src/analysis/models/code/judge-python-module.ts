import { excerpt } from '../../../base/escape.ts'
import type { PythonGap, PythonModule } from '../../../formats/python/module.ts'
import { compareSeverity } from '../../../model/severity.ts'
import type { ModelObservation } from '../observation.ts'
import { judgeCall } from './judge-call.ts'
import { judgeExfiltration } from './judge-exfiltration.ts'
import { judgeSurroundings } from './judge-surroundings.ts'
import type { Judged } from './judged.ts'
import { observeJudged } from './observe-judged.ts'

/**
 * What code that comes with a model would do once it is trusted: one observation for each ability and name, worst first, each at
 * its worst line. Worse when it happens on import than when only a function does it. Pure; nothing of the module is run.
 */
export function judgePythonModule(module: PythonModule): readonly ModelObservation[] {
  const all = module.uses.flatMap((use): readonly Judged[] => [...judgeCall(use), ...judgeSurroundings(use)])
  const observations = [...observeJudged([...all, ...judgeExfiltration(module, all)]), ...module.gaps.map(observeGap)]
  return observations.toSorted((a, b) => compareSeverity(a.severity, b.severity))
}

const GAP_WHY: Readonly<Record<PythonGap['reason'], string>> = {
  syntax:
    'These lines are not Python of any version that is known here; a loader that reads them otherwise runs what nobody has looked at.',
  limit: 'The code is larger or nested deeper than is read; no honest module is.',
  encoding: 'Python decodes the file in a way that was not followed here; harmless-looking text may turn into code.',
  'null-byte': 'Python refuses or cuts source with null bytes; what stands behind them is a matter of the reader.',
}

function observeGap({ from, to, message, reason, words }: PythonGap): ModelObservation {
  const telling = words.filter((word) => TELLING.has(word))
  const place = from === to ? `line ${from}` : `lines ${from} to ${to}`
  const heard = telling.length === 0 ? '' : ` Among the words there: ${telling.join(', ')}.`
  return {
    id: 'code/not-inspected',
    severity: telling.length > 0 || reason === 'encoding' ? 'high' : 'medium',
    title: 'A part of the code was not inspected',
    why: `${GAP_WHY[reason]} Seen on ${place}: ${excerpt(message, 120)}.${heard}`,
    where: { inside: `line ${from}` },
    cwe: 'CWE-693',
    atlas: 'AML.T0011.000',
    when: 'with-trust',
    fix: 'Do not trust the code before somebody has read these lines.',
  }
}

const TELLING: ReadonlySet<string> = new Set(
  `exec eval compile __import__ system popen subprocess Popen socket urlopen requests urllib ctypes pickle marshal base64 getattr
   globals __builtins__ __subclasses__ importlib import_module check_output`.split(/\s+/),
)
