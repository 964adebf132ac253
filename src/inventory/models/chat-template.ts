import { text } from '../../formats/text.ts'
import { at } from '../../model/location.ts'
import type { Extractor } from '../extractor.ts'
import { clueExtraction } from './clue-extraction.ts'
import { templateClue } from './template-clue.ts'

/** A chat template in a file of its own, as transformers 4.51 and later save it. */
export const chatTemplate: Extractor = {
  id: 'models/chat-template',
  title: 'Chat templates in files of their own',
  files: ['**/chat_template*.jinja', '**/additional_chat_templates/*.jinja'],
  async extract(file) {
    return clueExtraction([templateClue(nameOf(file.path), await file.read(text), at(file.path, 1, 1))])
  },
}

/** `chat_template.jinja` is the default one, `additional_chat_templates/rag.jinja` the one named rag. */
function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.jinja$/, '')
  return name.startsWith('chat_template') ? 'default' : name
}
