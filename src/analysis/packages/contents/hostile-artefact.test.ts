import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { noted, openedArtefact, tarballOf, zipOf } from '../../../../test/support/opened-artefact.ts'
import { paxHeader, tarMember, writeTar } from '../../../../test/support/tar-writer.ts'
import { writeZip, type ZipMember } from '../../../../test/support/zip-writer.ts'
import { systemClock } from '../../../base/clock.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { ContainerBudget } from '../../models/containers/budget.ts'
import { openArtefact } from './open-artefact.ts'
import { PACKAGE_LIMITS } from './package-limits.ts'

const MiB = 1024 * 1024

describe('bombs are bounded and reported', () => {
  const cases: readonly { readonly what: string; readonly bytes: () => Buffer; readonly note: RegExp }[] = [
    {
      what: 'a stream of zeros',
      bytes: () => gzipSync(gzipSync(Buffer.alloc(48 * MiB))),
      note: /not-inspected limit-ratio/,
    },
    {
      what: 'zips in zips, sixteen of each, as in 42.zip',
      bytes: () => nested(zipOf({ zeros: Buffer.alloc(8 * MiB) }), 3, 16),
      note: /not-inspected limit-ratio/,
    },
    {
      what: 'one archive in another, thirty deep',
      bytes: () => nested(zipOf({ a: '1' }), 30, 1),
      note: /not-inspected limit-depth/,
    },
    { what: 'members that share one block of zeros', bytes: overlapping, note: /not-inspected limit-ratio/ },
    {
      what: 'more members than are looked at',
      bytes: () => writeTar(Array.from({ length: 3000 }, (_, index) => ({ name: `a${index}`, data: 'x' }))),
      note: /not-inspected limit-entries/,
    },
    {
      what: 'a sparse file that claims 8 EiB',
      bytes: () =>
        writeTar([
          paxHeader({ 'GNU.sparse.major': '1', 'GNU.sparse.realsize': '9223372036854775807' }),
          { name: 's', data: 'x' },
        ]),
      note: /not-inspected tar-sparse/,
    },
    {
      what: 'a size that is not there',
      bytes: () => tarMember({ name: 'a', data: 'x', statedSize: 8 ** 11 - 1 }),
      note: /tar-header a$/,
    },
  ]
  it.each(cases)('$what', { timeout: 60_000 }, async ({ bytes, note }) => {
    const archive = bytes()
    const before = performance.now()
    const opened = await openedArtefact('a', archive, {
      limits: { entries: 2000, ratioFloor: 8 * MiB, holdBytes: 8 * MiB },
    })
    expect(noted(opened).join('\n')).toMatch(note)
    expect(performance.now() - before).toBeLessThan(30_000)
  })

  it('time that runs out is told', async () => {
    let now = 0
    const opened = await openedArtefact(
      'a.tar',
      writeTar(Array.from({ length: 50 }, (_, index) => ({ name: `a${index}`, data: 'x' }))),
      {
        clock: { now: () => (now += 20_000) },
      },
    )
    expect(noted(opened)).toContain('not-inspected limit-time')
    expect(noted(opened)).toContain('not-inspected member a49')
  })

  it('what stands in front of a bomb is handed out', async () => {
    const bytes = tarballOf({ 'p/package.json': '{"name":"demo","version":"1.0.0"}', 'p/i.js': 'payload()' }, [
      { name: 'p/z.gz', data: gzipSync(Buffer.alloc(32 * MiB)) },
    ])
    const opened = await openedArtefact('demo-1.0.0.tgz', bytes, { limits: { ratioFloor: MiB, ratio: 50 } })
    expect(opened.texts['i.js']).toBe('payload()')
    expect(noted(opened).join('\n')).toContain('not-inspected limit-ratio z.gz')
  })
})

