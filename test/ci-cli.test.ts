import { chownSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CiRun, ciRun } from '../src/cli/ci/platforms.ts'
import { assay, type Run } from './support/assay.ts'
import { runGit, testRepository, type TestRepository } from './support/git-repository.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const OLD = 'jinja2==2.10\n'
const BRANCH = 'jinja2==2.10\npillow==9.0.0\n'
const SECRET = 'do-not-print-me-4711'

/** What any platform has in its environment beside what is asked for. */
const SECRETS = { GITHUB_TOKEN: SECRET, CI_JOB_TOKEN: SECRET, SYSTEM_ACCESSTOKEN: SECRET, BITBUCKET_STEP_OAUTH_TOKEN: SECRET, CIRCLE_TOKEN: SECRET } // prettier-ignore

let repository: TestRepository
let base: string
let head: string

beforeAll(() => {
  repository = testRepository()
  base = repository.commit({ 'requirements.txt': OLD })
  repository.git('update-ref', 'refs/remotes/origin/main', base)
  repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main')
  repository.git('switch', '-q', '-c', 'change')
  head = repository.commit({ 'requirements.txt': BRANCH })
})

async function ci(
  env: Readonly<Record<string, string>>,
  words: readonly string[] = [],
  cwd?: string,
): Promise<Run & { folder: string }> {
  const folder = temporaryFolder()
  const run = await assay(['ci', '-q', '--output-dir', folder, ...words], {
    cwd: cwd ?? repository.folder,
    env: { ...SECRETS, ...env },
  })
  const written = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
  expect([run.stdout, run.stderr, ...written].join()).not.toContain(SECRET)
  return { ...run, folder }
}

function event(content: unknown): string {
  const folder = temporaryFolder({ 'event.json': JSON.stringify(content) })
  return join(folder, 'event.json')
}

const fork = (sha: string): unknown => ({
  pull_request: { base: { sha, repo: { full_name: 'us/app' } }, head: { repo: { full_name: 'them/app' } } },
})
const own = (sha: string): unknown => ({
  pull_request: { base: { sha, repo: { full_name: 'us/app' } }, head: { repo: { full_name: 'us/app' } } },
})

interface Case {
  readonly name: string
  readonly env: () => Readonly<Record<string, string>>
  readonly about: string
  readonly how: string
  readonly files: readonly string[]
}

