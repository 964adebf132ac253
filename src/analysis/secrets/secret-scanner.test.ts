import { gzipSync } from 'node:zlib'
import { array, assert, integer, property, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACME_TOKEN, ruleLike } from '../../../test/support/secret-rule-fakes.ts'
import { specimenMaker } from '../../../test/support/specimen-maker.ts'
import type { ByteSource } from '../../base/bytes.ts'
import { PIECE_BYTES } from '../sensitive/pieces.ts'
import type { SensitiveMatch, Wrapping } from '../sensitive/sensitive-match.ts'
import type { Omission, ScanContext } from '../sensitive/sensitive-scanner.ts'
import { scanSource } from '../../../test/support/scan-source.ts'
import type { SecretRule } from './secret-rule.ts'
import { secretScanner } from './secret-scanner.ts'

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const SETTINGS: ScanContext = { role: 'configuration', path: 'settings/app.conf' }
const make = specimenMaker(5)
const TOKEN = `acme_${make.text(32, ALPHANUMERIC)}`
const OTHER = `acme_${make.text(32, ALPHANUMERIC)}`

function scan(
  rules: readonly SecretRule[],
  text: string | Uint8Array,
  context: ScanContext = SETTINGS,
): readonly SensitiveMatch[] {
  return secretScanner({ rules, generic: false }).scan(
    typeof text === 'string' ? Buffer.from(text, 'latin1') : text,
    context,
  )
}

function idsIn(rules: readonly SecretRule[], text: string, context: ScanContext = SETTINGS): readonly string[] {
  return scan(rules, text, context).map(({ rule }) => rule.id)
}

describe('a value with a mark of its own', () => {
  it('is found where it stands', () => {
    const [match, ...others] = scan([ACME_TOKEN], `token = "${TOKEN}"\n`)
    expect(others).toEqual([])
    expect(match).toMatchObject({ start: 9, end: 46, value: TOKEN, wrapped: [], says: [] })
    expect(match?.confidence.level).toBe('high')
  })

  it('is found at each of its places, in order', () => {
    const matches = scan([ACME_TOKEN], `${TOKEN}\n${OTHER}\n${TOKEN}`)
    expect(matches.map(({ start, value }) => [start, value])).toEqual([
      [0, TOKEN],
      [38, OTHER],
      [76, TOKEN],
    ])
  })

  it.each([
    ['a part of something longer', `x${TOKEN}`],
    ['one that goes on', `${TOKEN}x`],
    ['one that is too short', TOKEN.slice(0, -1)],
    ['a mark in other letters', TOKEN.replace('acme', 'Acme')],
    ['a placeholder', `acme_${'x'.repeat(32)}`],
    ['one out of words', 'acme_thisIsTheNameOfSomeConfiguration'.slice(0, 37)],
  ])('is not %s', (_, text) => {
    expect(scan([ACME_TOKEN], text)).toEqual([])
  })

  it('may begin before its anchor', () => {
    const rule = ruleLike({ shape: /[a-z0-9]{8}\.acme\.[a-z0-9]{16}/, anchors: ['.acme.'], lead: 8, longest: 30 })
    const value = `${make.text(8, 'abcdef0123456789')}.acme.${make.text(16, 'abcdef0123456789')}`
    expect(scan([rule], `see ${value}, please`).map((match) => match.value)).toEqual([value])
    expect(scan([rule], `see x${value}, please`)).toEqual([])
  })

  it('may be a part of what the pattern matches', () => {
    const rule = ruleLike({
      shape: /acme_secret\s?=\s?(?<secret>[a-z0-9]{20})/d,
      anchors: ['acme_secret'],
      longest: 20,
    })
    const value = make.text(20, 'abcdefghij0123456789')
    expect(scan([rule], `acme_secret = ${value}\n`)).toMatchObject([{ value, start: 14, end: 34 }])
    expect(scan([rule], `acme_secret = ${value}x\n`)).toEqual([])
  })

  it('counts only in files that its rule names', () => {
    const rule = ruleLike({ paths: ['**/*.conf'] })
    expect(idsIn([rule], TOKEN)).toHaveLength(1)
    expect(idsIn([rule], TOKEN, { role: 'source', path: 'settings/app.py' })).toEqual([])
  })

  it('counts only beside its partner', () => {
    const rule = ruleLike({ partner: { shape: /\bid_[a-z0-9]{8}\b/, within: 20 } })
    expect(idsIn([rule], `id_ab12cd34 ${TOKEN}`)).toHaveLength(1)
    expect(idsIn([rule], `${TOKEN} id_ab12cd34`)).toHaveLength(1)
    expect(idsIn([rule], `id_ab12cd34 ${' '.repeat(40)}${TOKEN}`)).toEqual([])
    expect(idsIn([rule], TOKEN)).toEqual([])
  })

  it('is not found in the midst of a picture', () => {
    const rule = ruleLike({ anchors: ['acm'], shape: /acm[A-Za-z0-9]{16}/, longest: 19 })
    const picture = Buffer.from(make.bytes(300)).toString('base64')
    const value = `acm${make.text(16, ALPHANUMERIC)}`
    expect(scan([rule], `${picture}/${value}+${picture}`)).toEqual([])
    expect(scan([rule], `"${value}"`)).toHaveLength(1)
  })
})

