import { expect, it } from 'vitest'
import { mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { vendored } from './vendored.ts'

it('lists the copies with the versions they were taken from', async () => {
  const [fixture] = fixturesIn(fixtureFolder(vendored.id))
  const found = await vendored.extract(fileOf('pip/_vendor/vendor.txt', fixture?.bytes ?? ''))
  expect(found.diagnostics).toEqual([])
  expect(mentionsInWords(found)).toEqual([
    'cachecontrol ==0.14.0 registry locks runtime [vendored] direct:unknown 1:15',
    'distlib ==0.3.9 registry locks runtime [vendored] direct:unknown 2:10',
    'requests ==2.32.3 registry locks runtime [vendored] direct:unknown 3:11',
    'certifi ==2024.8.30 registry locks runtime [vendored] direct:unknown 4:14',
    'idna ==3.7 registry locks runtime [vendored] direct:unknown 5:11',
    'urllib3 ==1.26.20 registry locks runtime [vendored] direct:unknown 6:14',
    'tomli ==2.0.1 registry locks runtime [vendored] direct:unknown 7:8 ; python_version < "3.11"',
  ])
})

it('stands for what is below its folder', () => {
  expect(vendored.installedBelow?.('pip/_vendor/vendor.txt')).toEqual(['pip/_vendor'])
})
