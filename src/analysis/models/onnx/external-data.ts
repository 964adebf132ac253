import { excerpt } from '../../../base/escape.ts'
import type { ExternalTensor } from '../../../formats/onnx/model.ts'
import { type PathEscape, pathEscape } from '../file-reference.ts'
import type { ModelObservation } from '../observation.ts'
import type { Severity } from '../../../model/severity.ts'

/** One observation per location that leaves the model's folder, and one for keys outside the specification. */
export function judgeExternalData(tensors: readonly ExternalTensor[]): readonly ModelObservation[] {
  const seen = new Set<string>()
  return tensors.flatMap((tensor) => {
    const found = [...judgeLocation(tensor), ...judgeKeys(tensor)]
    return found.filter(({ id, title }) => {
      const known = seen.has(`${id} ${title}`)
      seen.add(`${id} ${title}`)
      return !known
    })
  })
}

function judgeLocation(tensor: ExternalTensor): readonly ModelObservation[] {
  const escape = pathEscape(tensor.location ?? '')
  if (escape === undefined) return []
  const { severity, what, cve } = ESCAPES[escape]
  return [
    {
      id: 'onnx/external-data-escape',
      severity: tensor.active ? severity : 'low',
      title: `ONNX external data ${what}: ${excerpt(tensor.location ?? '', 120)}`,
      why: `Loading reads the file named by the tensor \`${excerpt(tensor.tensor, 80)}\`; the location must be a path below the folder of the model. Whatever is read becomes weights and can leave with the model's output or with a saved copy.`,
      where: { byte: tensor.byte, inside: `${tensor.inside}/${excerpt(tensor.tensor, 80)}` },
      cwe: 'CWE-22',
      atlas: 'AML.T0011.000',
      cve,
      fix: 'Do not load the model; export it again with external data beside it.',
    },
  ]
}

const TRAVERSAL = ['CVE-2022-25882', 'CVE-2024-27318', 'CVE-2025-51480', 'CVE-2026-27489']

const ESCAPES: Readonly<Record<PathEscape, { severity: Severity; what: string; cve: readonly string[] }>> = {
  parent: { severity: 'high', what: 'leaves the folder of the model', cve: TRAVERSAL },
  absolute: { severity: 'high', what: 'stands at an absolute path', cve: TRAVERSAL },
  home: { severity: 'medium', what: 'names a home folder', cve: TRAVERSAL },
  variable: { severity: 'medium', what: 'names a variable of the environment', cve: TRAVERSAL },
  url: { severity: 'high', what: 'names an address', cve: [] },
  'control-characters': { severity: 'high', what: 'has control characters in its path', cve: TRAVERSAL },
  memory: { severity: 'critical', what: 'names an address in the memory of the runtime', cve: [] },
  empty: { severity: 'medium', what: 'names no file', cve: [] },
}

/** onnx set any key as an attribute of a Python object in some versions: unknown keys are not harmless. */
function judgeKeys(tensor: ExternalTensor): readonly ModelObservation[] {
  const keys = tensor.otherKeys.filter((key) => key !== 'basepath')
  if (keys.length === 0) return []
  return [
    {
      id: 'onnx/external-data-keys',
      severity: keys.some((key) => key.startsWith('_')) ? 'high' : 'medium',
      title: `ONNX external data has keys outside the specification: ${excerpt(keys.slice(0, 5).join(', '), 120)}`,
      why: 'Readers that copy every key onto an object let the file change how it is read.',
      where: { byte: tensor.byte, inside: tensor.inside },
      cwe: 'CWE-915',
      atlas: 'AML.T0011.000',
      fix: 'Do not load the model; export it again from its source.',
    },
  ]
}
