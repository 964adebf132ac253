import { ALPHANUMERIC, BASE32, BASE64, HEX } from '../../../../test/support/alphabets.ts'
import { awsKeyId, uuid } from '../../../../test/support/issued-keys.ts'
import { ownSpecimens, specimens } from '../../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secret-cases.ts'

function keyId(make: SpecimenMaker, prefix: string): string {
  return awsKeyId(make, prefix, make.number(100_000_000, 999_999_999) * 1000)
}

function bedrockKey(make: SpecimenMaker): string {
  const text = `BedrockAPIKey-${make.text(4, HEX)}-at-${make.text(12, '123456789')}:${make.text(52, BASE64)}`
  return `ABSK${Buffer.from(text).toString('base64')}`
}

function shortKey(make: SpecimenMaker): string {
  const text = `bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Date=20260102T030405Z&X-Amz-Signature=${make.text(64, HEX)}`
  return `bedrock-api-key-${Buffer.from(text).toString('base64')}`
}

/** What the rules must and must not find. */
export const cases: readonly SecretCases[] = [
  specimens('secrets/aws-access-key-id', 'AWS_ACCESS_KEY_ID', (make) => keyId(make, 'AKIA'), {
    notFound: (make) => [
      `role: AROA${make.text(16, BASE32)}\n`,
      `user: AIDA${make.text(16, BASE32)}\n`,
      `AKIAIOSFODNN7${'EXAMPLE'}\n`,
    ],
  }),
  specimens('secrets/aws-temporary-key-id', 'AWS_ACCESS_KEY_ID', (make) => keyId(make, 'ASIA')),
  specimens('secrets/aws-secret-access-key', 'AWS_SECRET_ACCESS_KEY', (make) => make.text(40, BASE64), {
    named: true,
    found: (make) => {
      const value = make.text(40, ALPHANUMERIC)
      return [{ text: `s3 = boto3.client("s3", "${keyId(make, 'AKIA')}", "${value}")\n`, value }]
    },
    notFound: (make) => [`aws_secret_access_key_sha1=${make.text(40, HEX)}\n`],
  }),
  specimens('secrets/aws-session-token', 'AWS_SESSION_TOKEN', (make) => `IQoJb3JpZ2lu${make.text(400, BASE64)}`, {
    open: true,
  }),
  specimens('secrets/aws-bedrock-key', 'AWS_BEARER_TOKEN_BEDROCK', bedrockKey, { open: true }),
  specimens('secrets/aws-bedrock-short-key', 'AWS_BEARER_TOKEN_BEDROCK', shortKey, { open: true }),
  ownSpecimens(
    'secrets/amazon-mws-token',
    (make) =>
      [1, 2].map(() => {
        const value = `amzn.mws.${uuid(make)}`
        return { text: `MWS_AUTH_TOKEN=${value}\n`, value }
      }),
    (make) => [`amzn.mws.${make.text(32, HEX)}`, `amzn.mws.${uuid(make)}0`],
  ),
]
