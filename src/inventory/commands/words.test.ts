import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import { commandWords } from './words.ts'

const words = async (path: string, text: string): Promise<readonly string[]> =>
  (await commandWords.extract(fileOf(path, text))).source?.words ?? []
const fixture = (path: string): string => readFileSync(new URL(`./fixtures/words/${path}`, import.meta.url), 'utf8')

it.each([
  ['what a command runs', 'Procfile', fixture('Procfile'), 'gunicorn', true],
  ['what it is given', 'Procfile', fixture('Procfile'), 'uvicorn.workers.UvicornWorker', true],
  ['a tool that is configured', 'pyproject.toml', fixture('pyproject.toml'), 'tool.ruff', true],
  ['no requirement', 'pyproject.toml', fixture('pyproject.toml'), 'requests', false],
  ['no requirement of poetry', 'pyproject.toml', fixture('pyproject.toml'), 'httpx', false],
  ['nothing that is only installed', 'Dockerfile', 'RUN pip install -q bleach && gunicorn x', 'bleach', false],
  ['what runs behind that', 'Dockerfile', 'RUN pip install -q bleach && gunicorn x', 'gunicorn', true],
  ['nothing of what is no text', 'Dockerfile', 'RUN gunicorn\0', 'gunicorn', false],
])('%s', async (_, path, text, word, expected) => {
  expect((await words(path, text)).includes(word)).toBe(expected)
})
