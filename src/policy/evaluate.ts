import type { Decision, PolicyReason, Verdict } from '../model/verdict.ts'
import { type PolicyInput, startEvaluation } from './evaluation.ts'
import { coverageFacts } from './facts.ts'
import { notices } from './notices.ts'
import { componentReasons, coverageReasons, failureReasons, messageReasons } from './reasons.ts'
import { worse } from './rule-book.ts'

/**
 * Applies a policy. Pure: the same input gives the same verdict. A condition that cannot be answered blocks, with a reason
 * that says so; nothing here throws for what a policy says.
 */
export function evaluatePolicy(input: PolicyInput): Verdict {
  const { policy, coverage, bom } = input
  const evaluation = startEvaluation(input)
  const judged = input.findings.map((finding) => evaluation.judge(finding))
  const reasons: readonly PolicyReason[] = [
    ...failureReasons(judged),
    ...messageReasons(judged),
    ...componentReasons(evaluation, bom, coverageFacts(coverage)),
    ...coverageReasons(evaluation, coverageFacts(coverage)),
  ]
  const decisions = [...judged.map((one) => one.counts), ...reasons.map((reason) => reason.decision)]
  return {
    decision: decisions.reduce<Decision>(worse, 'allow'),
    completeness: !policy.requireComplete ? 'not-demanded' : coverage.complete ? 'complete' : 'incomplete',
    policy: { name: policy.preset, source: policy.source },
    findings: judged.map((one) => one.decision),
    reasons,
    notices: notices(evaluation, input.withdrawn ?? (() => undefined)),
  }
}
