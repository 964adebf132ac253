import type { WorkflowStep } from './workflow.ts'

/** Does a step build, test or run what lies in the folder it works in? */
export function runsFolder({ uses, run }: WorkflowStep): boolean {
  if ((uses?.source ?? '').startsWith('./')) return true
  if (/^(?:docker\/build-push-action|pre-commit\/action|gradle\/|hashicorp\/|golangci\/)/i.test(uses?.source ?? ''))
    return true
  return run !== undefined && BUILDERS.test(run.source.slice(0, 50_000))
}

/** Tools that run what they find in the folder, and actions of the folder itself. */
const BUILDERS =
  /(?:^|[\n;&|({]|\s)(?:\.{1,2}\/[\w.-]|(?:npm|pnpm|yarn|bun)\s+(?:ci|i\b|install|run|test|build|exec)|yarn\s*(?:$|\n)|make\b|cmake\b|tox\b|nox\b|pytest\b|pre-commit\b|poetry\b|uv\s+(?:run|sync|pip)|pip3?\s+install|python3?\s+[\w./-]+\.py|python3?\s+-m\s|go\s+(?:build|test|run|generate)|cargo\s|mvn\b|gradle\b|\.\/gradlew|docker\s+build|docker\s+compose|bundle\s|rake\b|(?:ba)?sh\s+[\w./-]+|source\s+[\w./-]+|node\s+[\w./-]+|npx\s|composer\s|dotnet\s|jupyter\s|dvc\s|mkdocs\b|sphinx-build|terraform\s)/
