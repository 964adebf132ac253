import type { ScannedFile } from '../../../model/scanned-file.ts'
import type { Severity } from '../../../model/severity.ts'
import { inspectModel } from '../../models/inspect-model.ts'
import type { ModelObservation } from '../../models/observation.ts'
import type { Behaviour } from '../behaviour.ts'
import type { PackageNote } from '../artefact-facts.ts'

/** Severities of what a model file does to whoever loads it; below are unusual layouts and unvetted classes. */
const DOES_HARM: ReadonlySet<Severity> = new Set(['critical', 'high'])

/**
 * Model files in packages (aliyun-ai-labs-* on PyPI, 2025: the payload was a PyTorch model in the wheel), with the rules for models: what would
 * run when the file is loaded, as behaviours of moment `call`, because something has to load it.
 */
export async function modelBehaviours(
  file: ScannedFile,
): Promise<{ readonly behaviours: readonly Behaviour[]; readonly notes: readonly PackageNote[] }> {
  const { isModel, observations } = await inspectModel(file)
  if (!isModel) return { behaviours: [], notes: [] }
  return {
    behaviours: observations
      .filter(({ severity }) => DOES_HARM.has(severity))
      .flatMap((one) => behaviourOf(one, file.path)),
    notes: observations
      .filter(({ id }) => id.startsWith('container/not-inspected'))
      .map((one) => noteOf(one, file.path)),
  }
}

/** What reaches functions of others runs code; what merely overflows a parser is a vulnerability, not a behaviour. */
function behaviourOf({ title, globals = [], code, where }: ModelObservation, path: string): readonly Behaviour[] {
  const subject = globals[0] ?? code?.statement
  if (subject === undefined) return []
  const place = { path, line: 1 }
  return [
    {
      kind: 'evaluate',
      subject: subject.slice(0, 200),
      place,
      when: 'call',
      inputs: [{ source: 'decoded', subject: 'model', place, through: ['pickle'] }],
      evidence: `${code?.statement ?? title}${where.inside === undefined ? '' : ` in ${where.inside}`}`.slice(0, 200),
    },
  ]
}

function noteOf({ title }: ModelObservation, path: string): PackageNote {
  return { kind: 'not-inspected', code: 'model', path, message: title }
}
