import { describe, expect, it } from 'vitest'
import { bitFlips, NUMBERS, sha256, unpackAll } from '../../test/support/unpacking.ts'

// Written by bzip2 1.0.8 through Python's bz2 module.
const EMPTY = Buffer.from('QlpoORdyRThQkAAAAAA=', 'base64')
const TEXT = Buffer.from('QlpoOTFBWSZTWR/QSdsAAAERgEAAJkeMACAAIgGmmggGmmg8VlgwQkO8XckU4UJAf0EnbA==', 'base64')
const PACKED = Buffer.from(
  [
    'QlpoMTFBWSZTWRiJF4cANkoYAAAEf+BgJt75UFKoIVBQpQFKJKUoUoUopVKUoIqARAABQpQABSlAAUAoUUUVQFQSpUIAqlVBCJKk',
    'JShCqECggGmmggGmmggGmmggGmmgTVUUxn6lQKVSqf+qo/9U/eqlT4p9k6KdKfpPJPVMpyT2Vov0XovRei8l5L0XovJeS9Fovosl',
    'ktFoslkZTKeKaTSdqZTKaTKtFosl1LRaLRcSyWhlNJpMp9kymk0mU+KaTSZTKaT4ppMplMppPqmUymkyn8plMppMplMp+k0mUync',
    'mk0mUymk0mU8U0mk6kyrRZLJaLRaLJeiyLSaTKZTKaTSZTKaTxTFMp2ppNJlMppNJheS0XyWS0Wi0WS0WqZTyTSZTtTKaTKZTCyW',
    'S7FotFkuJaLRYmkymU+qaTSZTKfJNJlMplNJ8kymUymkyn1TKaTSZT+kymk0mUymk/SZTKaTtTSZTKaTSZTKeKaTKdKZTCyWi0Wi',
    'yWS9FqLJZLRaLJZLRaLJZLsWotFkuJaLRaLJaLRei0XyWi0WiyWi0Wi0nimkynamk0mUymkyWi7FoslkuRaLJZLKZTKfZNJlMplP',
    'kmUymU0mk+KZTKaTSZT6ppNJlMp/KaTSZTKaTSflMplNJ2plMplNJlMplPJMplOpMppMlotFkslovRaiyWhlNJpMplNJpMp9U0pl',
    'NJlPimU0mUymU9U0nUmUymk0mUymk0nkmUyncmkymU0mkyWi6loslouRaLJaLSZTSfVNJlMppPkmUymk0mU+KZTSaTKZT7FktFot',
    'FxLJaLRaLKZT8plNJlO5MplNJpMplNJ5JlMp0ppNJlMppNJlMp7JimUymU0mUymU0mUynyTFNJpMplPsmkymU0nsmk6Uymk0mUym',
    'k0mU8UymU7kymUymkymU0XYslotFyLJZLRaLSaT7JlMppNJ8Uymk0mUynyTSaTKZTKfZNFotFkuRaLRaLJZLKflNJpMp2plNJpMp',
    'lNJpPFMppOpNJlMplNJlMplPZMUymU0mS0WiyWS0Wi5FqLJaLRZLJdi0WSyXotDpTKaTKZTKaTKZTxTKaTtTKZTSaTKZTSupZLRa',
    'LiWS0WiyWRlPqmU0mkynxTKaTKZTKfFNJlMplNJ9kyrRZLJci0WiyWS0Wh+k0mUyncmk0mUymU0mU8Uymk6Uyn7KZTRci0WiyXks',
    'i0WSyWqZTSaTKZTSdqYplMppNJlMp4ppMp7JlOlNJlMplNJpMplPFNJpO1MppNJlMppNJ+i0WiyXEtFotFktFlPqmU0mUynxTSaT',
    'KZTSfJNJlMppNJ9UymSyWi4loslktFotF2TKZTKdqaTKZTKaTKZTxTSaTpTKZTSaTKZTSaT1TFNJpMplNJpMplMppOlMUymVZLRa',
    'LRZLyWi9FovkaTKZTSaTKZTSeKaTKdqaTSZTKZTSZT9K0WiyXItFoslktFofZNJpMplPkmkymU0mk+KZTKaTSZT6p7J7J6p6plMp',
    'pMplMp9kyrRaLJcSyWi0WSyWh+U0mkyncmU0mkymU0mk8UymU6U0mUymVZLRaLReSyXyX0Wi0NJpMplNJpMplNSaLRaLJZLRaLRZ',
    'LyWk6UymkymUymkymU8Uymk7kymU0mkymU0XYslotFxLJaLRZLKZT6plMppMp8UymkymUynyTSaTKZTSfZMloslkuRaLRZLJaLSf',
    'pNJlMp2plNJlMplNJlPFMppOlNJlMposlotFkvJaLyXovJek9k9U9U9k+yeqaTKaT4plNJlNJlPimU0mU0mU+yZTKaTKfymkymky',
    'mU0n5TSZTKdyaTKaTKaTKZTyTKaTpTJaLJaLJaLJaL0WJaLJaLIslosloslosiyWiyWi0WS0X6Ln6HsnFOSdqck4pxTyTinJWi7F',
    'ktFovovouRZL/UaTKZTKYBlMppNJlMplMppMppNJpMplMplNJpMppMplMppNJpNJlMplMplNJpNJlMplNJlMppNJlMplMppNJlNJ',
    'pMplMplNJpMppMplMppMppNJlMplMplNJkslktFoslotFksl6LRaLReS7F1LsX/Rf8loupf0WS6lotFkuRZLKZTSZTSfVMppMplP',
    'kmU0mUymU+SZTSZTSZT6ppMppMp/KaTKZTSZTSflMppMp3JpMppMplNJlPJMplOlNJlNJlNJlMppPVMUymUxTKaTKaTknFOSaTin',
    'SnJOKck4pyTimU0nimU0nSnUncmUyn1TKaTimU6pQ0mkymUymk0mk9UynUBlMplMppNJpMp6ppOoDKZTSaTKZTKZT2TSdQGU0mky',
    'mUymU0nsmU6AaTSZTKZTKaTSeqZTpAymUymU0mk0mU9U0nSBlMppNJqWi0Wi8lkvgDRZLKZTKZTKZT2TKdIGk0mUymUymk0nqmU6',
    'gPFPJPFP0n5TkninqnJOKeKaTKdqaTKaTKaTC0XUsloslyLRZLRYmU0n1TKZTSZT5JlMplMppPimU0mUymk+iyWiyWi4losloslq',
    'mU/SZTSZTtTSZTKaTKaTKeKaTKdSaTKaTKZTScU4pyTKcKaTinSnFOKck4ppMplPVNJ3J0p2plNJpP0mU4ppOgGUymU0mkymUyns',
    'mk6QMppNJlMplMplPZMp1AaTSZTKZTSZTSeqZTqA0mUymU0mk0mU9UynQDKZTKaTSZTKZT2TSdIGU0mk0mUymUynsmU6AaTSZTKZ',
    'TKZTSeqZTqA0mUymU0mk0mU9UynSBlMplNJpWiyWi8lkvgD+i/ovkulPJPFPynJPFPZOKcU8U0mU7kymkymU0mU0nUtFoslyLJaL',
    'JaLRaT6plNJlMp8kymkymkynyTKaTKaTKfZMposlouRZLRaLJaLJflNJlMp2ppMppMplNJlPJMppOpMplNJlNJlOKck4plOFOKck',
    '4pyTinFNJlNJlOlOlNJpMplPymU5JlOkDSaTKZTKZT2TKeqZTpA0mUymU0mk0mk9UynQDKZTKaTSZTKaT1TSdQGUymk0mUymUyns',
    'mk6gNJpNJlMplNJlPVMp1AaTKZTKZTSaTSeqZToBlMplNJpNJlNJ6ppOqBotFkslotFotF5LJdAMppNJlMplNJlPVMp0A8k9U6U9',
    'lPZPVPZOKeqaTimkynsmk6UymkymkymU0mU8U0mU7kymU0mU0mUyn5TSZTSfymkymU0mU0n2TKZTKZT5JlNJlMppPimU0mU0mU+q',
    'aTKaLRcS0WS0WS0WS7FpNJlO1NJlMppMpxTknFPZOFOScU4pyTinJMplNSaTKZTKaTSeScUynVAymUymk0mkyWS9FkvgDRaLJZLQ',
    'ymUynsmk6gMppNJlMplNJ5JlMp2gdKaTSZTKZTSaT1TSdAMlotFotFkslovRZLqA0mUymk0mkymU9kynSBlMppNJlMplNJ7JlOoD',
    'KaTSZTKaLJZL0Wi+AMlktFqmU0mkynqmk6oHkninhTxTxTyTinJMpyTKaU0mKaTKZTSZTSZTJaL0Wi+S0WS0WiyWU0mU8k0mU7U0',
    'mU0mi0WS0XYsloslyLRaTKaTKZT6plMppMp8kymU0mU0nxTKaTKZTSfVNJlMppP5TKaTKaTknFOSeKcU5J1JxTknFOKckymkyncn',
    'Snqmk0mkymU5JlOgGUymk0mUymUynsmU6AaLJZLRaLRZLJei0XVAyncmkymUymk0mFhQyWi0Wi0WSyWi0WFD0Wi0WSyWS0Wi0WFD',
    'ReS0WS0Wi0WSyWqQyWS9FotFoslktFhQyWi0XosTSaTKZTCVZTKZTSeyZTKZTKaoq8k8U8ldi+S6l2L9F6L9F+S0WR6ppTSZTSZT',
    'SZTKYLRZLItFktFktFktFosl5LRfJaLRZLRaTKaTKeKZTSdqaTKaLJaLJaLqWS0Wi4llNJlNJlMp9U0mU0mU+KaTKaTKaT5JlMpp',
    'OKcU5J+U5JxTinanJOKck4ppMplOlOpPJMpotF2LRZL9FDJZLRaLRZLyWiyWkhktFotFkslovRZLVIfRaLRaLJZLRaLRaKGi0WSy',
    'WS0Wi0WSykPJaLJaLRaLRZLJYUMlktFotFkslotFqkNFktFoslktFotFhQ0Wi0WSyWi0WhpMJVpMppMplMplMlksKHYupdi7F1L/',
    'EuqckynJOKZTSeKaTKdRZLRaLJaLJaLReS1FktFktFoslkWS0MpimU0mU0mUymkyWS8lovoslosloslpMppPFMppO1MppMpotFkt',
    'F2LRZLRcS0WUymU0mU+yaTKcU5JxT6pyTinJOKfynJOKcU0mU0nUncnan5TKaTSaTKcEqymkymU0mkymUymEqymUymk0mU0WiyWi',
    'hktFkslotFoslkspDJZLRaLRaLJZLRapDRZLRaLJZLRaLRaKGi9FoaTSZTKZTSYSrKaTKaTKZTKaTSYSrSZTSZTKZTSaTKYSrC0W',
    'S0WSyWS0Wi0UOxdS7F1LsXUuRfovRflOKaTKflMplNJ3JlNJlMppMppPFNJlOlMlktFktFoslovJZFiZTKaTKakymU0mUxLRZLRa',
    'LJaLJaLReiyX0WS0WS0WiyWi0nkmUynamU0mU0mUymk/KZTinJOKfJOKck4pxTknxTinJMplNJ0p0p2p9k0mUymUyn9wSrRZLRZL',
    'Rdi0WSyWFDJZLJaLRaLJZLRYSrKZTSZTKaTSZTC1SGi0WiyWS0Wi0WiyUNFktFktFotDSaTCVaTSZTKZTKZLJaLKQyWi9FktFksl',
    'otFooaLRZLRZLJaLRaLChoslktFotFotFktUh/Jdi6j8p+U/ScU+KeycU4ppMp9kymkymU/pNJlNJlMplPymkymk7UymU0mU0mU0',
    'nimU0nUmU0rRaLJaLJaLyWRaLKZTSaUymkymkymKaLRZLRZLRaLJaLyWk6U0mUymkymkyn5TkmU0n8plNJlNJlMp9k5JlNJlOpOp',
    'Pin8plMppNJpOCVaTKZTSYWSyWi0WihotFotFkslotFospDRZLJaLJaLRaLJYUMlktFotFoslkslhQyWi0WS0WSyWi0WkhotFosl',
    'kslotFoslKymk0mU0mUymU0mJDJZLRei0Wi0WSyWUhktFotFkslkslosKH/mKCskyms2Oe5o4AAAwwAAAIfcBAAGIMmIINHqaGjT',
    'W+wtRUAvF3JFOFCQgN1cSQ==',
  ].join(''),
  'base64',
)
const NOISE = Buffer.from(
  [
    'QlpoOTFBWSZTWQUOuB4AAHx///Muqb/uMbm/v+u//9/q/21jx/538/1zm9uWmv3/GYu4sAD7MSAADRoAAaAABtQNHqB6nqAGhoGm',
    'gANAADQ0ANB6j1D1AZAbUaZPUfqn6p6elEA0NGhkyGhpo00aNGgyaGAmTIBkADQ0aZMCNNNDEYRk9QyDTRoDRkaaaaDIDBxGTRpp',
    'poNBoaA0NMgaGmEyA00YhghkMTTTEYEbUyMCAAGT0IyNAAAABAOxl84N3xaMEiIvjL8dbqWoB+eqGCHvHyNq+BDgLQ4xjKGerxHN',
    'bDDLAUe7pm+M4sPgvxxyQJygpblJVxVTcxovzYLG4FOwyXuhBKnR+TmvRRlkVnDjuBnYfLBHbRCyKRvO9A+YZUAY9lWlg5xUX318',
    'yNbAffv0U3XoFqtOL4Lst07IEFc/YXQCmDNTPFJTjQxPgu4rvBQZAvkfoxtGBahcn6hi/u9GjhaiQPssiCYVnur+2BjWVfjaPwYU',
    'Bxb+xwJCbHlpV8ut8TsnzY57RrCUJqHCOQgYAOrTq/1GD6ipwcSj8PVUGzdKTAhGO18whqtxwbZAhEgixz0k/7qhYVY0Ly059WgJ',
    'WsQkC7kinChIAodcDwA=',
  ].join(''),
  'base64',
)
const BLOCKS = Buffer.from(
  [
    'QlpoMTFBWSZTWfFLiycAYaMBADAAIAAwgCkZQlBaoSguYoKyTKayA328+ADDRgIAYABAAGEAUjVCUFlCUFzFBWSZTWfFLiycAYaM',
    'BADAAIAAwgCkZQlBaoSguYoKyTKazmx+FDgAAHAIAYABAAGEAmoyNRxdyRThQkKO/9Ac',
  ].join(''),
  'base64',
)
const RUNS = Buffer.from(
  [
    'QlpoOTFBWSZTWevPziUAABDUAf+AACA4AACAABggAFCmAABKZU9T1GaT1L2W222IIeVqsoMR6ETvmrXZShouIE54/pZlBB5KTD8X',
    'ckU4UJDrz84l',
  ].join(''),
  'base64',
)
const BOMB = Buffer.from(
  [
    'QlpoOTFBWSZTWQ4J4t8BX45AAMAAAAggADCATUZCoCWpCoCXMUFZJlNZDgni3wFfjkAAwAAACCAAMIBNRkKgJakKgJcxQVkmU1mK',
    'ltepAGQGRADAABAAAAggADDMBSmmKARbEoBF4u5IpwoSFdRTLWA=',
  ].join(''),
  'base64',
)
const PLAIN = Buffer.from('an honest model')
/** Runs around the lengths where the first run-length coding turns: four, and 255 more. */
const LENGTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 254, 255, 256, 259, 260, 300, 1000]
const MANY_RUNS = Buffer.concat(LENGTHS.map((length, index) => Buffer.alloc(length, 65 + (index % 3))))

