import { describe, expect, it } from 'vitest'
import { crashes } from '../../../../test/support/mutations.ts'
import { FormatError } from '../../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readPmml } from '../../../formats/pmml/pmml.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { judgePmml } from './judge-pmml.ts'

const read = (text: string | Uint8Array) => readPmml(memorySource(Buffer.from(text)), DEFAULT_LIMITS)
const pmml = (content: string, before = ''): string =>
  `${before}<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header><Extension name="user" value="me"/></Header>${content}</PMML>`
const apply = (name: string): string =>
  `<DerivedField><Apply function="${name}"><FieldRef field="x"/></Apply></DerivedField>`

const CASES: readonly { name: string; text: string; found: readonly string[] }[] = [
  { name: 'functions of the standard', text: pmml(apply('+') + apply('isMissing') + apply('stdNormalCDF')), found: [] },
  { name: 'a function of its own', text: pmml(`<DefineFunction name="mine"/>${apply('mine')}`), found: [] },
  { name: 'a function defined later', text: pmml(`${apply('mine')}<DefineFunction name="mine"/>`), found: [] },
  { name: 'a function of a library', text: pmml(apply('lag2')), found: ['pmml/unknown-function low'] },
  { name: 'a Java class', text: pmml(apply('com.example.Evil')), found: ['pmml/java-function high'] },
  {
    name: 'a Java class in another prefix',
    text: `<p:PMML xmlns:p="http://www.dmg.org/PMML-4_4"><p:Apply function="com.example.Evil"/></p:PMML>`,
    found: ['pmml/java-function high'],
  },
  { name: 'an aggregate', text: pmml('<Aggregate field="x" function="multiset"/>'), found: [] },
  { name: 'program text', text: pmml('<script for="a">import os</script>'), found: ['pmml/script high'] },
  { name: 'a table elsewhere', text: pmml('<TableLocator/><TableLocator/>'), found: ['pmml/external-table low'] },
  {
    name: 'a file as an entity',
    text: pmml('&x;', '<!DOCTYPE PMML [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    found: ['pmml/doctype medium', 'pmml/entity high', 'pmml/external-entity high'],
  },
  { name: 'another document', text: pmml('<xi:include href="/etc/passwd"/>'), found: ['pmml/include high'] },
  { name: 'an end that is missing', text: pmml('').slice(0, -7), found: ['pmml-layout/broken medium'] },
]

it.each(CASES)('$name', async ({ text, found }) => {
  expect(judgePmml(await read(text)).map(({ id, severity }) => `${id} ${severity}`)).toEqual(found)
})

it('names the class', async () => {
  const [finding] = judgePmml(await read(pmml(apply('com.example.Evil'))))
  expect(finding).toMatchObject({ globals: ['com.example.Evil'], where: { inside: 'Apply (line 1)' } })
})

describe('hostile bytes', () => {
  it('refuses what is no PMML', async () => {
    for (const text of ['', 'hello', '<a/>', '<net/>']) await expect(read(text)).rejects.toBeInstanceOf(FormatError)
  })
  it('no mutation crashes', async () => {
    expect(await crashes(Buffer.from(pmml(apply('a.B'))), async (bytes) => judgePmml(await read(bytes)))).toEqual([])
  })
})