describe('a value that words tell', () => {
  const rule = ruleLike({
    id: 'secrets/globex-key',
    anchors: ['globex'],
    anchored: 'near',
    near: { words: ['globex'], before: 40, after: 20 },
    shape: /[a-f0-9]{32}/,
    longest: 32,
  })
  const value = make.text(32, 'abcdef0123456789')

  it.each([
    ['behind its word', `GLOBEX_KEY = ${value}`],
    ['before its word', `${value} # for Globex`],
    ['behind many words', `${'globex '.repeat(50)}${value}`],
  ])('is found %s', (_, text) => {
    expect(scan([rule], text).map((match) => match.value)).toEqual([value])
  })

  it.each([
    ['without a word', `key = ${value}`],
    ['too far behind it', `globex ${' '.repeat(60)} ${value}`],
    ['too far before it', `${value} ${' '.repeat(40)} globex`],
  ])('is not found %s', (_, text) => {
    expect(scan([rule], text)).toEqual([])
  })

  it('is found in data only where the label names it', () => {
    const text = `${value}\n`
    expect(scan([rule], `globex ${text}`, { role: 'data', path: 'a.csv' })).toEqual([])
    expect(
      scan([rule], text, { role: 'data', path: 'a.csv', label: 'Globex Key' }).map((match) => match.value),
    ).toEqual([value])
  })
})

describe('of rules that claim the same bytes', () => {
  const vague = ruleLike({ id: 'secrets/vague', anchors: ['acm'], shape: /acme?_?[A-Za-z0-9_]{32,33}/, longest: 40 })
  const checked = ruleLike({
    id: 'secrets/checked',
    anchors: ['acm'],
    shape: /acme_[A-Za-z0-9]{32}/,
    check: () => ({ verdict: 'valid', says: ['of 2026'] }),
  })
  const disproved = ruleLike({ id: 'secrets/disproved', check: () => ({ verdict: 'invalid', says: [] }) })
  const near = ruleLike({
    id: 'secrets/near',
    anchors: ['token'],
    anchored: 'near',
    near: { words: ['token'], before: 20, after: 0 },
  })

  it('the one with the longer mark is told', () => {
    expect(idsIn([vague, ACME_TOKEN], TOKEN)).toEqual(['secrets/acme-token'])
  })

  it('the one that is proved is told, with what it says', () => {
    expect(scan([ACME_TOKEN, checked], TOKEN)).toMatchObject([{ rule: { id: 'secrets/checked' }, says: ['of 2026'] }])
  })

  it('the one with a mark is told before the one that words tell', () => {
    expect(idsIn([near, ACME_TOKEN], `token ${TOKEN}`)).toEqual(['secrets/acme-token'])
  })

  it('the one another yields to is told', () => {
    const yielding = ruleLike({ id: 'secrets/yielding', yieldsTo: ['secrets/vague'] })
    expect(idsIn([yielding, vague], TOKEN)).toEqual(['secrets/vague'])
  })

  it('none is told where one disproves the value, but for another that has a mark', () => {
    expect(idsIn([disproved, near], `token ${TOKEN}`)).toEqual([])
    expect(idsIn([disproved, ACME_TOKEN], TOKEN)).toEqual(['secrets/acme-token'])
  })

  it('a generic one is told last', () => {
    const scanner = secretScanner({ rules: [ACME_TOKEN, disproved], generic: true })
    const ids = scanner.scan(Buffer.from(`api_key = "${TOKEN}"`), SETTINGS).map(({ rule }) => rule.id)
    expect(ids).toEqual(['secrets/acme-token'])
  })
})

