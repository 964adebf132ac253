import { entries, get } from '../../formats/tree.ts'
import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import {
  textUnder,
  type Workflow,
  WORKFLOW_FILES,
  type WorkflowJob,
  workflowOf,
  type WorkflowStep,
} from './code/workflow.ts'
import { placed, reported } from './report.ts'

/** A token of a GitHub App is made with more rights, for more repositories or for longer than a step needs. */
export const workflowAppToken: FileRule = {
  id: 'configuration/workflow-app-token',
  title: 'A token of a GitHub App has more rights, repositories or time than it needs.',
  severity: 'medium',
  why: 'Tokens of apps are made because the token of the run is not enough: they reach other repositories, start workflows and pass branch protections. Without limits such a token has every right of the app in every repository it is installed in, so that one poisoned dependency of one job has them all.',
  fix: 'Name the rights (`permission-contents: write`) and the `repositories`, and let the action revoke the token at the end of the job.',
  references: [
    'https://github.com/actions/create-github-app-token#inputs',
    'https://docs.zizmor.sh/audits/#github-app',
    'https://cwe.mitre.org/data/definitions/250.html',
  ],
  files: WORKFLOW_FILES,
  async *inspect(file) {
    const workflow = await workflowOf(file)
    for (const job of workflow.jobs) {
      const found = job.steps.flatMap((step) => {
        const excess = excessOf(step)
        return excess.length === 0 ? [] : [{ step, excess }]
      })
      if (found.length > 0) yield observed(workflow, job, found)
    }
  },
}

type Excess = 'rights' | 'repositories' | 'time'

function excessOf({ uses, value }: WorkflowStep): readonly Excess[] {
  const name = uses?.source ?? ''
  const options = get(value, 'with')
  const keys = entries(options).map(({ key }) => key)
  const isOwn = /^actions\/create-github-app-token@/i.test(name)
  if (!isOwn && !/^tibdex\/github-app-token@/i.test(name)) return []
  const limited = keys.some((key) => key.startsWith('permission-') || (!isOwn && key === 'permissions'))
  // Without owner and repositories the token is for the repository of the workflow.
  const spread = keys.includes('owner') && !keys.includes('repositories')
  const all =
    !isOwn && textUnder(options, 'installation_retrieval_mode') === 'organization' && !keys.includes('repositories')
  const kept = /^true$/i.test(textUnder(options, 'skip-token-revoke') ?? textUnder(options, 'skip_token_revoke') ?? '')
  return [
    ...(limited ? [] : (['rights'] as const)),
    ...(spread || all ? (['repositories'] as const) : []),
    ...(kept ? (['time'] as const) : []),
  ]
}

const WORDS: Readonly<Record<Excess, string>> = {
  rights: 'every right of the app',
  repositories: 'all repositories of the owner',
  time: 'an hour after the job as well',
}

function observed(
  { path }: Workflow,
  job: WorkflowJob,
  found: readonly { readonly step: WorkflowStep; readonly excess: readonly Excess[] }[],
): Observation {
  const all = [...new Set(found.flatMap(({ excess }) => excess))]
  return reported({
    severity: all.includes('repositories') || all.includes('time') ? 'medium' : 'low',
    title: `The token of an app is good for ${all.map((one) => WORDS[one]).join(', ')}`,
    message: 'Every step of the job that is given the token, and every dependency it runs, has all of this.',
    because: 'the inputs that limit the token are not given',
    evidence: found.map(({ step, excess }) =>
      placed(step.location, `${step.uses?.source ?? ''}: ${excess.map((one) => WORDS[one]).join(', ')}`),
    ),
    fix: {
      text: 'Name the rights and the repositories, and let the token be revoked.',
      remedy: { edit: 'with: { permission-contents: read, repositories: <name> }', file: path },
    },
    identity: `${path} ${job.name} app token`,
  })
}
