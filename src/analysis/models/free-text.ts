import type { ModelObservation } from './observation.ts'

/**
 * Free text inside a model file (metadata of safetensors, ONNX …) that is more than text: a pickle in base64, active markup,
 * characters that change how it is shown. `format` begins the ids. Linear in the text.
 */
export function judgeFreeText(format: string, inside: string, text: string, byte: number): readonly ModelObservation[] {
  return RULES.filter(({ matches }) => matches(text)).map(({ id, severity, title, why, cwe }) => ({
    id: `${format}/${id}`,
    severity,
    title,
    why,
    where: { byte, inside },
    cwe,
    atlas: 'AML.T0010.003',
    fix: 'Remove the entry, or ask the author what it is for.',
  }))
}

const RULES = [
  {
    id: 'metadata-pickle',
    severity: 'high',
    title: 'Model metadata carries a pickle in base64',
    why: 'The text decodes to the start of a pickle stream. Metadata is free text that some loaders unpickle, which runs code.',
    cwe: 'CWE-502',
    matches: (text: string) => text.split(/[\s"',]+/, 10_000).some(startsAsPickle),
  },
  {
    id: 'metadata-markup',
    severity: 'medium',
    title: 'Model metadata carries active markup',
    why: 'Model hubs and notebooks show metadata in a browser; a script element in it runs there when it is not escaped.',
    cwe: 'CWE-79',
    matches: (text: string) =>
      /<(?:script|iframe|object|embed)[\s>/]|<(?:img|svg|body|a)\s[^<>]{0,200}\b(?:on\w{3,20}|href)\s?=\s?["']?(?:javascript:|[a-z]+\()/i.test(
        text,
      ),
  },
  {
    id: 'metadata-invisible',
    severity: 'low',
    title: 'Model metadata holds characters that change how text is shown',
    why: 'Escape sequences and bidirectional controls make a terminal or an editor show something else than what is there.',
    cwe: 'CWE-116',
    // oxlint-disable-next-line no-control-regex
    matches: (text: string) => /[\u001b\u0000\u009b\u202a-\u202e\u2066-\u2069]|[\u{e0001}-\u{e007f}]/u.test(text),
  },
] as const

/** Base64 of `80 02` to `80 05` and an opcode streams begin with, with or without a data URL in front. */
function startsAsPickle(word: string): boolean {
  const body = word.slice(word.startsWith('base64,') ? 7 : 0)
  if (!/^gA[I-X][A-Za-z0-9+/]{5}/.test(body)) return false
  const [proto, version = 0, opcode = 0] = Buffer.from(body.slice(0, 8), 'base64')
  return proto === 0x80 && version >= 2 && version <= 5 && STARTS.has(opcode)
}

const STARTS = new Set([...'c(}])NXK\u008c\u0095'].map((letter) => letter.charCodeAt(0)))
