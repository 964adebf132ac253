/**
 * Does a file that runs with every start of Python hold what the one of setuptools holds, byte for byte? `distutils-precedence.pth` has had two contents since
 * release 50 and is written by its build: no source distribution has it, and every environment does.
 */
export function isKnownStart(sha256: string): boolean {
  return KNOWN.has(sha256)
}

const KNOWN: ReadonlySet<string> = new Set([
  '7ea7ffef3fe2a117ee12c68ed6553617f0d7fd2f0590257c25c484959a3b7373',
  '2638ce9e2500e572a5e0de7faed6661eb569d1b696fcba07b0dd223da5f5d224',
])
