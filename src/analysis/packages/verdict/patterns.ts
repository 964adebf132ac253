import type { StoryPattern } from './context.ts'
import { downloadedCode } from './patterns/downloaded-code.ts'
import { hiddenCode } from './patterns/hidden-code.ts'
import { joinedActs } from './patterns/joined-acts.ts'
import { leaks } from './patterns/leaks.ts'
import { loadedModels } from './patterns/loaded-models.ts'
import { ownRules } from './patterns/own-rules.ts'
import { releaseStories } from './patterns/release-stories.ts'
import { singleActs } from './patterns/single-acts.ts'
import { unprovenLeaks } from './patterns/unproven-leaks.ts'
import { unreadable } from './patterns/unreadable.ts'

/** All patterns by which stories are found in facts. */
export const STORY_PATTERNS: readonly StoryPattern[] = [
  releaseStories,
  ownRules,
  leaks,
  unprovenLeaks,
  downloadedCode,
  hiddenCode,
  loadedModels,
  singleActs,
  joinedActs,
  unreadable,
]
