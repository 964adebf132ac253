import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a path answers: a body, or anything the test does by hand. */
export type Reply = string | Uint8Array | ((request: IncomingMessage, response: ServerResponse) => void)

/** What the server was asked. */
export interface SeenRequest {
  /** As sent, with query. */
  readonly path: string
  readonly accept: string | undefined
  readonly authorization: string | undefined
  readonly ifNoneMatch: string | undefined
}

/** A registry on this machine. Paths are matched as sent, so that `%2f` and `/` are told apart. */
export interface RegistryServer {
  /** `http://127.0.0.1:PORT/` */
  readonly address: string
  /** Replies by path; may be changed while it runs. Other paths are 404. */
  readonly replies: Map<string, Reply>
  readonly seen: SeenRequest[]
  close(): Promise<void>
}

export async function registryServer(): Promise<RegistryServer> {
  const replies = new Map<string, Reply>()
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    const { accept, authorization, 'if-none-match': ifNoneMatch } = request.headers
    seen.push({ path: request.url ?? '', accept, authorization, ifNoneMatch })
    const reply = replies.get((request.url ?? '').replace(/\?.*$/, ''))
    if (typeof reply === 'function') reply(request, response)
    else if (reply === undefined) response.writeHead(404).end()
    else response.end(reply)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    replies,
    seen,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
