import type { StoryName } from './draft.ts'

/** One line for each story. */
export const STORY_TITLES: Readonly<Record<StoryName, string>> = {
  'known-malware': 'Known malware',
  'steals-secrets': 'Secrets leave the machine',
  'steals-browser-or-wallet': 'Passwords, sessions or wallets leave the machine',
  spies: 'Clipboard, screen or keyboard are watched',
  'reports-home': 'Says who installed it, and where',
  'runs-downloaded-code': 'Runs what it downloads',
  'runs-hidden-code': 'Runs code that is hidden',
  'reverse-shell': 'Gives somebody far away a shell',
  persists: 'Makes sure to be started again',
  spreads: 'Spreads in the name of whoever installs it',
  'poisons-assistants': 'Takes over coding assistants',
  'replaces-addresses': 'Replaces what pages and wallets say',
  mines: 'Mines',
  destroys: 'Destroys what belongs to the user',
  'starts-bundled-program': 'Starts a program that it brings',
  unreadable: 'Could not be read',
  'suspicious-release': 'The release is not like the ones before',
  'manifest-confusion': 'The registry shows another manifest',
  impersonates: 'A young package with the name of another',
  'own-rule': 'A rule of your own matches',
}
