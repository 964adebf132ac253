/**
 * A value that is computed when it is first asked for, and then stays: tables that most runs never need must not cost every start. `make`
 * has to give the same whenever it is called.
 */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
