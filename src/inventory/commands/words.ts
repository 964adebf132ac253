import type { Extractor } from '../extractor.ts'
import { isForeignSource } from '../imports/foreign-source.ts'
import { asciiText, factsOnly, wordsIn } from '../imports/source-reading.ts'

/**
 * Words of files that run commands or configure tools: a package that is used so is not imported, and needed all the same. The
 * parts of these files that only ask for packages are left out.
 */
export const commandWords: Extractor = {
  id: 'commands/words',
  title: 'Names of tools in scripts, pipelines and configuration (what is used without being imported)',
  files: [
    '**/{Makefile,makefile,GNUmakefile,Procfile,justfile,Justfile,Tiltfile,Dockerfile,Containerfile}',
    '**/{Dockerfile,Containerfile}.*',
    '**/*.{Dockerfile,dockerfile,mk,sh,bash,service}',
    '**/{tox.ini,pytest.ini,setup.cfg,pyproject.toml,mypy.ini,.flake8,.coveragerc,alembic.ini,supervisord.conf}',
    '**/{Taskfile,mkdocs,docker-compose*,compose*,.pre-commit-config,app,serverless,render,fly,dvc,.gitlab-ci}.{yml,yaml,toml}',
    '**/.github/workflows/*.{yml,yaml}',
  ],
  ignores: isForeignSource,
  extract: async (file) => {
    if (file.size > LARGEST) return factsOnly(undefined)
    const text = await file.read(asciiText)
    const words = wordsIn(/\.(?:toml|cfg)$/.test(file.path) ? withoutRequirements(text) : withoutInstalls(text), WORD)
    return factsOnly(words.length === 0 ? undefined : { words })
  },
}

const LARGEST = 512 * 1024
const WORD = /(@?[A-Za-z][\w.-]*(?:\/[\w.-]+)?)/g

/** `pip install gunicorn` asks for it; `gunicorn app:app` uses it. */
function withoutInstalls(text: string): string {
  return text.replace(
    /\b(?:pip3?|uv|npm|pnpm|yarn|conda|poetry|pipenv)\b[^\n&;|]{0,40}?\b(?:install|add|i)\b[^\n&;|]{0,2000}/g,
    ' ',
  )
}

/** Tables of TOML and sections of INI that list requirements, and lists of them in others. */
function withoutRequirements(text: string): string {
  let skipping = false
  return text
    .split('\n')
    .filter((line) => {
      const head = /^\s*\[{1,2}\s*([^\]\n]{1,200})\]/.exec(line)?.[1]
      if (head !== undefined)
        skipping = /dependenc|dependency-groups|^project$|^options|^build-system|sources/.test(head)
      return !skipping || /^\s*\[/.test(line)
    })
    .join('\n')
}
