import { scalarText as mappedScalar } from '../../../formats/yaml-text.ts'
import { entries, get, type TreeValue } from '../../../formats/tree.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import type { FileCode, PlacedVariable } from './file-code.ts'
import { ShellCollector } from './shell-collector.ts'
import { type Workflow, type WorkflowStep, workflowOf } from './workflow.ts'
import { withoutExpressions } from './without-expressions.ts'

/** What the steps of a workflow run, and what `env` sets. */
export async function readWorkflow(file: ScannedFile): Promise<FileCode> {
  const workflow = await workflowOf(file)
  const collector = new ShellCollector(file.limits)
  for (const variable of environment(get(workflow.root, 'env'), workflow)) collector.setVariable(variable)
  for (const job of workflow.jobs) {
    const outer = [get(workflow.root, 'env'), get(job.value, 'env')]
    for (const variable of environment(outer[1], workflow)) collector.setVariable(variable)
    for (const step of job.steps) readStep(step, outer, workflow, collector)
  }
  return collector.finish('pipeline')
}

function readStep(
  step: WorkflowStep,
  outer: readonly (TreeValue | undefined)[],
  workflow: Workflow,
  collector: ShellCollector,
): void {
  const own = environment(get(step.value, 'env'), workflow)
  for (const variable of own) collector.setVariable(variable)
  if (step.run === undefined || !isShell(step.shell)) return
  const known = new Map(
    [...outer.flatMap((level) => environment(level, workflow)), ...own].map((one) => [one.name, one]),
  )
  collector.readScript(withoutExpressions(mappedScalar(workflow.document, step.run)), {
    locate: workflow.place,
    variable: (name) => known.get(name)?.value,
  })
}

/** Simple commands of PowerShell read the same. */
function isShell(shell: string | undefined): boolean {
  return shell === undefined || /^(?:(?:ba|da|z)?sh|pwsh|powershell|cmd)\b/.test(shell)
}

/** `env:` as variables; one that holds an expression is not known. */
export function environment(
  value: TreeValue | undefined,
  { place }: Pick<Workflow, 'place'>,
): readonly PlacedVariable[] {
  return entries(value).flatMap((one) => {
    if (one.value.kind !== 'scalar') return []
    const text = String(one.value.value ?? '')
    return [{ name: one.key, value: text.includes('${{') ? undefined : text, location: place(one.keyOffset) }]
  })
}
