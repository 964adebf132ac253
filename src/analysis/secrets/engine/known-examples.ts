/**
 * Values out of documentations that everybody copies: the first 16 hexadecimal digits of their SHA-256, so that this file is not itself found to hold secrets.
 */
export const KNOWN_EXAMPLES: ReadonlySet<string> = new Set([
  // AWS: access key id of the IAM and S3 guides.
  '1a5d44a2dca19669',
  'c6ea27c534f993d3',
  // AWS: secret access keys of the same guides.
  '78314b11be2e5815',
  'e21b597ba6b9cafa',
  // Azure: storage key of the emulator (Azurite).
  '0011cc25eb432071',
  // Azure: key of the Cosmos DB emulator.
  'aa6547439583c3a2',
  // jwt.io: the token of its start page, before and after 2024.
  '7f75367e78812551',
  'c794fa6d20c64efb',
  'da816f9f2c16e6c5',
  // Stripe: test keys of its documentation.
  '2cafc0970149a84f',
  'f2d6ca16515033e5',
  // RFC 7617: user and password of its example.
  'cf4d418ed3de92d7',
  '73f71af093fdf154',
  // RFC 6750: bearer token of its example.
  'b8e148545b13c78b',
  '80b723a929ed3822',
  // RFC 6749: client and tokens of its examples.
  'ca7459e2b26776de',
  '584b27d64ebc1b33',
  '6c96130f130ab0d6',
  '00cf4c781dc37003',
  'a35b81a7d7927b70',
  '53f5da0aaa93d64c',
  'ea9bdfd02c0c412c',
  // RFC 5849: tokens of its examples.
  '9d03b692e941d5ac',
  'bb9b1163338b2a51',
  'd167410a16865cd6',
  // Docker: join tokens of the API documentation.
  'b5b17ca1d65733bb',
  '33a6d3750d9a769b',
  'bb54574a88d7fa31',
])
