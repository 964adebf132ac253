import { get } from '../../../formats/tree.ts'
import { textUnder, type WorkflowStep } from './workflow.ts'

/** Actions that publish packages, images, releases or models. */
const PUBLISHERS =
  /^(?:pypa\/gh-action-pypi-publish|softprops\/action-gh-release|ncipollo\/release-action|actions\/create-release|goreleaser\/goreleaser-action|js-devtools\/npm-publish|changesets\/action|cycjimmy\/semantic-release-action|svenstaro\/upload-release-action|huggingface\/hub-sync|anothrNick\/github-tag-action|googleapis\/release-please-action|actions\/deploy-pages)@/i

/** Commands that do. */
const PUBLISHING =
  /(?:^|[\n;&|]|\s)(?:twine\s+upload|(?:npm|pnpm|lerna)\s+publish|yarn\s+npm\s+publish|(?:uv|poetry|flit|hatch|pdm|cargo)\s+publish|gh\s+release\s+(?:create|upload)|docker\s+push|docker\s+buildx\s+build\s[^\n]{0,300}--push|(?:huggingface-cli|hf)\s+upload|anaconda\s+upload|semantic-release\b)/

/** What a step publishes with; undefined when it publishes nothing. */
export function publisherIn({ uses, run, value }: WorkflowStep): string | undefined {
  const name = uses?.source ?? ''
  if (PUBLISHERS.test(name.slice(0, 200))) return name
  if (/^docker\/(?:build-push-action|bake-action)@/i.test(name))
    return textUnder(get(value, 'with'), 'push')?.toLowerCase() === 'true' ? name : undefined
  if (/^PyO3\/maturin-action@/i.test(name))
    return /^(?:publish|upload)$/.test(textUnder(get(value, 'with'), 'command') ?? '') ? name : undefined
  return PUBLISHING.exec((run?.source ?? '').slice(0, 50_000))?.[0].trim()
}

/** The switch of a setup action and what it must be for a cache; `default` says what it is when nothing is written. */
interface CacheSwitch {
  readonly action: RegExp
  readonly option: string
  readonly default: boolean
}

const SWITCHES: readonly CacheSwitch[] = [
  { action: /^actions\/setup-(?:node|python|java|dotnet)@/i, option: 'cache', default: false },
  { action: /^actions\/setup-go@(?!v[123](?:\.|$))/i, option: 'cache', default: true },
  { action: /^astral-sh\/setup-uv@/i, option: 'enable-cache', default: false },
  { action: /^pdm-project\/setup-pdm@/i, option: 'cache', default: false },
  { action: /^prefix-dev\/setup-pixi@/i, option: 'cache', default: false },
  { action: /^mamba-org\/setup-micromamba@/i, option: 'cache-environment', default: false },
  { action: /^oven-sh\/setup-bun@/i, option: 'no-cache', default: false },
  { action: /^ruby\/setup-ruby@/i, option: 'bundler-cache', default: false },
  { action: /^swatinem\/rust-cache@/i, option: '', default: true },
  { action: /^mozilla-actions\/sccache-action@/i, option: '', default: true },
  { action: /^hendrikmuhs\/ccache-action@/i, option: '', default: true },
]

/** Does a step restore files from the cache that all workflows share? */
export function restoresCache({ uses, value }: WorkflowStep): boolean {
  const name = uses?.source ?? ''
  const options = get(value, 'with')
  if (/^actions\/cache(?:\/restore)?@/i.test(name)) return textUnder(options, 'lookup-only')?.toLowerCase() !== 'true'
  if (/^docker\/(?:build-push-action|bake-action)@/i.test(name))
    return /\btype=gha\b/.test((textUnder(options, 'cache-from') ?? '').slice(0, 4000))
  const known = SWITCHES.find(({ action }) => action.test(name.slice(0, 200)))
  if (known === undefined) return false
  const written = known.option === '' ? undefined : textUnder(options, known.option)
  return written === undefined ? known.default : written !== '' && !/^(?:false|auto)$/i.test(written)
}
