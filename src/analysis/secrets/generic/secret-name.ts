/** What a name says of its value. */
export type NameKind = 'key' | 'password'

/** Words that are searched: each is a part of a name of a key, a token or a password. */
export const SECRET_WORDS: readonly string[] = (
  'passw pwd passphrase secret token credential apikey api_key api-key accesskey access_key access-key authkey auth_key privatekey private_key ' +
  'encryptionkey encryption_key signingkey signing_key masterkey master_key accountkey account_key subscriptionkey subscription_key ' +
  'subscription-key sharedkey shared_key servicekey service_key licensekey license_key'
).split(' ')

/**
 * Does a name, read to its end, name a secret: `OPENAI_API_KEY`, `clientSecret`, `db.password`, `SECRET_KEY_BASE`, `API_KEY_PROD`? Not `tokenizer`,
 * `secretName`, `password_field`, `csrf_token`: what stands last in a name says what it is, and what stands before that says of what.
 */
export function nameKind(name: string): NameKind | undefined {
  const parts = wordsOf(name)
  while (parts.length > 1 && (TAILS.has(parts.at(-1) ?? '') || /^\d{1,2}$/.test(parts.at(-1) ?? ''))) parts.pop()
  const bare = parts.join('_')
  const [all = '', word = '', password] = SECRET_NAME.exec(bare) ?? []
  if (word === '') return undefined
  const before = bare.slice(0, -all.length)
  if (NO_SECRET.has(before.slice(before.lastIndexOf('_') + 1))) return undefined
  return password === undefined ? 'key' : 'password'
}

/** The words of a name in lower case, whatever joins them: `clientSecret`, `CLIENT_SECRET`, `client-secret`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '')
}

const SECRET_NAME =
  /_?((password|passwd|passphrase|passwort|passw|pwd)|secret|token|credentials?|(?:secret_?(?:access_?)?|api|access|auth|private|encryption|signing|master|account|subscription|shared|service|license)_?key)\d{0,2}$/

const TAILS = new Set(
  'value base base64 b64 raw plain text prod production dev development staging stage live main primary secondary old new current'.split(
    ' ',
  ),
)

/** Tokens of parsers, models, pages and forms; names, digests and public halves of keys; switches. */
const NO_SECRET = new Set(
  (
    'csrf xsrf forgery verification page pagination next nextpage prev previous continuation continue sync resume skip cursor cancel cancellation abort ' +
    'pad padding eos bos sep cls mask unk special stop start end begin first last lex lexer syntax parse parser parsed keyword punctuator operator ' +
    'symbol separator delimiter punctuation max min num total input output completion prompt reasoning cached per invalid expected unexpected reserved ' +
    'design theme color style css nft mint erc20 contract image trust claim injection public pub hash hashed digest sha sha256 fingerprint enable enabled ' +
    'disable has is no show hide hidden toggle forgot reset change confirm repeat verify wrong bad missing require required requires need needs with ' +
    'without type test dummy fake mock example sample'
  ).split(' '),
)
