/** Where an installer puts a file of a wheel: `foo-1.0.data/purelib/foo/a.py` is `foo/a.py` (binary distribution format, "The .data directory"). */
export function installedPath(path: string): string {
  return path.replace(/^[^/]{1,200}\.data\/(?:purelib|platlib|data)\//, '')
}
