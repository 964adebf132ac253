import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { osvArchive, osvRecord, temporaryDirectory } from '../../test/support/osv-feed.ts'
import { systemClock } from '../base/clock.ts'
import { openAdvisories } from './lookup.ts'
import { advisoriesStatus } from './status.ts'
import { updateAdvisories } from './update.ts'

/** Runs an update in a process of its own, which says each step. */
const SCRIPT = `
  const [, , modules, path, feed] = process.argv
  const { updateAdvisories } = await import(modules + '/advisories/update.ts')
  const { systemClock } = await import(modules + '/base/clock.ts')
  const onProgress = ({ step, done }) => process.stdout.write(step + ' ' + done + '\\n')
  await updateAdvisories({ path, sources: { osv: [feed] }, clock: systemClock, onProgress })
`

it('an update that is killed at any step leaves the old database whole', async () => {
  const directory = temporaryDirectory()
  const path = join(directory, 'data', 'advisories.db')
  const feed = join(directory, 'all.zip')
  const script = join(directory, 'update.mjs')
  writeFileSync(script, SCRIPT)
  writeFileSync(feed, osvArchive(osvRecord('GHSA-1', 'left')))
  await updateAdvisories({ path, sources: { osv: [feed] }, clock: systemClock })
  const records = Array.from({ length: 20_000 }, (_, index) => osvRecord(`GHSA-${index}`, `package-${index}`))
  writeFileSync(feed, osvArchive(...records))

  for (const step of ['read 1\n', 'read 9001\n', 'index 0\n']) {
    const child = spawn(process.execPath, [script, join(import.meta.dirname, '..'), path, feed])
    child.stdout.on('data', (text) => {
      if (String(text).includes(step)) child.kill('SIGKILL')
    })
    const [, signal] = await once(child, 'close')
    expect([step, signal]).toEqual([step, 'SIGKILL'])
    expect(advisoriesStatus(path, systemClock)).toMatchObject({ intact: true, state: { ecosystems: [{ records: 1 }] } })
  }

  const left = readdirSync(join(directory, 'data')).filter((name) => name.startsWith('.advisories.db-'))
  expect(left).toHaveLength(3)
  for (const name of left) utimesSync(join(directory, 'data', name), 1, 1)
  await updateAdvisories({ path, sources: { osv: [feed] }, clock: systemClock })
  expect(readdirSync(join(directory, 'data'))).toEqual(['advisories.db'])
  const advisories = openAdvisories(path)
  expect(advisories.find('npm', 'package-19999')).toHaveLength(1)
  advisories.close()
})
