/**
 * Winsock is linked by number: the numbers of 1.1 are fixed for ever (winsock.h). Only those that are asked about here.
 */
const WINSOCK: ReadonlyMap<number, string> = new Map([
  [1, 'accept'], [2, 'bind'], [3, 'closesocket'], [4, 'connect'], [5, 'getpeername'], [6, 'getsockname'], [7, 'getsockopt'],
  [8, 'htonl'], [9, 'htons'], [10, 'ioctlsocket'], [11, 'inet_addr'], [12, 'inet_ntoa'], [13, 'listen'], [14, 'ntohl'],
  [15, 'ntohs'], [16, 'recv'], [17, 'recvfrom'], [18, 'select'], [19, 'send'], [20, 'sendto'], [21, 'setsockopt'],
  [22, 'shutdown'], [23, 'socket'], [51, 'gethostbyaddr'], [52, 'gethostbyname'], [53, 'getprotobyname'],
  [54, 'getprotobynumber'], [55, 'getservbyname'], [56, 'getservbyport'], [57, 'gethostname'], [101, 'WSAAsyncSelect'],
  [111, 'WSAGetLastError'], [112, 'WSASetLastError'], [115, 'WSAStartup'], [116, 'WSACleanup'], [151, '__WSAFDIsSet'],
]) // prettier-ignore

/** The name of a function that is imported by number; `#12` where the number has none that is known. */
export function ordinalName(library: string, ordinal: number): string {
  const isWinsock = /^(?:ws2_32|wsock32)(?:\.dll)?$/i.test(library)
  return (isWinsock ? WINSOCK.get(ordinal) : undefined) ?? `#${ordinal}`
}
