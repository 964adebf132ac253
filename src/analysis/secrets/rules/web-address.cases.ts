import { addressCases } from '../../../../test/support/address-cases.ts'
import type { SecretCases } from '../secret-cases.ts'

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  addressCases('secrets/web-address-password', ['https', 'http', 'sftp'], 'robot', [
    'see https://docs.example/a:b@c and http://a.example:8080/path@v1\n',
    'image: https://registry.acme.dev:5000/team/image@sha256\n',
    'npx https://esm.acme.dev/react@18.2.0:react@latest\n',
  ]),
]
