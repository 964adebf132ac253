import { Memo } from './memo.ts'
import { ValueStack } from './value-stack.ts'

/** What one stream works on; a pickle inside a joblib file has one of its own. */
export interface Workspace {
  readonly stack: ValueStack
  memo: Memo
  protocol: number
}

/** An empty workspace. */
export function workspace(): Workspace {
  return { stack: new ValueStack(), memo: new Memo(), protocol: 0 }
}
