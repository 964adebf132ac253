import { packageJson } from './package-json.ts'
import { packageMarkdown } from './package-markdown.ts'
import type { PackageReporter } from './package-reporter.ts'
import { packageSarif } from './package-sarif.ts'
import { packageText } from './package-text.ts'

/** The formats of `assay package`, sorted by id. */
export const PACKAGE_REPORTERS: readonly PackageReporter[] = [packageJson, packageMarkdown, packageSarif, packageText]
