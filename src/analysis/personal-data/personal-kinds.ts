import { lazy } from '../../base/lazy.ts'
import { COLUMN_KINDS } from './columns/column-kinds.ts'
import { EMAIL } from './contact/email.ts'
import { PHONE } from './contact/phone.ts'
import { BIRTH_DATE } from './documents/birth-date.ts'
import { DRIVING_LICENCE, PASSPORT } from './documents/labelled-document.ts'
import { MACHINE_READABLE_ZONE } from './documents/machine-readable-zone.ts'
import { NATIONAL_IDS } from './ids/national-ids.ts'
import { COORDINATES } from './network/coordinates.ts'
import { IP_ADDRESS } from './network/ip-address.ts'
import { MAC_ADDRESS } from './network/mac-address.ts'
import { BIC } from './payment/bic.ts'
import { IBAN } from './payment/iban.ts'
import { PAYMENT_CARD } from './payment/payment-card.ts'
import type { NumberKind, PersonalKind } from './personal-kind.ts'
import { WALLET_ADDRESS } from './wallets/wallet-address.ts'

/** Kinds whose values are numbers of a fixed shape. */
export const NUMBER_KINDS: readonly NumberKind[] = [...NATIONAL_IDS, BIRTH_DATE]

/** Every kind of personal data, sorted by id. */
export const PERSONAL_KINDS: readonly PersonalKind[] = [
  ...NUMBER_KINDS,
  ...COLUMN_KINDS,
  EMAIL,
  PHONE,
  PAYMENT_CARD,
  IBAN,
  BIC,
  IP_ADDRESS,
  MAC_ADDRESS,
  COORDINATES,
  WALLET_ADDRESS,
  MACHINE_READABLE_ZONE,
  PASSPORT,
  DRIVING_LICENCE,
].sort((a, b) => (a.id < b.id ? -1 : 1))

const BY_ID = lazy(() => new Map<string, PersonalKind>(PERSONAL_KINDS.map((kind) => [kind.id, kind])))

/** The kind of a rule id; undefined where the rule is none of this room. */
export function personalKindOf(id: string): PersonalKind | undefined {
  return BY_ID().get(id)
}