describe('confidence', () => {
  it.each([
    ['settings/app.conf', 'high', []],
    ['tests/app_test.py', 'medium', ['stands in a file of tests']],
    ['docs/setup.md', 'medium', ['stands in documentation']],
  ])('of a value in %s is %s', (path, level, doubts) => {
    const [match] = scan([ACME_TOKEN], TOKEN, { role: 'configuration', path })
    expect(match?.confidence.level).toBe(level)
    expect(match?.confidence.because).toEqual(expect.arrayContaining(doubts))
  })

  it('of a proved value stays high in a test', () => {
    const checked = ruleLike({ check: () => ({ verdict: 'valid', says: [] }) })
    const [match] = scan([checked], TOKEN, { role: 'source', path: 'tests/a_test.py' })
    expect(match?.confidence.level).toBe('high')
  })

  it('never tells the value', () => {
    const [match] = scan([ACME_TOKEN], TOKEN)
    expect(match?.confidence.because.join(' ')).not.toContain(TOKEN.slice(5, 12))
  })
})

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64')
const lines = (text: string, length: number, end: string): string =>
  text.replace(new RegExp(`.{${length}}`, 'g'), `$&${end}`)
const json = (text: string): string =>
  Array.from(text, (c) => `\\u00${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')
const TEXT = `{"user": "me", "token": "${TOKEN}"}`
const LONG = `${'A line of some text that goes before.\n'.repeat(6)}token=${TOKEN}\n`

describe('a wrapped value', () => {
  it.each<[string, string, readonly Wrapping[]]>([
    ['base64', `auth: ${base64(TEXT)}\n`, ['base64']],
    ['base64 for URLs, without padding', `auth=${Buffer.from(TEXT).toString('base64url')}`, ['base64']],
    ['base64 behind a path', `https://host.example/a/${base64(TEXT)}`, ['base64']],
    ['base64 in lines', lines(base64(LONG), 76, '\n'), ['base64']],
    ['base64 in indented lines', lines(base64(LONG), 64, '\r\n    '), ['base64']],
    ['base64 in lines, in JSON', `"${lines(base64(LONG), 60, '\\n')}"`, ['base64']],
    ['base64 twice', base64(`data: ${base64(TEXT)}`), ['base64', 'base64']],
    ['hexadecimal', `x'${Buffer.from(TEXT).toString('hex')}'`, ['hex']],
    ['capital hexadecimal', Buffer.from(TEXT).toString('hex').toUpperCase(), ['hex']],
    ['percent', `https://host.example/?q=a%20b%26${TOKEN.replace('_', '%5F')}`, ['percent']],
    ['JSON escapes', `{"a": "${json(TOKEN)}"}`, ['json']],
    ['gzip in base64', `H: ${gzipSync(LONG).toString('base64')}`, ['base64', 'gzip']],
    ['UTF-16', Buffer.from(`\ufeff${TEXT}`, 'utf16le').toString('latin1'), ['utf-16']],
    ['UTF-16 without a mark', Buffer.from(LONG, 'utf16le').toString('latin1'), ['utf-16']],
    ['UTF-16, big end first', Buffer.from(`\ufeff${LONG}`, 'utf16le').swap16().toString('latin1'), ['utf-16']],
    ['UTF-16 in base64', Buffer.from(LONG, 'utf16le').toString('base64'), ['base64', 'utf-16']],
    ['base64 behind binary data', Buffer.concat([make.bytes(400), Buffer.from(LONG)]).toString('base64'), ['base64']],
  ])('in %s is found', (_, text, wrapped) => {
    const matches = scan([ACME_TOKEN], text)
    expect(matches).toMatchObject([{ value: TOKEN, wrapped }])
  })

  it('is told where the wrapping holds it', () => {
    const text = `auth: ${base64(TEXT)} end`
    const [match] = scan([ACME_TOKEN], text)
    const held = Buffer.from(text.slice(match?.start, match?.end), 'base64').toString()
    expect(held).toContain(TOKEN)
    expect(held.length).toBeLessThan(TOKEN.length + 6)
  })

  it('is told where the lines of the wrapping hold it', () => {
    const text = lines(base64(LONG), 76, '\n')
    const [match] = scan([ACME_TOKEN], text)
    const held = Buffer.from(text.slice(match?.start, match?.end), 'base64').toString()
    expect(held).toContain(TOKEN)
    expect(held.length).toBeLessThan(TOKEN.length + 6)
  })

  it('is told where a character of UTF-16 begins', () => {
    const text = Buffer.from(`\ufeffkey ${TOKEN}`, 'utf16le').toString('latin1')
    expect(scan([ACME_TOKEN], text)).toMatchObject([{ start: 10, end: 10 + 2 * TOKEN.length }])
  })

  it('is told once where it also stands as it is', () => {
    expect(scan([ACME_TOKEN], `https://host.example/?a=%20&t=${TOKEN}&b=%20`)).toMatchObject([{ wrapped: [] }])
  })

  it('is told with others of the same wrapping', () => {
    const text = gzipSync(`${LONG}\n${OTHER}\n`).toString('base64')
    expect(scan([ACME_TOKEN], text).map(({ value }) => value)).toEqual([TOKEN, OTHER])
  })

  it('is not looked for below three wrappings', () => {
    const wrap = (depth: number): string => (depth === 0 ? TEXT : base64(`data: ${wrap(depth - 1)}`))
    expect(scan([ACME_TOKEN], wrap(3))).toHaveLength(1)
    expect(scan([ACME_TOKEN], wrap(4))).toEqual([])
  })
})

