import type { Taint, TaintSource } from './behaviour.ts'

/** Sources whose data belongs to the user. */
const PRIVATE: ReadonlySet<TaintSource> = new Set([
  'environment', 'secret-file', 'browser-store', 'wallet', 'clipboard', 'spy', 'host-facts', 'cloud-metadata',
]) // prettier-ignore

/** Does data of this source belong to the user? */
export function isPrivate({ source }: Pick<Taint, 'source'>): boolean {
  return PRIVATE.has(source)
}
