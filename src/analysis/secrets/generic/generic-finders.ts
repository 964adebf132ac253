import type { Finder } from '../engine/finder.ts'
import { assignmentFinder } from './assignment-finder.ts'
import { curlUserFinder } from './curl-user-finder.ts'
import { basicFinder, bearerFinder } from './header-finders.ts'
import { urlPasswordFinder } from './url-password-finder.ts'

/** Everything that looks for values by what stands around them. */
export const GENERIC_FINDERS: readonly Finder[] = [
  assignmentFinder,
  bearerFinder,
  basicFinder,
  curlUserFinder,
  urlPasswordFinder,
]
