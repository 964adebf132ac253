import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHash } from 'node:crypto'

/** What a path answers: a document with an ETag of its content, or anything the test does by hand. */
export type Answer = string | Uint8Array | ((request: IncomingMessage, response: ServerResponse) => void)

/** A real HTTP server on this machine, with the documents of a feed. */
export interface FeedServer {
  /** `http://127.0.0.1:PORT` */
  readonly address: string
  /** Documents by path, `/npm/all.zip`; may be changed while it runs. Other paths are 404. */
  readonly documents: Map<string, Answer>
  /** `GET /npm/all.zip 200`, in the order they were answered; forget them with `.length = 0`. */
  readonly log: string[]
  close(): Promise<void>
}

export async function feedServer(documents: Readonly<Record<string, Answer>> = {}): Promise<FeedServer> {
  const known = new Map(Object.entries(documents))
  const log: string[] = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://server').pathname)
    response.on('finish', () => log.push(`${request.method} ${path} ${response.statusCode}`))
    const answer = known.get(path)
    if (typeof answer === 'function') answer(request, response)
    else if (answer === undefined) response.writeHead(404).end()
    else sendDocument(answer, request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    documents: known,
    log,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function sendDocument(body: string | Uint8Array, request: IncomingMessage, response: ServerResponse): void {
  const bytes = Buffer.from(body)
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`
  if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
  else response.writeHead(200, { etag, 'content-length': bytes.length }).end(bytes)
}
