import type { SensitiveSettings } from '../../analysis/sensitive/sensitive-settings.ts'
import { serveBlobs } from './serve-blobs.ts'

/** The worker that looks for secrets and personal data; its settings are SensitiveSettings. */
await serveBlobs(async (settings) => {
  const { sensitiveFamily } = await import('../../analysis/sensitive/sensitive-family.ts')
  const family = sensitiveFamily(settings as SensitiveSettings)
  return (file) => family.inspect(file)
})
