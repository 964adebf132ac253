import { personalKindOf } from './personal-kinds.ts'

/**
 * A value of personal data in a form that may leave the program. Short values can be guessed from a few of their characters, so nothing is kept
 * that narrows them down to less than millions: of an address of mail the top-level domain, of a card the last four digits (as PCI DSS
 * allows on receipts), of an account the country, of a number of the international network the plus sign; of everything else only
 * the shape, as dots. `rule` is the id of the rule that found it.
 */
export function redactedPersonal(rule: string, value: string): string {
  switch (rule) {
    case 'personal-data/email':
      return `…@…${value.slice(value.lastIndexOf('.'))}`
    case 'personal-data/payment-card':
      return `${dotted(value.slice(0, -4))}${value.slice(-4)}`
    case 'personal-data/iban':
      return `${value.slice(0, 2)}${dotted(value.slice(2))}`
    case 'personal-data/wallet-address':
      return `${value.slice(0, 4)}…`
    case 'personal-data/machine-readable-zone':
      return `${value.length} characters`
    default:
      return personalKindOf(rule)?.subject === 'identity' || /\d/.test(value) ? dotted(value) : '…'
  }
}

/** Every letter and digit as a dot: how long it is and how it is grouped can be seen in the file of anybody's number. */
function dotted(value: string): string {
  return value.slice(0, MOST).replaceAll(/[0-9A-Za-z\u0080-\uffff]/g, '•')
}

const MOST = 40
