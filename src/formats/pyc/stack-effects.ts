/**
 * How many values instructions take and give that do nothing else of interest (Doc/library/dis.rst). What is taken goes into what is given.
 */
export const STACK_EFFECTS: ReadonlyMap<string, readonly [takes: number, gives: number]> = new Map(
  `POP_TOP 1 0 UNARY_POSITIVE 1 1 UNARY_NEGATIVE 1 1 UNARY_NOT 1 1 UNARY_INVERT 1 1 UNARY_CONVERT 1 1 STORE_SUBSCR 3 0 DELETE_SUBSCR 2 0
  STORE_SLICE 4 0 BINARY_SLICE 3 1 GET_ITER 1 1 GET_AITER 1 1 GET_ANEXT 0 1 GET_YIELD_FROM_ITER 1 1 GET_AWAITABLE 1 1 GET_LEN 0 1
  PRINT_EXPR 1 0 PRINT_ITEM 1 0 PRINT_ITEM_TO 2 0 PRINT_NEWLINE 0 0 PRINT_NEWLINE_TO 1 0 LOAD_BUILD_CLASS 0 1 LOAD_LOCALS 0 1
  YIELD_VALUE 1 1 YIELD_FROM 2 1 IMPORT_STAR 1 0 DELETE_NAME 0 0 DELETE_FAST 0 0 DELETE_GLOBAL 0 0 DELETE_DEREF 0 0 DELETE_ATTR 1 0
  STORE_ATTR 2 0 FOR_ITER 0 1 COMPARE_OP 2 1 IS_OP 2 1 CONTAINS_OP 2 1 LIST_APPEND 1 0 SET_ADD 1 0 MAP_ADD 2 0 STORE_MAP 2 0
  LIST_EXTEND 1 0 SET_UPDATE 1 0 DICT_MERGE 1 0 DICT_UPDATE 1 0 LIST_TO_TUPLE 1 1 LOAD_ASSERTION_ERROR 0 1 LOAD_COMMON_CONSTANT 0 1
  LOAD_SMALL_INT 0 1 LOAD_CLOSURE 0 1 TO_BOOL 1 1 CONVERT_VALUE 1 1 FORMAT_SIMPLE 1 1 FORMAT_WITH_SPEC 2 1 CALL_INTRINSIC_1 1 1
  CALL_INTRINSIC_2 2 1 SET_FUNCTION_ATTRIBUTE 2 1 BUILD_CLASS 3 1 BUILD_TEMPLATE 2 1 LOAD_SPECIAL 1 2 POP_ITER 1 0 SETUP_ANNOTATIONS 0 0
  NOP 0 0 CACHE 0 0 RESUME 0 0 PRECALL 0 0 KW_NAMES 0 0 NOT_TAKEN 0 0 MAKE_CELL 0 0 COPY_FREE_VARS 0 0 SETUP_LOOP 0 0 SETUP_EXCEPT 0 0
  SETUP_FINALLY 0 0 POP_BLOCK 0 0 BEGIN_FINALLY 0 0 RETURN_GENERATOR 0 1 GEN_START 1 0 END_FOR 1 0 SLICE+0 1 1 SLICE+1 2 1 SLICE+2 2 1
  SLICE+3 3 1 LOAD_FAST_AND_CLEAR 0 1 BEFORE_WITH 1 2 BEFORE_ASYNC_WITH 1 2 SETUP_WITH 1 2 SETUP_ASYNC_WITH 0 1 SEND 1 1 END_SEND 2 1`
    .split(/\s+(?=[A-Z])/)
    .map((row) => {
      const [name = '', takes, gives] = row.split(' ')
      return [name, [Number(takes), Number(gives)]] as const
    }),
)

/** Instructions that go on elsewhere: what stands behind them is reached from another place, with another stack. */
export const ENDS: ReadonlySet<string> = new Set([
  'RETURN_VALUE', 'RETURN_CONST', 'RAISE_VARARGS', 'RERAISE', 'JUMP_FORWARD', 'JUMP_ABSOLUTE', 'JUMP_BACKWARD',
  'JUMP_BACKWARD_NO_INTERRUPT', 'BREAK_LOOP', 'CONTINUE_LOOP',
]) // prettier-ignore

/** Instructions that turn the topmost values, and how many. */
export const MOVES: ReadonlyMap<string, number> = new Map([
  ['ROT_TWO', 2],
  ['ROT_THREE', 3],
  ['ROT_FOUR', 4],
])

/** What a function is made of: code, up to 3.10 a name, up to 3.12 one value for each of four flags (before 3.6 one for each default). */
export function partsOfFunction(argument: number, version: number): number {
  const flags = [1, 2, 4, 8].filter((flag) => (argument & flag) !== 0).length
  if (version >= 313) return 1
  if (version >= 306) return 1 + flags + (version >= 311 ? 0 : 1)
  return (argument & 0xff) + (version >= 303 ? 2 : 1)
}

/** How many values a list, a text or a table is built of; undefined for what is built in another way. */
export function partsOfBuild(name: string, argument: number): number | undefined {
  if (name === 'BUILD_MAP') return argument * 2
  if (name === 'BUILD_CONST_KEY_MAP') return argument + 1
  if (/^BUILD_MAP_UNPACK(?:_WITH_CALL)?$/.test(name)) return argument & 0xff
  return /^BUILD_(?:SLICE|STRING|(?:TUPLE|LIST|SET)(?:_UNPACK)?(?:_WITH_CALL)?)$/.test(name) ? argument : undefined
}
