import type { RuleDoc } from '../../../model/rule.ts'

const REFERENCES = ['https://cwe.mitre.org/data/definitions/798.html']
const FIX =
  'Find out what it opens and revoke it there first. Then remove it from the file and read the new one from the environment or a secret store. ' +
  'The history keeps the old one: rewrite it, or leave it there once it is dead.'

/** Rules for values without a form of their own: only what stands around them says that they are secrets. */
export const GENERIC_ASSIGNMENT: RuleDoc = {
  id: 'secrets/generic-assignment',
  title: 'Random value assigned to a name for a key, token or secret',
  severity: 'medium',
  why: 'Whoever holds it can do what it opens. Which service issued it cannot be told: its form is known to no rule.',
  fix: FIX,
  references: REFERENCES,
}

export const GENERIC_PASSWORD: RuleDoc = {
  id: 'secrets/generic-password',
  title: 'Password assigned to a name for one',
  severity: 'medium',
  why: 'Whoever reads the file can log in with it, here and wherever else its owner uses it.',
  fix: FIX,
  references: ['https://cwe.mitre.org/data/definitions/259.html'],
}

export const CONNECTION_STRING: RuleDoc = {
  id: 'secrets/connection-string',
  title: 'Connection string with a password',
  severity: 'high',
  why: 'Host, user and password stand together: nothing else is needed but a way through the network.',
  fix: FIX,
  references: REFERENCES,
}

export const URL_PASSWORD: RuleDoc = {
  id: 'secrets/url-password',
  title: 'Address with a password',
  severity: 'high',
  why: 'Address, user and password stand together: nothing else is needed but a way through the network. Addresses also end up in logs and process lists.',
  fix: FIX,
  references: ['https://www.rfc-editor.org/rfc/rfc3986#section-7.5'],
}

export const AUTHORIZATION_HEADER: RuleDoc = {
  id: 'secrets/authorization-header',
  title: 'Token in an Authorization header',
  severity: 'medium',
  why: 'Whoever sends the same header is taken for its owner until the token expires or is revoked.',
  fix: FIX,
  references: ['https://www.rfc-editor.org/rfc/rfc6750#section-5'],
}

export const BASIC_CREDENTIALS: RuleDoc = {
  id: 'secrets/basic-auth',
  title: 'User and password for HTTP basic authentication',
  severity: 'high',
  why: 'Base64 hides nothing: user and password stand in it as they are.',
  fix: FIX,
  references: ['https://www.rfc-editor.org/rfc/rfc7617#section-4'],
}
