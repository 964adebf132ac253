/** What the process says with its exit code; docs/architecture.md, "Errors". */
export const EXIT = {
  allowed: 0,
  blocked: 1,
  usage: 2,
  incomplete: 3,
  /** EX_SOFTWARE of sysexits.h: our bug. */
  bug: 70,
  /** 128 + SIGINT, as shells report it. */
  interrupted: 130,
} as const
