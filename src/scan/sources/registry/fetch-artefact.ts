import { createHash, type Hash } from 'node:crypto'
import { ExternalError, FormatError, LimitError } from '../../../base/errors.ts'
import { httpGet, withoutSecrets } from '../../../base/http.ts'
import type { Limits } from '../../../base/limits.ts'
import type { ArtefactStore, IncomingFile } from './artefact-store.ts'
import { type FetchedArtefact, fileSource } from './fetched-artefact.ts'
import type { RegistryLine } from './registry-line.ts'
import type { FileDigest, ReleaseFile } from './release.ts'
import { isStrong } from './stated-digests.ts'

/**
 * The bytes of a file: from the store where what the registry states is there, else fetched, hashed on the way and kept. Throws FORMAT_DIGEST for
 * bytes that are not the ones stated, LIMIT_SIZE beyond the bound, EXTERNAL_NETWORK when they cannot be had (offline: when they are not in the store).
 */
export async function fetchArtefact(
  file: ReleaseFile,
  line: RegistryLine,
  store: ArtefactStore,
  limits: Limits,
): Promise<FetchedArtefact> {
  refuseTooLarge(file, line.bounds.artefactBytes)
  // Where nothing is stated nobody can say that the kept bytes are still the published ones.
  const kept = line.offline || file.digests.length > 0 ? await storedArtefact(file, store) : undefined
  const got = kept ?? (await fetched(file, line, store))
  const { source, close } = await fileSource(got.path, limits)
  const verified = file.digests.map(({ algorithm }) => algorithm)
  return {
    source,
    path: got.path,
    sha256: got.sha256,
    verified,
    proof: verified.some(isStrong) ? 'strong' : verified.length > 0 ? 'weak' : 'none',
    cached: kept !== undefined,
    close,
  }
}

interface StoredBytes {
  readonly path: string
  readonly sha256: string
}

function refuseTooLarge({ name, size }: ReleaseFile, most: number): void {
  if (size !== undefined && size > most)
    throw new LimitError('LIMIT_SIZE', `${cut(name)} has ${size} bytes, the limit is ${most}`)
}

async function storedArtefact(file: ReleaseFile, store: ArtefactStore): Promise<StoredBytes | undefined> {
  const stated = file.digests.find(({ algorithm }) => algorithm === 'sha256')?.hex
  const sha256 = stated ?? (await store.known(keyOf(file)))
  const path = sha256 === undefined ? undefined : await store.find(sha256, oneOfEach(file.digests))
  return sha256 === undefined || path === undefined ? undefined : { path, sha256 }
}

/** Several digests of one algorithm are alternatives; the one that the bytes had is found when they are fetched. */
function oneOfEach(digests: readonly FileDigest[]): readonly FileDigest[] {
  return digests.filter(({ algorithm }) => digests.filter((other) => other.algorithm === algorithm).length === 1)
}

/** All that is stated, and the address: with another digest it is another file, however it is called. */
function keyOf({ address, digests }: ReleaseFile): string {
  const stated = digests.map(({ algorithm, hex }) => `${algorithm}:${hex}`).sort()
  return stated.some((one) => one.startsWith('sha512') || one.startsWith('sha384'))
    ? stated.join(' ')
    : [address, ...stated].join(' ')
}

async function fetched(file: ReleaseFile, line: RegistryLine, store: ArtefactStore): Promise<StoredBytes> {
  if (line.offline) {
    throw new ExternalError('EXTERNAL_NETWORK', `${cut(file.name)} was never fetched, and nothing is asked offline`, {
      retryable: false,
    })
  }
  refuseWithoutTls(file)
  const answer = await httpGet(
    file.address,
    line.options(file.address, 'application/octet-stream', file.registry),
    (body) => received(body, file, line, store),
  )
  if (answer.kind !== 'ok') {
    throw new ExternalError(
      'EXTERNAL_NETWORK',
      `${withoutSecrets(file.address)} is not there, although the registry lists it`,
      { retryable: false },
    )
  }
  await store.remember(keyOf(file), answer.value.sha256)
  return answer.value
}

/** A registry that is asked over TLS must not send us where anybody on the line can answer. */
function refuseWithoutTls({ address, registry }: ReleaseFile): void {
  if (!registry.startsWith('https:') || address.startsWith('https:')) return
  throw new ExternalError('EXTERNAL_NETWORK', `the registry names ${withoutSecrets(address)}, which is not https`, {
    retryable: false,
  })
}

/** Called for each attempt; nothing of one that fails stays. */
async function received(
  body: AsyncIterable<Uint8Array>,
  file: ReleaseFile,
  line: RegistryLine,
  store: ArtefactStore,
): Promise<StoredBytes> {
  const incoming = await store.begin()
  try {
    const { sha256, size, hashes } = await written(body, file, line.bounds.artefactBytes, incoming)
    checkSize(file, size)
    for (const digest of file.digests) checkDigest(file, digest, hashes.get(digest.algorithm))
    return { path: await incoming.keep(sha256), sha256 }
  } catch (error) {
    await incoming.drop().catch(() => undefined)
    throw error
  }
}

async function written(
  body: AsyncIterable<Uint8Array>,
  file: ReleaseFile,
  most: number,
  incoming: IncomingFile,
): Promise<{ readonly sha256: string; readonly size: number; readonly hashes: ReadonlyMap<string, string> }> {
  const running = new Map<string, Hash>(
    ['sha256', ...file.digests.map(({ algorithm }) => algorithm)].map((name) => [name, createHash(name)]),
  )
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > most)
      throw new LimitError('LIMIT_SIZE', `${cut(file.name)} has more than ${most} bytes, which is the limit`)
    for (const hash of running.values()) hash.update(chunk)
    await incoming.write(chunk)
  }
  const hashes = new Map([...running].map(([name, hash]) => [name, hash.digest('hex')]))
  return { sha256: hashes.get('sha256') ?? '', size, hashes }
}

function checkSize({ name, size }: ReleaseFile, found: number): void {
  if (size === undefined || size === found) return
  throw new FormatError('FORMAT_DIGEST', `${cut(name)}: expected ${size} bytes as the registry states, found ${found}`)
}

/** Of several digests of one algorithm any may fit (SRI, section 3.3.4). */
function checkDigest({ name, digests }: ReleaseFile, { algorithm, hex }: FileDigest, found: string | undefined): void {
  if (digests.some((digest) => digest.algorithm === algorithm && digest.hex === found)) return
  throw new FormatError(
    'FORMAT_DIGEST',
    `${cut(name)}: expected ${algorithm} ${hex} as the registry states, found ${found}`,
  )
}

function cut(name: string): string {
  return JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name).slice(1, -1)
}
