import { excerpt } from '../../../base/escape.ts'
import type { Limits } from '../../../base/limits.ts'
import type { Gguf } from '../../../formats/gguf/gguf.ts'
import { type ModelObservation, observeAnomalies } from '../observation.ts'
import { judgeTemplate } from '../templates/judge-template.ts'
import { GGUF_BREACHES } from './breaches.ts'

/** What is wrong with a GGUF file, its chat templates included. Pure. */
export function judgeGgufAndTemplates(file: Gguf, limits: Limits): readonly ModelObservation[] {
  const templates = file.templates.flatMap(({ name, text, byte }) =>
    judgeTemplate(text, { inside: `tokenizer.chat_template (${excerpt(name, 40)})`, byte }, limits),
  )
  return [...judgeGguf(file), ...templates]
}

/** What is wrong with the layout of a GGUF file, without its chat templates. Pure. */
export function judgeGguf(file: Gguf): readonly ModelObservation[] {
  return [
    ...observeAnomalies(file.breaches, GGUF_BREACHES),
    ...file.alsoReadableAs.map(({ format, byte }): ModelObservation => ({
      id: 'gguf/polyglot',
      severity: 'high',
      title: `The GGUF file can also be opened as ${format}`,
      why: `A valid ${format} end record stands at byte ${byte}: tools that sniff content open the other format.`,
      where: { byte },
      cwe: 'CWE-646',
      atlas: 'AML.T0018.002',
      fix: 'Do not load the file; convert the model again from its source.',
    })),
  ]
}