describe('what is not told', () => {
  it('is counted: matches beyond the bound', () => {
    const told: Omission[] = []
    const text = Array.from({ length: 10_005 }, () => `acme_${make.text(32, ALPHANUMERIC)}`).join('\n')
    expect(scan([ACME_TOKEN], text, { ...SETTINGS, omitted: (what) => told.push(what) })).toHaveLength(10_000)
    expect(told).toEqual([{ why: 'matches', rule: 'secrets/acme-token', count: 5 }])
  })

  it('is counted: a bomb in base64', () => {
    const told: Omission[] = []
    const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20)).toString('base64')
    expect(scan([ACME_TOKEN], bomb, { ...SETTINGS, omitted: (what) => told.push(what) })).toEqual([])
    expect(told).toMatchObject([{ why: 'decoding' }])
  })
})

function sourceOf(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    all: async () => bytes,
    slice: async (offset, length) => bytes.slice(offset, offset + length),
  }
}

async function startsIn(bytes: Uint8Array): Promise<readonly number[]> {
  const starts: number[] = []
  const scanner = secretScanner({ rules: [ACME_TOKEN], generic: false })
  await scanSource(sourceOf(bytes), scanner, { role: 'data', path: 'a.bin' }, ({ start }) => void starts.push(start))
  return starts
}

describe('planted values', () => {
  it('are found once each, at any offset of random bytes', () => {
    const scanner = secretScanner({ rules: [ACME_TOKEN], generic: false })
    const noise = uint8Array({ minLength: 0, maxLength: 600 })
    assert(
      property(array(noise, { minLength: 1, maxLength: 6 }), integer({ min: 1, max: 1_000_000 }), (parts, seed) => {
        const maker = specimenMaker(seed)
        const values = parts.map(() => `acme_${maker.text(32, ALPHANUMERIC)}`)
        const bytes = Buffer.concat(parts.flatMap((part, i) => [part, Buffer.from(` ${values[i]} `)]))
        expect(scanner.scan(bytes, { role: 'binary', path: 'a.bin' }).map(({ value }) => value)).toEqual(values)
      }),
    )
  })

  it('are found once each, wherever the pieces of a long source meet', async () => {
    const bytes = Buffer.alloc(2 * PIECE_BYTES + 5000, 0x20)
    const starts = [0, PIECE_BYTES - 37, PIECE_BYTES + 1000, 2 * PIECE_BYTES - 20, 2 * PIECE_BYTES + 4963]
    for (const start of starts) bytes.write(TOKEN, start, 'latin1')
    expect(await startsIn(bytes)).toEqual(starts)
    for (const shift of [-38, -36, -1, 0, 1]) {
      const moved = Buffer.alloc(PIECE_BYTES + 100, 0x20)
      moved.write(TOKEN, PIECE_BYTES + shift, 'latin1')
      expect(await startsIn(moved)).toEqual([PIECE_BYTES + shift])
    }
  })

  it('are found once in base64 that goes over a seam', async () => {
    const text = `${'x'.repeat(10)} ${base64(`${'The same line of text again. '.repeat(120_000)}`).slice(0, PIECE_BYTES - 100)}${base64(LONG)}`
    const starts = await startsIn(Buffer.from(text))
    expect(starts).toHaveLength(1)
  })
})
