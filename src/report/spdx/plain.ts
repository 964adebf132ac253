import { visible } from '../../base/escape.ts'

/** Foreign text for a field of SPDX: line breaks stay, every other control becomes visible (validators refuse some in XML forms). */
export function plain(text: string): string {
  return text
    .split('\n')
    .map((line) => visible(line))
    .join('\n')
}
