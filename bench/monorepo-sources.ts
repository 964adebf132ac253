import type { Random } from '../test/support/random.ts'

/** A file that is no manifest: mostly source code, as in real trees. */
export function filler(
  random: Random,
  index: number,
  project: number,
): { readonly name: string; readonly content: string } {
  const kind = random.integer(100)
  const name = `${random.pick(WORDS)}_${index}`
  if (kind < 44) return { name: `${name}.py`, content: python(random, index) }
  if (kind < 72) return { name: `${name}.${random.pick(['ts', 'tsx', 'js'])}`, content: script(random, index) }
  if (kind < 80) return { name: `${name}.md`, content: prose(random, 12) }
  if (kind < 88) return { name: `${name}.json`, content: configuration(random) }
  if (kind < 93)
    return { name: `${name}.yaml`, content: `name: ${name}\nproject: ${project}\nreplicas: ${random.integer(9)}\n` }
  if (kind < 95) return { name: `${name}.txt`, content: prose(random, 4) }
  if (kind < 96) return { name: `${name}.ipynb`, content: notebook(random) }
  if (kind < 97)
    return {
      name: `${name}.sh`,
      content: `#!/bin/sh\nset -eu\ncd "$(dirname "$0")"\npython -m ${name} --steps ${random.integer(99)}\n`,
    }
  return {
    name: `${name}.svg`,
    content: `<svg viewBox="0 0 9 9"><path d="M${random.integer(9)} ${random.integer(9)}"/></svg>\n`,
  }
}

const WORDS = ['train', 'batch', 'model', 'index', 'store', 'embed', 'serve', 'rank', 'parse', 'queue'] as const
const LIBRARIES = ['torch', 'numpy', 'pandas', 'transformers', 'requests', 'pydantic', 'fastapi', 'datasets'] as const

function python(random: Random, index: number): string {
  const bodies = Array.from({ length: 3 + random.integer(10) }, (_, at) => pythonFunction(random, index * 100 + at))
  return `"""Part ${index} of the ${random.pick(WORDS)} job."""\nimport os\nimport ${random.pick(LIBRARIES)}\nfrom ${random.pick(LIBRARIES)} import ${random.pick(WORDS)}\n\n${bodies.join('\n\n')}\n`
}

function pythonFunction(random: Random, id: number): string {
  const lines = Array.from(
    { length: 4 + random.integer(12) },
    () => `    ${random.pick(WORDS)} = self.${random.pick(WORDS)}(${random.integer(999)}, key="${random.pick(WORDS)}")`,
  )
  return `def step_${id}(self, value: int = ${random.integer(99)}) -> dict[str, int]:\n    """Does one step."""\n${lines.join('\n')}\n    return {"value": value}`
}

function script(random: Random, index: number): string {
  const lines = Array.from(
    { length: 15 + random.integer(60) },
    (_, at) => `export const ${random.pick(WORDS)}${at} = (value: number): number => value * ${random.integer(999)}`,
  )
  return `import { ${random.pick(WORDS)} } from './${random.pick(WORDS)}_${index}.js'\n\n${lines.join('\n')}\n`
}

function prose(random: Random, lines: number): string {
  return Array.from(
    { length: lines },
    () => `The ${random.pick(WORDS)} of the ${random.pick(WORDS)} is kept in the ${random.pick(WORDS)}, see the notes.`,
  ).join('\n')
}

function configuration(random: Random): string {
  const entries = Array.from({ length: 10 + random.integer(40) }, (_, at) => [
    `${random.pick(WORDS)}_${at}`,
    random.integer(9999),
  ])
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`
}

/** Cells with code and texts; half of them show a picture of 10 to 90 kB, so a notebook has a third of a megabyte. One in three installs something. */
export function notebook(random: Random): string {
  const cells: unknown[] = [{ cell_type: 'markdown', metadata: {}, source: [prose(random, 3)] }]
  if (random.oneIn(3)) {
    cells.push(code([`!pip install -q ${random.pick(LIBRARIES)}==${1 + random.integer(3)}.${random.integer(20)}.0\n`]))
  }
  for (let index = 0; index < 6 + random.integer(15); index++) {
    const source = pythonFunction(random, index)
      .split('\n')
      .map((line) => `${line}\n`)
    cells.push(code(source, random.oneIn(2) ? { 'image/png': picture(random) } : undefined))
  }
  const metadata = { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } }
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`
}

function picture(random: Random): string {
  const length = 10_000 + random.integer(80_000)
  return random
    .hex(64)
    .repeat(Math.ceil(length / 64))
    .slice(0, length)
}

function code(source: readonly string[], data?: Readonly<Record<string, string>>): unknown {
  const outputs = data === undefined ? [] : [{ output_type: 'display_data', data, metadata: {} }]
  return { cell_type: 'code', execution_count: 1, metadata: {}, outputs, source }
}