describe('whole streams', () => {
  const cases: readonly { name: string; bytes: Buffer; size: number; hash: string }[] = [
    { name: 'nothing', bytes: EMPTY, size: 0, hash: sha256(Buffer.alloc(0)) },
    { name: 'text', bytes: TEXT, size: PLAIN.length, hash: sha256(PLAIN) },
    {
      name: '100 kB',
      bytes: PACKED,
      size: 100_000,
      hash: 'afced212046d6bcb111137bb05be9a8451cbd63485676bdc9da766c50537d247',
    },
    {
      name: 'noise',
      bytes: NOISE,
      size: 300,
      hash: '3697cc37506a5cf2f4ecf7ad65d046456a1aa4ed36d24ddf08b069d3a35c1caa',
    },
    { name: 'several blocks', bytes: BLOCKS, size: 300_000, hash: sha256(Buffer.from('ab'.repeat(150_000))) },
    { name: 'runs', bytes: RUNS, size: MANY_RUNS.length, hash: sha256(MANY_RUNS) },
  ]
  it.each(cases)('$name', async ({ bytes, size, hash }) => {
    const { data, end } = await unpackAll('bzip2', bytes)
    expect(data).toHaveLength(size)
    expect(sha256(data)).toBe(hash)
    expect(end).toEqual({ end: bytes.length, state: 'complete', problems: [] })
  })

  it('follow each other', async () => {
    const bytes = Buffer.concat([TEXT, EMPTY, BLOCKS, TEXT])
    const { data, end } = await unpackAll('bzip2', bytes)
    expect(data.toString()).toBe(`${PLAIN.toString()}${'ab'.repeat(150_000)}${PLAIN.toString()}`)
    expect(end).toEqual({ end: bytes.length, state: 'complete', problems: [] })
  })

  it.each(['tail', 'BZ', 'BZh0'])('leave %s behind them', async (tail) => {
    const { data, end } = await unpackAll('bzip2', Buffer.concat([TEXT, Buffer.from(tail)]))
    expect(data.equals(PLAIN)).toBe(true)
    expect(end).toEqual({ end: TEXT.length, state: 'complete', problems: [] })
  })
})

