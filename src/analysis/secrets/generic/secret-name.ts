/** What a name says of its value. */
export type NameKind = 'key' | 'password'

/** Words that are searched: each is a part of a name of a key, a token or a password. */
export const SECRET_WORDS: readonly string[] = [
  ...['passw', 'pwd', 'passphrase'],
  ...['secret', 'token', 'credential', 'apikey', 'api_key', 'api-key', 'accesskey', 'access_key', 'access-key'],
  ...['authkey', 'auth_key', 'privatekey', 'private_key', 'encryptionkey', 'encryption_key', 'signingkey', 'signing_key'],
  ...['masterkey', 'master_key', 'accountkey', 'account_key', 'subscriptionkey', 'subscription_key', 'subscription-key'],
  ...['sharedkey', 'shared_key', 'servicekey', 'service_key', 'licensekey', 'license_key'],
]

/**
 * Does a name, read to its end, name a secret: `OPENAI_API_KEY`, `clientSecret`, `db.password`, `SECRET_KEY_BASE`, `API_KEY_PROD`? Not `tokenizer`,
 * `secretName`, `password_field`, `csrf_token`: what stands last in a name says what it is.
 */
export function nameKind(name: string): NameKind | undefined {
  const bare = name.replace(TAIL, '')
  if (NO_SECRET.test(bare)) return undefined
  if (/(?:password|passwd|passphrase|passw|pwd)$/i.test(bare)) return 'password'
  return /(?:secret|token|credentials?|(?:api|access|auth|private|encryption|signing|master|account|subscription|shared|service|license|secret)[-_]?key)$/i.test(bare)
    ? 'key'
    : undefined
}

const TAIL =
  /[-_]?(?:value|base|base64|b64|raw|plain|text|prod|production|dev|development|staging|stage|live|main|primary|secondary|old|new|current|[0-9]{1,2})$/i

/** Tokens of parsers, models, pages and forms; names, digests and public halves of keys. */
const NO_SECRET =
  /(?:csrf|xsrf|forgery|verification|page|pagination|next|prev|previous|continuation|continue|sync|resume|skip|cursor|cancel(?:lation)?|abort|pad(?:ding)?|eos|bos|sep|cls|mask|unk|special|stop|start|end|begin|first|last|lex(?:er)?|syntax|parse[dr]?|keyword|punctuator|operator|symbol|separator|delimiter|punctuation|max|min|num|total|input|output|completion|prompt|reasoning|cached|per|invalid|expected|unexpected|reserved|design|theme|color|style|css|nt|mint|erc20|contract|zoom|image|trust|claim|injection|bearer|public|pub|hash|hashed|digest|sha\d*|fingerprint|enable|enabled|disable|has|is|no|show|hide|hidden|toggle|forgot|reset|change|confirm|repeat|verify|invalid|wrong|bad|missing|require[ds]?|need[s]?|with|without|type|test|dummy|fake|mock|example|sample)[-_.]?(?:password|passwd|passphrase|passw|pwd|secret|token|credentials?|(?:api|access|auth|private|encryption|signing|master|account|subscription|shared|service|license|secret)?[-_]?key)$/i
