import { describe, expect, it } from 'vitest'
import { columnPersonalData } from './column-personal-data.ts'

const COLUMNS: readonly {
  readonly name: string
  readonly values: readonly string[]
  readonly looks: readonly string[]
}[] = [
  { name: 'first_name', values: ['Anna', 'Peter', 'Mehmet', 'Giulia', 'Zzyzx'], looks: ['person-name high'] },
  {
    name: 'Name',
    values: ['Braund, Mr. Owen Harris', 'Heikkinen, Miss Laura', 'Allen, Mr. William Henry'],
    looks: ['person-name medium'],
  },
  { name: 'name', values: ['chevrolet chevelle malibu', 'buick skylark 320', 'plymouth satellite'], looks: [] },
  { name: 'file_name', values: ['anna.txt', 'peter.txt'], looks: [] },
  { name: 'species', values: ['setosa', 'virginica'], looks: [] },
  { name: 'x1', values: ['Anna Schmidt', 'Peter Meyer', 'Maria Rossi', 'NA', ''], looks: ['person-name low'] },
  { name: 'Nachname', values: ['Xqz', 'Müller'], looks: ['person-name medium'] },
  { name: 'lastName', values: ['12', '14', '17'], looks: [] },
  { name: 'street', values: ['12 Main Street', 'Hauptstraße 7', 'Rue de Rivoli 4'], looks: ['postal-address high'] },
  {
    name: 'address',
    values: ['0x52908400098527886E0F7030069857D2E4169EE7', '0x8617E340B3D01FA5F11F306F4090FD50E238070D'],
    looks: [],
  },
  { name: 'address', values: ['221B Baker Street', 'Via Roma 12', 'Calle Mayor 3'], looks: ['postal-address medium'] },
  { name: 'ip_address', values: ['12 Main Street', 'Hauptstraße 7'], looks: ['postal-address low'] },
  { name: 'dateOfBirth', values: ['1980-05-12', '12.03.1975', ''], looks: ['birth-date high'] },
  { name: 'created', values: ['2020-05-12', '2021-03-07'], looks: [] },
  { name: 'birth_weight', values: ['3200', '2900'], looks: [] },
  { name: 'sex', values: ['male', 'female', 'male'], looks: ['gender high'] },
  { name: 'Geschlecht', values: ['0', '1', '1'], looks: ['gender medium'] },
  { name: 'genre', values: ['drama', 'comedy', 'thriller'], looks: [] },
  { name: 'col7', values: ['male', 'female', 'female'], looks: ['gender low'] },
  { name: 'diagnosis', values: ['I21.9', 'E11', 'J45.0'], looks: ['health high'] },
  { name: 'diabetes', values: ['0', '1'], looks: ['health medium'] },
  { name: 'condition', values: ['new', 'used'], looks: [] },
  { name: 'race', values: ['White', 'Black', 'Asian-Pac-Islander'], looks: ['ethnicity medium'] },
  { name: 'race', values: ['100 m', 'marathon'], looks: [] },
  { name: 'religion', values: ['Catholic', 'Muslim'], looks: ['religion high'] },
  { name: 'political_party', values: ['a', 'b'], looks: ['political-opinion medium'] },
  { name: 'sexual orientation', values: ['gay', 'straight'], looks: ['sexual-orientation high'] },
  { name: 'union_member', values: ['yes', 'no'], looks: ['trade-union medium'] },
  { name: 'face_embedding', values: ['[0.1, 0.2]'], looks: ['biometric medium'] },
  { name: 'national_id', values: ['12-345-678', '99-111-222'], looks: ['national-id medium'] },
  { name: 'latitude', values: ['52.52001', '48.13743'], looks: ['coordinates high'] },
  { name: 'lat', values: ['5', '9'], looks: [] },
  { name: 'gender', values: [], looks: ['gender medium'] },
]

describe('a column looks like', () => {
  it.each(COLUMNS)('$name $values: $looks', ({ name, values, looks }) => {
    expect(
      columnPersonalData({ name, values }).map(
        ({ rule, confidence }) => `${rule.id.slice('personal-data/'.length)} ${confidence.level}`,
      ),
    ).toEqual(looks)
  })

  it('nothing in a megabyte of one character, soon', () => {
    const started = performance.now()
    for (const unit of ['a', ' ', '1', "'", '-', '.', 'a ', '1.'])
      columnPersonalData({
        name: unit.repeat(1 << 19),
        values: Array.from({ length: 2_000 }, () => unit.repeat(1 << 9)),
      })
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
