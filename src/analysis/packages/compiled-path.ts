/** The source that belongs to compiled Python: `a/__pycache__/b.cpython-311.pyc` -> `a/b.py` (PEP 3147), `a/b.pyc` -> `a/b.py`. */
export function sourceOfCompiled(path: string): string {
  const segments = path.split('/')
  const stem = (segments.pop() ?? '').replace(/(?:\.[\w-]{1,40})?(?:\.opt-\d)?\.py[co]$/, '')
  if (segments.at(-1) === '__pycache__') segments.pop()
  return [...segments, `${stem}.py`].join('/')
}
