import { ExternalError, FormatError, LimitError } from '../../../base/errors.ts'
import { httpGet, type Validators, withoutSecrets } from '../../../base/http.ts'
import type { ArtefactStore } from './artefact-store.ts'
import { fields, parsedJson, text } from './json-fields.ts'
import type { RegistryLine } from './registry-line.ts'

/** An index page or a packument. */
export interface RegistryDocument {
  readonly text: string
  /** The address that answered: what relative links begin at. */
  readonly from: string
}

/**
 * Fetches a document, or takes the kept one where the server says that it holds; undefined for a 404. Offline the kept one answers, however old,
 * and a missing one throws EXTERNAL_NETWORK: not asked is not the same as not there. Throws LIMIT_SIZE beyond the bound.
 */
export async function registryDocument(
  address: string,
  accept: string,
  line: RegistryLine,
  store: ArtefactStore,
): Promise<RegistryDocument | undefined> {
  const kept = await keptDocument(address, store)
  if (line.offline) {
    if (kept !== undefined) return kept
    throw new ExternalError(
      'EXTERNAL_NETWORK',
      `${withoutSecrets(address)} was never fetched, and nothing is asked offline`,
      { retryable: false },
    )
  }
  const most = line.bounds.documentBytes
  const options = { ...line.options(address, accept), ...(kept === undefined ? {} : { validators: kept.validators }) }
  const answer = await httpGet(address, options, (body) => bodyText(body, address, most))
  if (answer.kind === 'missing') return undefined
  if (answer.kind === 'unchanged') return kept
  await store.keepDocument(address, withHead({ from: answer.from, ...answer.validators }, answer.value))
  return { text: answer.value, from: answer.from }
}

interface KeptDocument extends RegistryDocument {
  readonly validators: Validators
}

/** One line of JSON, then the document. */
function withHead(head: Readonly<Record<string, string>>, text: string): Uint8Array {
  return Buffer.from(`${JSON.stringify(head)}\n${text}`, 'utf8')
}

async function keptDocument(address: string, store: ArtefactStore): Promise<KeptDocument | undefined> {
  const bytes = await store.readDocument(address)
  const line = bytes?.indexOf(10) ?? -1
  if (bytes === undefined || line < 0) return undefined
  const head = fields(parsedHead(Buffer.from(bytes.subarray(0, line)).toString('utf8')))
  const [from, etag, lastModified] = [text(head['from']), text(head['etag']), text(head['lastModified'])]
  if (from === undefined) return undefined
  const validators = {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  }
  return { text: Buffer.from(bytes.subarray(line + 1)).toString('utf8'), from, validators }
}

/** A damaged file in the store is no document. */
function parsedHead(line: string): unknown {
  try {
    return parsedJson(line)
  } catch (error) {
    if (error instanceof FormatError) return undefined
    throw error
  }
}

async function bodyText(body: AsyncIterable<Uint8Array>, address: string, most: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > most)
      throw new LimitError('LIMIT_SIZE', `${withoutSecrets(address)} has more than ${most} bytes, which is the limit`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
