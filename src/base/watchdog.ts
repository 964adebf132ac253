/** How long a transfer may take. */
export interface Patience {
  /** Longest silence, before the first byte or between two; 30 s without it. */
  readonly idleMilliseconds?: number
  /** Longest time of one attempt, 30 min without it: a byte now and then does not keep it alive. */
  readonly totalMilliseconds?: number
}

const IDLE_MILLISECONDS = 30_000
/** 210 MB of npm records over a line of 1 Mbit/s. */
const TOTAL_MILLISECONDS = 30 * 60_000

/** Ends a transfer that fell silent or takes too long. */
export interface Watchdog {
  readonly signal: AbortSignal
  heard(): void
  /** Did it bite, and not the caller? */
  silent(): boolean
  stop(): void
}

/** Starts to watch at once; `signal` of the caller ends the transfer as well. Must be stopped. */
export function watchdog(patience: Patience, signal: AbortSignal | undefined): Watchdog {
  const bite = new AbortController()
  const abort = (): void => bite.abort()
  const idle = setTimeout(abort, patience.idleMilliseconds ?? IDLE_MILLISECONDS)
  const total = setTimeout(abort, patience.totalMilliseconds ?? TOTAL_MILLISECONDS)
  return {
    signal: signal === undefined ? bite.signal : AbortSignal.any([bite.signal, signal]),
    heard: () => void idle.refresh(),
    silent: () => bite.signal.aborted,
    stop() {
      clearTimeout(idle)
      clearTimeout(total)
    },
  }
}
