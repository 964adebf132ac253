import type { Observation } from '../../model/finding.ts'
import type { FileRule } from '../../model/rule.ts'
import { scalarText } from '../../formats/yaml-text.ts'
import { PRIVILEGED_TRIGGERS, type Workflow, WORKFLOW_FILES, type WorkflowJob, workflowOf } from './code/workflow.ts'
import { placed, reported, shown } from './report.ts'

/** A workflow that strangers start writes what is not fixed into the environment of its later steps. */
export const workflowEnvironment: FileRule = {
  id: 'configuration/workflow-environment',
  title: 'A workflow that strangers start writes changing text into the environment of later steps.',
  severity: 'high',
  why: 'What is written to GITHUB_ENV is set for all later steps, and what is written to GITHUB_PATH decides which programs they run. A value with a line break in it sets further variables, LD_PRELOAD, NODE_OPTIONS or BASH_ENV among them: whoever writes the title of an issue, the name of a file or the content of an artifact then runs code in the next step.',
  fix: 'Hand values on as outputs of the step (GITHUB_OUTPUT) and give them to single steps in `env`; check their form before.',
  references: [
    'https://docs.zizmor.sh/audits/#github-env',
    'https://www.synacktiv.com/en/publications/github-actions-exploitation-repo-jacking-and-environment-manipulation',
    'https://docs.github.com/en/actions/reference/security/secure-use',
    'https://cwe.mitre.org/data/definitions/77.html',
  ],
  files: WORKFLOW_FILES,
  async *inspect(file) {
    const workflow = await workflowOf(file)
    const trigger = workflow.triggers.find(({ name }) => PRIVILEGED_TRIGGERS.has(name))
    if (trigger === undefined) return
    for (const job of workflow.jobs) {
      const found = job.steps.flatMap(({ run }) => (run === undefined ? [] : writesIn(workflow, run)))
      if (found.length > 0) yield observed(workflow, job, trigger.name, found)
    }
  },
}

interface Write {
  readonly line: string
  readonly offset: number
}

const TARGET = />>?\s{0,9}["']?\$\{?(?:env:)?GITHUB_(?:ENV|PATH)\b/

function writesIn({ document }: Workflow, run: Parameters<typeof scalarText>[1]): readonly Write[] {
  if (!run.source.includes('GITHUB_')) return []
  const text = scalarText(document, run)
  return [...text.text.slice(0, 100_000).matchAll(/[^\n]+/g)].flatMap(({ 0: line, index }) => {
    const target = TARGET.exec(line.slice(0, 4000))
    return target === null || isFixed(line.slice(0, target.index))
      ? []
      : [{ line: line.trim(), offset: text.original(index) }]
  })
}

/** Folders of the machine and what tools say of themselves; everything else that the shell puts in may be anybody's. */
const OWN =
  /\$\{?(?:HOME|PWD|USER|GITHUB_WORKSPACE|RUNNER_TEMP|RUNNER_TOOL_CACHE|GITHUB_SHA|GITHUB_RUN_ID|GITHUB_RUN_NUMBER|PATH)\b\}?|\$\((?:go env \w+|pwd|date[^()$`]{0,60}|nproc|uname[^()$`]{0,20}|npm (?:bin|root)[^()$`]{0,20}|git rev-parse [^()$`]{0,40}|which \w+|python3? --version|brew --prefix[^()$`]{0,40})\)|\$\{\{\s*(?:github\.(?:sha|workspace|run_id|run_number|repository|event\.(?:number|pull_request\.number))|runner\.\w+|matrix\.[\w.-]+|secrets\.\w+)\s*\}\}/g

function isFixed(before: string): boolean {
  // `cat <<EOF >> $GITHUB_ENV` and `cmd | tee` write what stands elsewhere.
  if (/\bcat\b|\btee\b|\bjq\b|\|/.test(before)) return false
  return !/[$`]/.test(before.replace(OWN, ''))
}

function observed({ path, place }: Workflow, job: WorkflowJob, trigger: string, found: readonly Write[]): Observation {
  return reported({
    severity: 'high',
    title: `${shown(job.name, 40)} writes changing text into the environment of its steps`,
    message: `Strangers start this workflow through ${trigger}. If one of the values is theirs, or holds a line break that is, it sets variables that the next steps obey.`,
    because: 'what is written is put together at the run, and the trigger brings the rights of the repository',
    confidence: 'medium',
    evidence: found.map(({ line, offset }) => placed(place(offset), line)),
    fix: { text: 'Write the value to GITHUB_OUTPUT and give it to the steps that need it in env.' },
    identity: `${path} ${job.name} environment`,
  })
}
