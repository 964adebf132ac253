import { readFileSync, statSync } from 'node:fs'

/** A revision to compare with, as the platform names it. */
export interface BaseCandidate {
  /** A commit or a branch. */
  readonly revision: string
  readonly kind: 'commit' | 'branch'
  /** `merge-base`: the platform says that it is where the branch began; else that is looked for. */
  readonly is: 'merge-base' | 'tip'
  /** Where it is from, for the operator. */
  readonly how: string
}

/** What a run in CI is about. */
export interface CiRun {
  readonly platform: Platform['id']
  readonly name: string
  /** In words, for example `pull request`. */
  readonly about: string
  /** In the order in which they are tried. */
  readonly bases: readonly BaseCandidate[]
  /** The change comes from somebody who may not write to the repository: it must not choose the policy it is judged by. */
  readonly untrusted: boolean
}

type Variables = Readonly<Record<string, string | undefined>>

interface Platform {
  readonly id: 'github' | 'gitlab' | 'azure' | 'bitbucket' | 'circleci' | 'jenkins' | 'travis' | 'none'
  readonly name: string
  isHere(variables: Variables): boolean
  about(variables: Variables): Pick<CiRun, 'about' | 'bases' | 'untrusted'>
}

/** The platform this runs on, by the variables it documents, and what it says of the change. Reads GitHub's event, nothing else. */
export function ciRun(variables: Variables): CiRun {
  const platform = PLATFORMS.find((one) => one.isHere(variables)) ?? NONE
  return { platform: platform.id, name: platform.name, ...platform.about(variables) }
}

const NONE: Platform = {
  id: 'none',
  name: 'no known CI platform',
  isHere: () => true,
  about: () => ({ about: 'a folder', bases: [], untrusted: false }),
}

/** Names and meanings from the documentation of each platform. */
const PLATFORMS: readonly Platform[] = [
  { id: 'github', name: 'GitHub Actions', isHere: (v) => v['GITHUB_ACTIONS'] === 'true', about: gitHub },
  { id: 'gitlab', name: 'GitLab CI', isHere: (v) => v['GITLAB_CI'] === 'true', about: gitLab },
  { id: 'azure', name: 'Azure Pipelines', isHere: (v) => v['TF_BUILD'] === 'True', about: azure },
  {
    id: 'bitbucket',
    name: 'Bitbucket Pipelines',
    isHere: (v) => filled(v['BITBUCKET_BUILD_NUMBER']),
    about: bitbucket,
  },
  { id: 'circleci', name: 'CircleCI', isHere: (v) => v['CIRCLECI'] === 'true', about: circle },
  { id: 'travis', name: 'Travis CI', isHere: (v) => v['TRAVIS'] === 'true', about: travis },
  { id: 'jenkins', name: 'Jenkins', isHere: (v) => filled(v['JENKINS_URL']), about: jenkins },
]

function gitHub(v: Variables): Pick<CiRun, 'about' | 'bases' | 'untrusted'> {
  const event = eventOf(v['GITHUB_EVENT_PATH'])
  const about = (v['GITHUB_EVENT_NAME'] ?? 'run').replaceAll('_', ' ')
  const fork =
    at(event, 'pull_request', 'head', 'repo', 'full_name') !== at(event, 'pull_request', 'base', 'repo', 'full_name')
  return {
    about: fork ? `${about} of a fork` : about,
    untrusted: fork,
    bases: [
      ...commit(at(event, 'pull_request', 'base', 'sha'), 'tip', 'pull_request.base.sha of the event'),
      ...commit(at(event, 'merge_group', 'base_sha'), 'tip', 'merge_group.base_sha of the event'),
      ...commit(at(event, 'before'), 'tip', 'the commit before the push'),
      ...branch(v['GITHUB_BASE_REF'], 'GITHUB_BASE_REF'),
      ...branch(at(event, 'repository', 'default_branch'), 'the default branch of the repository'),
    ],
  }
}

