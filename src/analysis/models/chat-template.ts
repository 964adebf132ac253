import type { FileRule } from '../../model/rule.ts'
import { MODEL_FILES } from './model-files.ts'
import { observationsOf } from './to-observation.ts'

/** A chat template reaches out of its sandbox, or says to the model what nobody sees. */
export const chatTemplate: FileRule = {
  id: 'models/chat-template',
  title: 'A chat template does more than format a conversation.',
  severity: 'high',
  why: 'The template travels with the tokenizer or inside the GGUF file and runs with every request. Templates have been used to reach Python objects through attributes, and to add instructions on conditions that a reviewer does not see.',
  fix: 'Replace the template by that of the base model, and compare the two.',
  references: ['https://cwe.mitre.org/data/definitions/1336.html', 'https://atlas.mitre.org/techniques/AML.T0051.000'],
  files: MODEL_FILES,
  inspect: (file) => observationsOf(file, ['templates/']),
}
