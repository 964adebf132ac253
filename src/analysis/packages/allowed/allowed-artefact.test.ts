import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type AllowedEntry, type AllowList } from './allow-list.ts'
import { allowListText, readAllowList } from './allow-list-file.ts'
import { allowedArtefact } from './allowed-artefact.ts'
import { approvedEntry, proposedEntry, type ProposedEntry } from './approve-entry.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const LATER = Date.parse('2027-02-01T00:00:00Z')
const DIGEST = 'ab'.repeat(32)
const OTHER_DIGEST = 'cd'.repeat(32)
const [ann, bob, eve] = [keys(), keys(), keys()]
const TRUSTED = [ann.publicKey, bob.publicKey]

const PROPOSED: ProposedEntry = {
  purl: 'pkg:pypi/foo@1.2.3',
  sha256: DIGEST,
  reason: 'The hook compiles the grammar; read in full.',
  expires: '2027-01-31T23:59:59Z',
}

function keys(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync('ed25519')
}

const proposal = (more: Partial<ProposedEntry> = {}): AllowedEntry =>
  proposedEntry({ ...PROPOSED, ...more }, { who: 'Ann', key: ann.privateKey }, NOW)
const both = (): AllowedEntry => approvedEntry(proposal(), { who: 'Bob', key: bob.privateKey }, TRUSTED, NOW)
const listOf = (...allowed: AllowedEntry[]): AllowList => ({ schemaVersion: 1, allowed })
const because = (entry: AllowedEntry, now = NOW, trusted = TRUSTED): string => {
  const answer = allowedArtefact(listOf(entry), trusted, entry.sha256, now)
  return answer.kind === 'refused' ? answer.because : answer.kind
}

describe('bytes that two people answer for', () => {
  it('are allowed, and nothing else of the release is', () => {
    const list = readAllowList(Buffer.from(allowListText(listOf(both()))))
    expect(allowedArtefact(list, TRUSTED, DIGEST.toUpperCase(), NOW)).toEqual({
      kind: 'allowed',
      allowed: { sha256: DIGEST, reason: PROPOSED.reason, approvedBy: ['Ann', 'Bob'], expires: PROPOSED.expires },
    })
    expect(allowedArtefact(list, TRUSTED, OTHER_DIGEST, NOW)).toEqual({ kind: 'none' })
  })

  it('are allowed by the entry that holds, where another does not', () => {
    expect(allowedArtefact(listOf(proposal(), both()), TRUSTED, DIGEST, NOW).kind).toBe('allowed')
  })

  const [first, second] = both().approvals
  if (first === undefined || second === undefined) throw new Error('expected two approvals')

  it.each<readonly [string, AllowedEntry, RegExp]>([
    ['one approval', proposal(), /given by Ann alone; a second person has to approve it/],
    ['no approval', { ...proposal(), approvals: [] }, /signed by nobody/],
    ['the same approval twice', { ...both(), approvals: [first, first] }, /by Ann more than once/],
    ['another reason', { ...both(), reason: 'Because.' }, /is not what Ann signed: .*reason/],
    ['another end', { ...both(), expires: '2029-01-31T23:59:59Z' }, /is not what Ann signed/],
    ['another digest', { ...both(), sha256: OTHER_DIGEST }, /is not what Ann signed/],
    ['another package', { ...both(), purl: 'pkg:pypi/foo@1.2.4' }, /is not what Ann signed/],
    [
      'another name under a signature',
      { ...both(), approvals: [first, { ...second, who: 'Carl' }] },
      /is not what Carl signed/,
    ],
    [
      'a signature that is none',
      { ...both(), approvals: [first, { ...second, signature: 'nonsense' }] },
      /is not what Bob signed/,
    ],
    [
      'the key of one with the signature of the other',
      { ...both(), approvals: [first, { ...second, key: first.key }] },
      /is not what Bob signed/,
    ],
    ['no time', { ...both(), expires: 'never' }, /does not say until when/],
  ])('%s: not', (_, entry, sentence) => {
    expect(because(entry)).toMatch(sentence)
    expect(because(entry)).toMatch(/^The approval of pkg:pypi\/foo@1\.2\.\d .*\.$/)
  })

  it('not with a key that is not trusted', () => {
    const entry = approvedEntry(proposal(), { who: 'Eve', key: eve.privateKey }, TRUSTED, NOW)
    expect(because(entry)).toMatch(/is signed as Eve with a key that is not trusted/)
    expect(because(entry, NOW, [...TRUSTED, eve.publicKey])).toBe('allowed')
    expect(because(both(), NOW, [])).toMatch(/not trusted/)
  })

  it('not once it is over', () => {
    expect(because(both(), Date.parse('2027-01-31T23:59:58Z'))).toBe('allowed')
    expect(because(both(), LATER)).toMatch(/ended on 2027-01-31T23:59:59Z; two people have to approve it anew/)
  })

  it('not by one person with two keys or one key with two names', () => {
    const twice = (who: string, key: KeyObject): AllowedEntry => {
      const { approvals, ...entry } = proposal()
      return { ...entry, approvals: [...approvals, ...proposedEntry(entry, { who, key }, NOW).approvals] }
    }
    expect(because(twice(' ANN ', bob.privateKey))).toMatch(/more than once/)
    expect(because(twice('Bob', ann.privateKey))).toMatch(/more than once/)
    expect(because(twice('Bob', bob.privateKey))).toBe('allowed')
  })
})

