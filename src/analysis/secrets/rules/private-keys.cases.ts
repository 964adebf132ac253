import { ALPHANUMERIC, BASE64, HEX } from '../../../../test/support/alphabets.ts'
import { opensshPem, pemKey } from '../../../../test/support/issued-keys.ts'
import { ownSpecimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

function line(word: 'BEGIN' | 'END', label: string): string {
  return `-----${word} ${label}-----`
}

function block(label: string, body: string): string {
  return [line('BEGIN', label), ...(body.match(/.{1,64}/g) ?? []), line('END', label)].join('\n')
}

const KEY = ['PRIVATE', 'KEY'].join(' ')

function around(value: string): readonly { readonly text: string; readonly value: string }[] {
  const escaped = value.replaceAll('\n', '\\n')
  return [
    { text: `${value}\n`, value },
    { text: `KEY="${escaped}"\n`, value: escaped },
    { text: JSON.stringify({ key: value }), value: escaped },
    { text: `key: |\n${value.replace(/^/gm, '  ')}\n`, value: value.replaceAll('\n', '\n  ') },
  ]
}

/** As OpenSSL wrote them before PKCS #8: the passphrase is told in the header. */
function oldEncrypted(make: SpecimenMaker): string {
  const head = `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${make.text(32, HEX).toUpperCase()}\n`
  const lines = make.text(800, BASE64).match(/.{1,64}/g) ?? []
  return [line('BEGIN', `RSA ${KEY}`), head, ...lines, line('END', `RSA ${KEY}`)].join('\n')
}

function puttyKey(make: SpecimenMaker): string {
  const lines = make.text(512, BASE64).match(/.{1,64}/g) ?? []
  return [
    'PuTTY-User-Key-File-3: ssh-rsa',
    'Encryption: none',
    'Comment: rsa-key-20260101',
    'Public-Lines: 6',
    ...lines.slice(0, 6),
    'Private-Lines: 2',
    ...lines.slice(6),
    `Private-MAC: ${make.text(64, HEX)}`,
  ].join('\n')
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  ownSpecimens(
    'secrets/private-key',
    () => (['pkcs8', 'pkcs1', 'sec1', 'ed25519'] as const).flatMap((form) => around(pemKey(form))),
    (make) => [
      block('PUBLIC KEY', make.text(300, BASE64)),
      block('CERTIFICATE', make.text(800, BASE64)),
      `${line('BEGIN', KEY)}\n...\n${line('END', KEY)}\n`,
      `${line('BEGIN', KEY)} is how it begins, ${line('END', KEY)} is how it ends`,
      pemKey('encrypted'),
    ],
  ),
  ownSpecimens(
    'secrets/openssh-private-key',
    (make) => [...around(opensshPem(make, 'none')), ...around(opensshPem(make, 'aes256-ctr'))],
    (make) => [`ssh-ed25519 AAAA${make.text(64, BASE64)} me@host\n`, block(`OPENSSH ${KEY}`, make.text(400, BASE64))],
  ),
  ownSpecimens(
    'secrets/encrypted-private-key',
    (make) => [...around(pemKey('encrypted')), ...around(oldEncrypted(make))],
    (make) => [block('PUBLIC KEY', make.text(300, BASE64)), pemKey('pkcs8')],
  ),
  ownSpecimens(
    'secrets/pgp-private-key',
    (make) =>
      [1, 2].map(() => {
        const value = block(`PGP ${KEY} BLOCK`, `${make.text(900, BASE64)}=${make.text(4, BASE64)}`)
        return { text: `${value}\n`, value }
      }),
    (make) => [block('PGP PUBLIC KEY BLOCK', make.text(900, BASE64)), block(`PGP ${KEY} BLOCK`, 'x'.repeat(200))],
  ),
  ownSpecimens(
    'secrets/putty-private-key',
    (make) => [puttyKey(make), puttyKey(make)].map((value) => ({ text: `${value}\n`, value })),
    (make) => ['PuTTY-User-Key-File-2: ssh-rsa\n', `PuTTY-User-Key-File-2: ${make.text(300, ALPHANUMERIC)}\n`],
  ),
]
