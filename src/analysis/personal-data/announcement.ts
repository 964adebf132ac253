/** What announces a value: the name of its column, or a word near it. */
export type Announcement = 'column' | 'word'

/** Why something is believed, as a clause. */
export function announcedAs(how: Announcement): string {
  return how === 'column' ? 'the name of the column says so' : 'a word beside it says so'
}
