import type { Format } from '../base/bytes.ts'
import { decodeText } from './text.ts'

/**
 * Text whatever its encoding, for files of which only words of ASCII matter (makefiles, scripts, notes): UTF-8 or UTF-16 with a
 * byte order mark as `text` has them, everything else as Windows-1252, in which every byte is a character. Never throws.
 */
export const looseText: Format<string> = {
  id: 'loose-text',
  parse: (bytes) => {
    try {
      return decodeText(bytes)
    } catch {
      return new TextDecoder('windows-1252').decode(bytes)
    }
  },
}
