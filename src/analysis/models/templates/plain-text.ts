import type { TemplateFinding } from './finding.ts'

/** What the text of a template shows without a parser, in comments and strings too. Every pattern is linear. */
export function* findPlainText(text: string): Generator<TemplateFinding> {
  for (const { pattern, ...rule } of RULES) {
    const found = pattern.exec(text)
    if (found !== null) yield { ...rule, offset: found.index }
  }
}

const PROMPT = {
  atlas: 'AML.T0051.000',
  fix: 'Compare the template with the one of the base model and use that; ask the author what the words are for.',
} as const

const RULES = [
  {
    id: 'templates/suspicious-instruction',
    severity: 'high',
    title: 'The chat template tells the model to set aside its instructions or to hide something',
    why: 'The words stand in the template itself and reach the model with the conversation, unseen by the user.',
    cwe: 'CWE-506',
    pattern:
      /\b(?:ignore|disregard|forget|override)\s(?:all\s)?(?:of\s)?(?:the\s|your\s|any\s)?(?:previous|prior|above|earlier|safety|system)\s(?:instructions|rules|guidelines|prompts?|messages)|\b(?:do\snot|don't|never)\s(?:tell|mention|reveal|disclose|inform)\s(?:this\s)?(?:to\s)?(?:the\s)?user|\bwithout\s(?:telling|informing|asking)\sthe\suser/i,
    ...PROMPT,
  },
  {
    id: 'templates/exfiltration',
    severity: 'high',
    title: 'The chat template asks the model to put data into an address',
    why: 'A link or an image with the conversation in its address sends the conversation away as soon as it is shown.',
    cwe: 'CWE-200',
    pattern:
      /!\[[^\]\n]{0,80}\]\(https?:\/\/[^)\s]{0,300}[?&][^)\s]{0,100}[={]|\b(?:send|post|append|exfiltrate)\s(?:it|them|the\s(?:conversation|prompt|content|data|api\skey|secrets?))\sto\shttps?:/i,
    ...PROMPT,
  },
  {
    id: 'templates/invisible',
    severity: 'medium',
    title: 'The chat template holds characters that cannot be seen',
    why: 'Tag characters, bidirectional controls and escapes carry text that the model reads and a reviewer does not see.',
    cwe: 'CWE-1007',
    // oxlint-disable-next-line no-control-regex
    pattern: /[\u{e0000}-\u{e007f}]|[\u202a-\u202e\u2066-\u2069\u001b]|[\u200b-\u200d\u2060\ufeff]{4}/u,
    ...PROMPT,
  },
] as const
