import type { ValidationSettings } from '../analysis/secrets/validation/validation-settings.ts'
import { UsageError } from '../base/errors.ts'
import type { Arguments, Context, Option } from './command.ts'

/** Of the command that looks for secrets and nothing else. */
export const VALIDATE_OPTION: Option = {
  name: 'validate',
  value: 'PROVIDER',
  multiple: true,
  help: 'Ask this provider whether the tokens of it that are found still work; each is sent to it once. Off by default.',
}

/**
 * Whom a scan may ask whether a token works: those that were named one by one, and nobody where `--offline` was said. Throws USAGE_ARGUMENTS
 * for somebody who cannot be asked, and for proxies that cannot be used.
 */
export async function validationFor(args: Arguments, context: Context): Promise<ValidationSettings | undefined> {
  const named = args.values('validate')
  if (named.length === 0) return undefined
  const { askableProviders } = await import('../analysis/secrets/validation/questions.ts')
  const known = askableProviders()
  const stranger = named.find((name) => !known.includes(name))
  if (stranger !== undefined) {
    const hint = `Those who can be asked: ${known.join(', ')}.`
    throw new UsageError('USAGE_ARGUMENTS', `expected --validate with the name of a provider, found ${stranger}`, hint)
  }
  if (args.has('offline')) {
    context.terminal.note('assay: nobody is asked, because of --offline: --validate is not used')
    return undefined
  }
  const { proxyVariables } = await import('../base/http-proxy.ts')
  const { validationOf } = await import('../analysis/secrets/validation/validation-settings.ts')
  const proxies = proxyVariables(context.environment)
  const { isUsableLine } = await import('../base/http-once.ts')
  if (!isUsableLine(proxies)) {
    // Not shown: the address of a proxy may hold a password.
    throw new UsageError('USAGE_ARGUMENTS', 'expected HTTPS_PROXY and HTTP_PROXY to be addresses of proxies')
  }
  return validationOf(named, proxies)
}