describe('whoever proposes or approves is told what is wrong', () => {
  it.each<readonly [string, Partial<ProposedEntry>, RegExp]>([
    ['no reason', { reason: ' ' }, /a reason, found none/],
    ['a reason with a line break', { reason: 'fine\nreally' }, /in one line/],
    ['a reason with hidden text', { reason: 'fine\u202e' }, /invisible/],
    ['no version', { purl: 'pkg:pypi/foo' }, /a package URL with a version/],
    ['a short digest', { sha256: 'abc' }, /SHA-256/],
    ['a past time', { expires: '2026-01-01T00:00:00Z' }, /a time to come/],
    ['ten years', { expires: '2036-01-01T00:00:00Z' }, /at most a year/],
    ['a time without a zone', { expires: '2027-01-31T23:59:59' }, /of the form/],
  ])('%s', (_, more, sentence) => {
    expect(() => proposal(more)).toThrow(sentence)
  })

  it('a key that cannot sign', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    for (const key of [rsa, ann.publicKey])
      expect(() => proposedEntry(PROPOSED, { who: 'Ann', key }, NOW)).toThrow(/expected a private Ed25519 key/)
  })

  it.each<readonly [string, () => AllowedEntry, RegExp]>([
    [
      'the same person',
      () => approvedEntry(proposal(), { who: 'ann', key: bob.privateKey }, [], NOW),
      /ann has approved .* already/,
    ],
    [
      'the same key',
      () => approvedEntry(proposal(), { who: 'Bob', key: ann.privateKey }, [], NOW),
      /this key has approved .* as Ann/,
    ],
    [
      'a third person',
      () => approvedEntry(both(), { who: 'Eve', key: eve.privateKey }, [], NOW),
      /approved by 2 already/,
    ],
    ['too late', () => approvedEntry(proposal(), { who: 'Bob', key: bob.privateKey }, [], LATER), /ended on/],
    [
      'a reason that was changed after the first signature',
      () => approvedEntry({ ...proposal(), reason: 'Other.' }, { who: 'Bob', key: bob.privateKey }, TRUSTED, NOW),
      /not the one that Ann signed/,
    ],
  ])('%s', (_, approve, sentence) => {
    expect(approve).toThrow(sentence)
  })
})

describe('the file', () => {
  const entry = { ...both() }
  it.each<readonly [string, unknown, string]>([
    ['another version', { schemaVersion: 2, allowed: [] }, 'FORMAT_VERSION'],
    ['a list', [], 'FORMAT_SHAPE'],
    ['no entries', { schemaVersion: 1 }, 'FORMAT_SHAPE'],
    ['an entry without a digest', { schemaVersion: 1, allowed: [{ ...entry, sha256: undefined }] }, 'FORMAT_SHAPE'],
    [
      'a digest in capitals',
      { schemaVersion: 1, allowed: [{ ...entry, sha256: DIGEST.toUpperCase() }] },
      'FORMAT_SHAPE',
    ],
    ['approvals that are none', { schemaVersion: 1, allowed: [{ ...entry, approvals: { 0: 'x' } }] }, 'FORMAT_SHAPE'],
    [
      'too many approvals',
      { schemaVersion: 1, allowed: [{ ...entry, approvals: Array.from({ length: 21 }, () => entry.approvals[0]) }] },
      'LIMIT_ENTRIES',
    ],
  ])('%s is refused', (_, value, code) => {
    expect(() => readAllowList(Buffer.from(JSON.stringify(value)))).toThrow(expect.objectContaining({ code }))
  })

  it.each([Buffer.from('{'), Buffer.from([0xff, 0xfe])])('what is no JSON is refused', (bytes) => {
    expect(() => readAllowList(bytes)).toThrow(expect.objectContaining({ code: 'FORMAT_SYNTAX' }))
  })
})