describe('names cost no more than they are long', () => {
  const cases: readonly { readonly what: string; readonly bytes: () => Buffer }[] = [
    {
      what: 'twenty thousand times one name',
      bytes: () => writeTar(Array.from({ length: 20_000 }, () => ({ name: 'p/a', data: '' }))),
    },
    {
      what: 'two thousand paths of two thousand folders below a link',
      bytes: () =>
        writeTar([
          { name: 'a', typeflag: '2', linkName: 'b' },
          ...Array.from({ length: 2000 }, (_, index) => [
            paxHeader({ path: `${'a/'.repeat(2000)}${index}.py` }),
            { name: 'x', data: 'x' },
          ]).flat(),
        ]),
    },
    {
      what: 'ten thousand links',
      bytes: () =>
        writeTar(
          Array.from({ length: 10_000 }, (_, index) => ({
            name: `l${index}`,
            typeflag: '2',
            linkName: '../'.repeat(30),
          })),
        ),
    },
  ]
  it.each(cases)('$what', { timeout: 30_000 }, async ({ bytes }) => {
    const archive = bytes()
    const before = performance.now()
    const opened = await openedArtefact('a.tar', archive)
    expect(performance.now() - before).toBeLessThan(10_000)
    expect(opened.notes.length).toBeLessThan(1000)
  })
})

describe('memory does not grow with the artefact', () => {
  it('of a large file in a stream that does not pack', { timeout: 60_000 }, async () => {
    const noise = Buffer.alloc(50 * MiB)
    for (let at = 0, state = 1; at < noise.length; at += 4) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      noise.writeUInt32LE(state, at)
    }
    const bytes = gzipSync(
      writeTar([
        { name: 'p/package.json', data: '{"name":"a","version":"1.0.0"}' },
        { name: 'p/big.bin', data: noise },
        { name: 'p/last.js', data: '1' },
      ]),
      { level: 1 },
    )
    const limits = { ...PACKAGE_LIMITS, holdBytes: 4 * MiB }
    const seen: string[] = []
    let most = 0
    const before = process.memoryUsage().arrayBuffers
    for await (const event of openArtefact(
      memorySource(bytes),
      'a-1.0.0.tgz',
      new ContainerBudget(limits, systemClock),
    )) {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
      if (event.type !== 'file') continue
      seen.push(`${event.file.path} ${event.file.size}`)
      if (event.file.path !== 'big.bin') continue
      await expect(event.file.source.all()).rejects.toMatchObject({ code: 'LIMIT_SIZE' })
      expect(
        Buffer.from(await event.file.source.slice(25 * MiB, 4)).equals(noise.subarray(25 * MiB, 25 * MiB + 4)),
      ).toBe(true)
    }
    expect(seen).toEqual(['package.json 30', `big.bin ${50 * MiB}`, 'last.js 1'])
    expect(most).toBeLessThan(48 * MiB)
  })
})

function nested(innermost: Buffer, levels: number, copies: number): Buffer {
  let bytes = innermost
  for (let level = 0; level < levels; level++) {
    const data = bytes
    bytes = writeZip(Array.from({ length: copies }, (_, index) => ({ name: `${level}-${index}.zip`, data })))
  }
  return bytes
}

/** A directory of many entries that all lead to one member (Fifield 2019, without his quoting of headers). */
function overlapping(): Buffer {
  const member: ZipMember = { name: 'a', data: Buffer.alloc(16 * MiB) }
  const whole = writeZip([member])
  const packed = deflateRawSync(Buffer.alloc(16 * MiB)).length
  const start = 30 + 1 + packed
  const entry = whole.subarray(start, start + 47)
  const end = Buffer.from(whole.subarray(start + 47))
  const count = 1000
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(47 * count, 12)
  const entries = Array.from({ length: count }, (_, index) => {
    const copy = Buffer.from(entry)
    copy.writeUInt8(33 + (index % 90), 46)
    return copy
  })
  return Buffer.concat([whole.subarray(0, start), ...entries, end])
}
