import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

/** A real proxy on this machine that tunnels (CONNECT, RFC 9110 section 9.3.6), whatever host is asked for, to one server. */
export interface ConnectProxy {
  /** `http://127.0.0.1:PORT` */
  readonly address: string
  /** `host:port` with the credentials of the client, in the order they were asked for. */
  readonly asked: string[]
  close(): Promise<void>
}

export async function connectProxy(port: number): Promise<ConnectProxy> {
  const asked: string[] = []
  const open = new Set<Socket>()
  const server = createServer((request, response) => {
    asked.push(`plain ${request.url ?? ''}`)
    response.writeHead(501).end()
  })
  server.on('connect', (request, client: Socket) => {
    asked.push(`${request.url ?? ''} ${request.headers['proxy-authorization'] ?? '-'}`)
    const onward = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(client).pipe(onward)
    })
    for (const socket of [client, onward]) {
      open.add(socket)
      socket.on('error', () => socket.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      for (const socket of open) socket.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
