import { unpacked } from './decode-text.ts'
import { bytesOf, itemsOf, type PsScope, type PsValue, textValue, UNKNOWN } from './powershell-value.ts'
import { changedValue, isKnown, joinTaints, UNKNOWN_PART } from './script-value.ts'

/** An object made with `New-Object` or `::new`. */
export function constructed(type: string, words: readonly PsValue[], scope: PsScope): PsValue {
  const [first] = words
  const taints = joinTaints(words.map((word) => word.taints))
  if (/^io\.compression\.(?:gzip|deflate)stream$/.test(type)) return unpackedStream(first ?? UNKNOWN, words, type)
  if (/^io\.(?:memorystream|streamreader|binaryreader|stringreader)$|^text\.stringbuilder$/.test(type))
    return {
      text: first?.inner?.text ?? first?.text ?? '',
      taints,
      object: type,
      inner: first?.inner ?? first ?? textValue(''),
    }
  if (/^(?:net\.sockets\.)?(?:tcpclient|udpclient)$/.test(type.replace(/^net\.sockets\./, '')) && first !== undefined) {
    scope.tell('network', first.text)
    return {
      text: UNKNOWN_PART,
      taints: [...taints, scope.taint('network', first.text)],
      object: 'net.sockets.tcpclient',
      inner: first,
    }
  }
  if (type === 'string')
    return textValue(
      itemsOf(first ?? UNKNOWN)
        .map(({ text }) => text)
        .join(''),
      taints,
    )
  if (type === 'uri') return first ?? UNKNOWN
  return { text: UNKNOWN_PART, taints, object: type, ...(first === undefined ? {} : { inner: first }) }
}

function unpackedStream(stream: PsValue, words: readonly PsValue[], type: string): PsValue {
  const source = stream.inner ?? stream
  const isPacking = /^compress$/i.test(words[1]?.text ?? '')
  const text = isPacking || !isKnown(source) ? undefined : unpacked(bytesOf(source))
  const inner = isPacking ? changedValue(source, 'gzip') : textValue(text ?? UNKNOWN_PART, source.taints)
  return { text: UNKNOWN_PART, taints: inner.taints, object: type, inner }
}
