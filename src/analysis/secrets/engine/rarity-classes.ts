/** What stands for a character in the rarity table: letters by themselves, digits as one, the usual joints of names by themselves, the rest as one. */
export const CLASS_COUNT = 60

const JOINTS = '_-./+'

/** The class of a byte, 0 up to CLASS_COUNT - 1. */
export function classOf(byte: number): number {
  if (byte >= 0x61 && byte <= 0x7a) return byte - 0x61
  if (byte >= 0x41 && byte <= 0x5a) return 26 + byte - 0x41
  if (byte >= 0x30 && byte <= 0x39) return 52
  const joint = JOINTS.indexOf(String.fromCharCode(byte))
  if (joint >= 0) return 53 + joint
  return byte <= 0x20 ? 58 : 59
}