const COMMON = ['assay-comment.md', 'assay.sarif']
const JUNIT = ['assay-comment.md', 'assay-junit.xml', 'assay.sarif']
const PLATFORMS: readonly Case[] = [
  {
    name: 'GitHub Actions, pull request',
    env: () => ({ GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event(own(base)) }),
    about: 'GitHub Actions, pull request',
    how: 'merge base with pull_request.base.sha of the event',
    files: COMMON,
  },
  {
    name: 'GitHub Actions, push',
    env: () => ({ GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: event({ before: base }) }),
    about: 'GitHub Actions, push',
    how: 'merge base with the commit before the push',
    files: COMMON,
  },
  {
    name: 'GitHub Actions, first push of a branch',
    env: () => ({
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_PATH: event({ before: '0'.repeat(40), repository: { default_branch: 'main' } }),
    }),
    about: 'GitHub Actions, run',
    how: 'merge base with the default branch of the repository',
    files: COMMON,
  },
  {
    name: 'GitLab, merge request',
    env: () => ({
      GITLAB_CI: 'true',
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_PROJECT_ID: '1',
      CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '1',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    }),
    about: 'GitLab CI, merge request',
    how: 'CI_MERGE_REQUEST_DIFF_BASE_SHA',
    files: [...COMMON, 'gl-code-quality-report.json', 'gl-dependency-scanning-report.json'],
  },
  {
    name: 'Azure, pull request',
    env: () => ({ TF_BUILD: 'True', SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main' }),
    about: 'Azure Pipelines, pull request',
    how: 'merge base with System.PullRequest.TargetBranch',
    files: JUNIT,
  },
  {
    name: 'Bitbucket, pull request',
    env: () => ({
      BITBUCKET_BUILD_NUMBER: '3',
      BITBUCKET_PR_ID: '9',
      BITBUCKET_PR_DESTINATION_COMMIT: base.slice(0, 12),
    }),
    about: 'Bitbucket Pipelines, pull request',
    how: 'merge base with BITBUCKET_PR_DESTINATION_COMMIT',
    files: JUNIT,
  },
  {
    name: 'CircleCI, which names no base',
    env: () => ({ CIRCLECI: 'true', CIRCLE_PULL_REQUEST: 'https://git.example/us/app/pull/1' }),
    about: 'CircleCI, pull request',
    how: 'merge base with the default branch of origin',
    files: JUNIT,
  },
  {
    name: 'Jenkins, change request',
    env: () => ({ JENKINS_URL: 'https://ci.example/', CHANGE_ID: '4', CHANGE_TARGET: 'main' }),
    about: 'Jenkins, change request',
    how: 'merge base with CHANGE_TARGET',
    files: JUNIT,
  },
  {
    name: 'Travis, pull request',
    env: () => ({
      TRAVIS: 'true',
      TRAVIS_PULL_REQUEST: '5',
      TRAVIS_BRANCH: 'main',
      TRAVIS_REPO_SLUG: 'us/app',
      TRAVIS_PULL_REQUEST_SLUG: 'us/app',
    }),
    about: 'Travis CI, pull request',
    how: 'merge base with TRAVIS_BRANCH',
    files: COMMON,
  },
  {
    name: 'none',
    env: () => ({}),
    about: 'no known CI platform',
    how: 'merge base with the default branch of origin',
    files: COMMON,
  },
]

describe('a change', { timeout: 60_000 }, () => {
  it.each(PLATFORMS)('on $name is compared with its base', async ({ env, about, how, files }) => {
    const { code, stdout, stderr, folder } = await ci(env())
    expect(stderr).toContain(`assay: ${about}`)
    expect(stderr).toContain(`compared with ${base.slice(0, 12)} (${how})`)
    expect(code).toBe(1)
    expect(readdirSync(folder).sort()).toEqual([...files].sort())
    expect(stdout).toContain('pillow 9.0.0')
    expect(stdout).not.toContain('jinja2')
    const comment = readFileSync(join(folder, 'assay-comment.md'), 'utf8')
    expect(comment).toContain('`pillow 9.0.0`')
    expect(comment).not.toContain('jinja2')
    expect(comment).toMatch(/2 findings that were there before are not shown/)
    const sarif = JSON.parse(readFileSync(join(folder, 'assay.sarif'), 'utf8'))
    const states = sarif.runs[0].results.map(({ baselineState }: { baselineState?: string }) => baselineState)
    expect(states.filter((state: string | undefined) => state === 'unchanged')).toHaveLength(2)
    expect(states.length).toBeGreaterThan(2)
  })

  it('that brings nothing new passes', async () => {
    const { code, stderr } = await ci({}, ['--base', head])
    expect(code).toBe(0)
    expect(stderr).toContain('given with --base')
  })

  it.each([
    ['without a base', ['--all'], 'asked for with --all'],
    ['without history', [], 'this commit is part of the default branch of origin already'],
  ])('%s counts every finding and says so', async (name, words, why) => {
    const here = testRepository()
    here.commit({ 'requirements.txt': BRANCH })
    here.git('update-ref', 'refs/remotes/origin/HEAD', 'HEAD')
    const { stdout, stderr, code } = await ci({}, words, here.folder)
    expect([name, stderr]).toEqual([name, expect.stringContaining(`every finding counts: ${why}`)])
    expect(stdout).toContain('jinja2')
    expect(code).toBe(1)
  })

  it('outside of a repository counts every finding and says so', async () => {
    const { stderr, code } = await ci({}, [], temporaryFolder({ 'requirements.txt': OLD }))
    expect(stderr).toContain('this folder is not in a Git repository')
    expect(code).toBe(1)
  })

  it('in a shallow clone says what is missing, and uses the tip where that is there', async () => {
    const parent = temporaryFolder()
    runGit(parent, ['clone', '-q', '--depth=1', '--branch', 'change', `file://${repository.folder}`, 'clone'])
    const clone = join(parent, 'clone')
    const alone = await ci({ GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: event(own(base)) }, [], clone)
    expect(alone.stderr).toMatch(/not in this clone: pull_request\.base\.sha.*shallow.*fetch-depth: 0/)
    runGit(clone, ['fetch', '-q', '--depth=1', 'origin', base])
    const fetched = await ci({ GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: event(own(base)) }, [], clone)
    expect(fetched.stderr).toContain(`compared with ${base.slice(0, 12)}`)
  })

  it.runIf(process.getuid?.() === 0)('in a repository of another user is not guessed at', async () => {
    const other = testRepository()
    other.commit({ 'requirements.txt': OLD })
    for (const name of ['', '.git']) chownSync(join(other.folder, name), 54_321, 54_321)
    const { stderr } = await ci({}, [], other.folder)
    expect(stderr).toContain('belongs to another user')
  })
})

describe('on GitHub', { timeout: 60_000 }, () => {
  it('annotations, the page of the run and the outputs of the step are written', async () => {
    const files = temporaryFolder({ summary: '', output: '' })
    const { stdout } = await ci({
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: event(own(base)),
      GITHUB_STEP_SUMMARY: join(files, 'summary'),
      GITHUB_OUTPUT: join(files, 'output'),
    })
    expect(stdout).toMatch(/^::error file=requirements\.txt,line=2/m)
    expect(readFileSync(join(files, 'summary'), 'utf8')).toContain('## Assay: blocked')
    const outputs = readFileSync(join(files, 'output'), 'utf8')
    expect(outputs).toMatch(/^decision=block$/m)
    expect(outputs).toMatch(/^new-findings=2$/m)
    expect(outputs).toMatch(new RegExp(`^base=${base}$`, 'm'))
  })

  it('a fork does not choose the policy it is judged by, and hides no file', async () => {
    const forked = testRepository()
    const start = forked.commit({ 'requirements.txt': OLD })
    const lenient = { 'assay.yaml': 'version: 1\nextends: permissive\nexclude:\n  - "**"\n' }
    forked.commit({ 'requirements.txt': BRANCH, ...lenient })
    forked.commit({ '.gitignore': '*\n' })
    const env = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event(fork(start)) }
    const { code, stdout, stderr, folder } = await ci(env, [], forked.folder)
    expect(stderr).toContain('pull request of a fork')
    expect(code).toBe(1)
    expect(stdout).toContain('pillow 9.0.0')
    expect(readFileSync(join(folder, 'assay-comment.md'), 'utf8')).toContain('judged by the policy of the base')
    forked.write({ 'assay.yaml': 'broken: [' })
    expect((await ci(env, [], forked.folder)).stdout).toContain('pillow 9.0.0')
    forked.write(lenient)
    const trusted = await ci(env, ['--policy-from', 'head'], forked.folder)
    expect(trusted.code).toBe(0)
    expect(readFileSync(join(trusted.folder, 'assay-comment.md'), 'utf8')).toContain('look at that first')
  })
})

it('on Azure no text of a project becomes a command', { timeout: 60_000 }, async () => {
  const folder = '##vso[task.setvariable variable=x]'
  const here = testRepository()
  here.commit({ [`${folder}/requirements.txt`]: BRANCH })
  const { stdout } = await ci({ TF_BUILD: 'True' }, ['--all'], here.folder)
  expect(stdout).toContain('vso[task')
  expect(stdout).not.toContain('##')
})

describe('what a platform says', () => {
  const of = (env: Readonly<Record<string, string>>): CiRun => ciRun(env)

  it.each([
    ['GitHub', { GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: '/nonexistent', GITHUB_BASE_REF: 'main' }, ['main']],
    ['GitHub, a hostile branch', { GITHUB_ACTIONS: 'true', GITHUB_BASE_REF: '--upload-pack=x' }, []],
    [
      'GitLab, first push',
      { GITLAB_CI: 'true', CI_COMMIT_BEFORE_SHA: '0'.repeat(40), CI_DEFAULT_BRANCH: 'main' },
      ['main'],
    ],
    [
      'Travis, push',
      { TRAVIS: 'true', TRAVIS_PULL_REQUEST: 'false', TRAVIS_COMMIT_RANGE: 'abcdef1...abcdef2' },
      ['abcdef1'],
    ],
    ['Jenkins, branch', { JENKINS_URL: 'x', GIT_PREVIOUS_SUCCESSFUL_COMMIT: 'abcdef1' }, ['abcdef1']],
  ] as const)('%s: %j gives %j', (_name, env, revisions) => {
    expect(of(env).bases.map(({ revision }) => revision)).toEqual(revisions)
  })

  it.each([
    [
      'GitLab',
      {
        GITLAB_CI: 'true',
        CI_MERGE_REQUEST_IID: '1',
        CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '2',
        CI_MERGE_REQUEST_PROJECT_ID: '1',
      },
    ],
    ['Azure', { TF_BUILD: 'True', SYSTEM_PULLREQUEST_ISFORK: 'True' }],
    ['CircleCI', { CIRCLECI: 'true', CIRCLE_PR_USERNAME: 'them' }],
    ['Jenkins', { JENKINS_URL: 'x', CHANGE_FORK: 'them' }],
    [
      'Travis',
      { TRAVIS: 'true', TRAVIS_PULL_REQUEST: '1', TRAVIS_PULL_REQUEST_SLUG: 'them/app', TRAVIS_REPO_SLUG: 'us/app' },
    ],
  ] as const)('%s: a fork is not trusted', (_name, env) => {
    expect(of(env).untrusted).toBe(true)
  })

  it('an event that is no JSON, or too deep for what is asked, says nothing', () => {
    const file = join(temporaryFolder(), 'event.json')
    for (const text of ['{', '[]', '{"pull_request":null}', '{"before":{"a":1}}']) {
      writeFileSync(file, text)
      expect(of({ GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: file })).toMatchObject({ bases: [], untrusted: false })
    }
    expect(existsSync(file)).toBe(true)
  })
})
