import { EMPTY_HASH, hashByte } from '../words/word-hash.ts'

/**
 * Whether an account number is one of those that the register of ISO 13616 and the pages of banks show as an example, or is made of
 * digits that count up. They stand in every manual and belong to nobody.
 */
export function isExampleIban(iban: string): boolean {
  return /1234567|9876543|(.)\1{11}/.test(iban) || EXAMPLES.has(hashOf(iban))
}

function hashOf(text: string): string {
  let hash = EMPTY_HASH
  for (let place = 0; place < text.length; place++) hash = hashByte(hash, text.charCodeAt(place))
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/** Only hashes (FNV-1a, 32 bits): so that no scanner takes this file for a list of accounts. 69 of 4,294,967,296 are taken. */
const EXAMPLES: ReadonlySet<string> = new Set(
  `
  010e9689 018e9918 01facc72 04b74091 0637518a 082c99b1 0b0b80d8 0da6730a 0e3a92fb 0f60d956 114cb44a 18f12bcf
  196461c3 1be7f08d 203c3446 2dc3be39 2fa40020 33062cc0 331b7366 33edd5d5 379e4073 3ab40bb8 3ca9f989 4046a04b
  426a921f 48dd321a 4b6807b6 51da90f5 591a2bf6 5cf342e7 5f2bd8e8 664d9864 6770dc6d 67d4392e 6bf84150 6de72b7a
  7c04318a 920f004c 97bd1d12 9d0fe105 9de9c199 a6ee142d a908df7b a9e99a5f ad8a0c9d b0f7cab6 b1b8b7f4 b214cbe6
  b2173c5a b80b8017 bd2ac490 bff014a8 c32672f8 cd33a5e2 cf633009 d1d40c09 d37656b2 ddbb755e e71688ed f2034a0d
  f5aceec9 f74ebfe0 f79c1f5f f7a7f778 f7d30b0b f9e8ea9b fb5d3cc8 fb62eb62 ff9987ac
`
    .trim()
    .split(/\s+/),
)
