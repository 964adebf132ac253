import type { NumberKind } from '../personal-kind.ts'
import { ASIA } from './asia.ts'
import { BRITISH_ISLES } from './british-isles.ts'
import { EASTERN_EUROPE } from './eastern-europe.ts'
import { NORTH_AMERICA } from './north-america.ts'
import { NORTHERN_EUROPE } from './northern-europe.ts'
import { SOUTH } from './south.ts'
import { SOUTHERN_EUROPE } from './southern-europe.ts'
import { WESTERN_EUROPE } from './western-europe.ts'

/** Every number an office gives to people, that can be told by its digits. */
export const NATIONAL_IDS: readonly NumberKind[] = [
  ...NORTH_AMERICA,
  ...BRITISH_ISLES,
  ...WESTERN_EUROPE,
  ...SOUTHERN_EUROPE,
  ...NORTHERN_EUROPE,
  ...EASTERN_EUROPE,
  ...ASIA,
  ...SOUTH,
]