function gitLab(v: Variables): Pick<CiRun, 'about' | 'bases' | 'untrusted'> {
  const isMerge = filled(v['CI_MERGE_REQUEST_IID'])
  const fork = isMerge && v['CI_MERGE_REQUEST_SOURCE_PROJECT_ID'] !== v['CI_MERGE_REQUEST_PROJECT_ID']
  return {
    about: fork ? 'merge request of a fork' : isMerge ? 'merge request' : 'branch',
    untrusted: fork,
    bases: [
      ...commit(v['CI_MERGE_REQUEST_DIFF_BASE_SHA'], 'merge-base', 'CI_MERGE_REQUEST_DIFF_BASE_SHA'),
      ...commit(v['CI_MERGE_REQUEST_TARGET_BRANCH_SHA'], 'tip', 'CI_MERGE_REQUEST_TARGET_BRANCH_SHA'),
      ...branch(v['CI_MERGE_REQUEST_TARGET_BRANCH_NAME'], 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME'),
      ...commit(v['CI_COMMIT_BEFORE_SHA'], 'tip', 'CI_COMMIT_BEFORE_SHA'),
      ...branch(v['CI_DEFAULT_BRANCH'], 'CI_DEFAULT_BRANCH'),
    ],
  }
}

function azure(v: Variables): Pick<CiRun, 'about' | 'bases' | 'untrusted'> {
  const target = v['SYSTEM_PULLREQUEST_TARGETBRANCH']
  return {
    about: filled(target) ? 'pull request' : 'branch',
    untrusted: v['SYSTEM_PULLREQUEST_ISFORK'] === 'True',
    bases: branch(target, 'System.PullRequest.TargetBranch'),
  }
}

function bitbucket(v: Variables): Pick<CiRun, 'about' | 'bases' | 'untrusted'> {
  return {
    about: filled(v['BITBUCKET_PR_ID']) ? 'pull request' : 'branch',
    // Pipelines do not run for pull requests of forks.
    untrusted: false,
    bases: [
      ...commit(v['BITBUCKET_PR_DESTINATION_COMMIT'], 'tip', 'BITBUCKET_PR_DESTINATION_COMMIT'),
      ...branch(v['BITBUCKET_PR_DESTINATION_BRANCH'], 'BITBUCKET_PR_DESTINATION_BRANCH'),
    ],
  }
}

function circle(v: Variables): Pick<CiRun, 'about' | 'bases' | 'untrusted'> {
  const fork = filled(v['CIRCLE_PR_USERNAME'])
  const change = fork || filled(v['CIRCLE_PULL_REQUEST'])
  return { about: change ? 'pull request' : 'branch', untrusted: fork, bases: [] }
}

function jenkins(v: Variables): Pick<CiRun, 'about' | 'bases' | 'untrusted'> {
  return {
    about: filled(v['CHANGE_ID']) ? 'change request' : 'branch',
    untrusted: filled(v['CHANGE_FORK']),
    bases: [
      ...branch(v['CHANGE_TARGET'], 'CHANGE_TARGET'),
      ...commit(v['GIT_PREVIOUS_SUCCESSFUL_COMMIT'], 'tip', 'GIT_PREVIOUS_SUCCESSFUL_COMMIT'),
      ...commit(v['GIT_PREVIOUS_COMMIT'], 'tip', 'GIT_PREVIOUS_COMMIT'),
    ],
  }
}

function travis(v: Variables): Pick<CiRun, 'about' | 'bases' | 'untrusted'> {
  const change = filled(v['TRAVIS_PULL_REQUEST']) && v['TRAVIS_PULL_REQUEST'] !== 'false'
  const [start] = (v['TRAVIS_COMMIT_RANGE'] ?? '').split('...')
  return {
    about: change ? 'pull request' : 'branch',
    untrusted: change && v['TRAVIS_PULL_REQUEST_SLUG'] !== v['TRAVIS_REPO_SLUG'],
    bases: [
      ...(change ? branch(v['TRAVIS_BRANCH'], 'TRAVIS_BRANCH') : []),
      ...commit(start, 'tip', 'TRAVIS_COMMIT_RANGE'),
    ],
  }
}

/** Nothing for what is no commit id: zeros stand for a branch that was not there before. */
function commit(revision: string | undefined, is: BaseCandidate['is'], how: string): readonly BaseCandidate[] {
  if (revision === undefined || !/^[0-9a-f]{7,64}$/.test(revision) || /^0+$/.test(revision)) return []
  return [{ revision, kind: 'commit', is, how }]
}

function branch(name: string | undefined, how: string): readonly BaseCandidate[] {
  const short = (name ?? '').replace(/^refs\/heads\//, '')
  if (short === '' || short.startsWith('-') || short.length > 500) return []
  return [{ revision: short, kind: 'branch', is: 'tip', how }]
}

function filled(text: string | undefined): boolean {
  return text !== undefined && text !== ''
}

/** GitHub cuts events at 25 MiB. */
const LARGEST_EVENT = 32 * 1024 * 1024

function eventOf(path: string | undefined): unknown {
  if (path === undefined || path === '') return undefined
  try {
    return statSync(path).size > LARGEST_EVENT ? undefined : JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    // Without an event there is still GITHUB_BASE_REF, and what is used is said.
    return undefined
  }
}

function at(value: unknown, ...path: readonly string[]): string | undefined {
  let here = value
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined
    here = (here as Readonly<Record<string, unknown>>)[key]
  }
  return typeof here === 'string' ? here : undefined
}