describe('damage', () => {
  it('at any cut gives the blocks in front', async () => {
    const whole = 'ab'.repeat(150_000)
    for (let cut = 4; cut < BLOCKS.length; cut++) {
      const { data, end } = await unpackAll('bzip2', BLOCKS.subarray(0, cut))
      expect(end).toMatchObject({ end: cut, state: 'truncated' })
      expect(whole.startsWith(data.toString())).toBe(true)
    }
    expect((await unpackAll('bzip2', BLOCKS.subarray(0, -12))).data.length).toBeGreaterThan(100_000)
  })

  it('of a cut block gives nothing, as the format has it', async () => {
    for (let cut = 0; cut < PACKED.length - 20; cut += 61) {
      expect((await unpackAll('bzip2', PACKED.subarray(0, cut))).data).toHaveLength(0)
    }
  })

  it('by turned bits is survived, and never passes for other data', async () => {
    for (const [sample, whole] of [
      [TEXT, PLAIN],
      [RUNS, MANY_RUNS],
      [PACKED, NUMBERS],
    ] as const) {
      for (const bytes of bitFlips(sample, 300, 14)) {
        const { data, end } = await unpackAll('bzip2', bytes)
        expect(end.end).toBeLessThanOrEqual(bytes.length)
        const silent = end.state === 'complete' && end.end === bytes.length && end.problems.length === 0
        if (silent) expect(data.equals(whole)).toBe(true)
      }
    }
  })

  it('in a checksum is told, and the data comes out', async () => {
    const bytes = Buffer.from(TEXT)
    bytes[10] = (bytes[10] ?? 0) ^ 1
    const { data, end } = await unpackAll('bzip2', bytes)
    expect(data.equals(PLAIN)).toBe(true)
    expect(end.problems).toEqual(['bzip2: a block does not match its CRC-32'])
  })
})

describe('bombs', () => {
  it('of a hundred megabytes stop at the meter', async () => {
    await expect(unpackAll('bzip2', BOMB, 1 << 20)).rejects.toMatchObject({ code: 'LIMIT_SIZE' })
  })

  it('of a megabyte of empty streams end', async () => {
    const bytes = Buffer.concat(Array.from({ length: 70_000 }, () => EMPTY))
    expect((await unpackAll('bzip2', bytes)).end).toEqual({ end: 980_000, state: 'complete', problems: [] })
  })
})
