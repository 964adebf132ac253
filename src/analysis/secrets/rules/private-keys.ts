import { pemPrivateKey } from '../checksums/pem.ts'
import type { SecretRule } from '../secret-rule.ts'
import { secretRule } from './secret-facts.ts'

const COMMON = { boundary: /-/, longest: 16_000, severity: 'critical' as const }
const PLACE = {
  place: 'take the public key or certificate out of everything that trusts it',
  revoke: 'https://letsencrypt.org/docs/revoking/',
}

/** Private keys in text. Kind, length and protection are read from them, nothing is decrypted. */
export const privateKeyRules: readonly SecretRule[] = [
  secretRule({
    ...COMMON,
    ...PLACE,
    id: 'secrets/private-key',
    provider: 'Private key',
    kind: '(PEM)',
    can: 'pass for its owner: as a server, as a signer, as one who logs in',
    also: 'A certificate for it has to be revoked, too.',
    anchors: [
      '-----BEGIN PRIVATE KEY',
      '-----BEGIN RSA PRIVATE KEY',
      '-----BEGIN EC PRIVATE KEY',
      '-----BEGIN DSA PRIVATE KEY',
    ],
    shape:
      /-----BEGIN (?:RSA |EC |DSA )?PRIVATE KEY-----(?!(?:\\[rn]|\s){0,4}Proc-Type)(?:[A-Za-z0-9+/=\s]|[\\"',;*#]){64,15000}-----END (?:RSA |EC |DSA )?PRIVATE KEY-----/,
    check: pemPrivateKey,
    yieldsTo: ['secrets/google-service-account-key', 'secrets/google-service-account-base64'],
  }),
  secretRule({
    ...COMMON,
    id: 'secrets/openssh-private-key',
    provider: 'OpenSSH',
    kind: 'private key',
    can: 'log in wherever the public key is allowed, git hosts included',
    also: 'Whether a passphrase protects it stands in the key and is told.',
    place: 'delete the public key from `authorized_keys` and from the accounts that hold it',
    revoke: 'https://docs.github.com/en/authentication/connecting-to-github-with-ssh',
    anchors: ['-----BEGIN OPENSSH PRIVATE KEY'],
    shape:
      /-----BEGIN OPENSSH PRIVATE KEY-----(?:[A-Za-z0-9+/=\s]|[\\"',;*#]){64,15000}-----END OPENSSH PRIVATE KEY-----/,
    check: pemPrivateKey,
  }),
  secretRule({
    ...COMMON,
    ...PLACE,
    id: 'secrets/encrypted-private-key',
    provider: 'Private key',
    kind: 'under a passphrase (PEM)',
    severity: 'medium',
    can: 'try passphrases on it for as long as they like, and then pass for its owner',
    also: 'The passphrase is often kept nearby.',
    anchors: ['-----BEGIN ENCRYPTED PRIVATE KEY', 'Proc-Type: 4,ENCRYPTED'],
    shape:
      /-----BEGIN (?:ENCRYPTED PRIVATE KEY-----|(?:RSA |EC |DSA )?PRIVATE KEY-----(?:\\[rn]|\s){1,4}Proc-Type: 4,ENCRYPTED(?:\\[rn]|\s){1,4}DEK-Info: [A-Z0-9,-]{1,80}(?:\\[rn]|\s))(?:[A-Za-z0-9+/=\s]|[\\"',;*#]){64,15000}-----END (?:ENCRYPTED |RSA |EC |DSA )?PRIVATE KEY-----/,
    lead: 40,
    check: pemPrivateKey,
  }),
  secretRule({
    ...COMMON,
    id: 'secrets/pgp-private-key',
    provider: 'OpenPGP',
    kind: 'private key',
    can: 'decrypt mail and files meant for its owner and sign releases in their name',
    also: 'Exported keys are under a passphrase most often, which can be tried for as long as one likes.',
    place: 'publish the revocation certificate',
    revoke: 'https://www.gnupg.org/gph/en/manual/c235.html',
    anchors: ['-----BEGIN PGP PRIVATE KEY BLOCK'],
    shape:
      /-----BEGIN PGP PRIVATE KEY BLOCK-----(?:[A-Za-z0-9+/=\s:.()@<>]|[\\"',;*#]|-(?!-)){64,15000}-----END PGP PRIVATE KEY BLOCK-----/,
    entropy: 4,
  }),
  secretRule({
    id: 'secrets/putty-private-key',
    provider: 'PuTTY',
    kind: 'private key',
    severity: 'critical',
    can: 'log in wherever the public key is allowed',
    also: 'The line `Encryption` says whether a passphrase protects it.',
    place: 'delete the public key from `authorized_keys` and from the accounts that hold it',
    revoke: 'https://the.earth.li/~sgtatham/putty/latest/htmldoc/Chapter8.html',
    anchors: ['PuTTY-User-Key-File-'],
    shape:
      /PuTTY-User-Key-File-[23]: [a-z0-9-]{6,40}[\r\n]{1,2}Encryption: [a-z0-9-]{4,20}[\r\n]{1,2}Comment: [^\r\n]{0,200}[\r\n]{1,2}Public-Lines: [A-Za-z0-9+/=\s:-]{200,9000}Private-MAC: (?:[0-9a-f]{64}|[0-9a-f]{40})/,
    longest: 9500,
    entropy: 4,
  }),
]
