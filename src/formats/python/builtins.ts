/** Names of the builtins module of Python 3.14 and of Python 2.7. */
export const BUILTINS: ReadonlySet<string> = new Set(
  `ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError
   BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError
   DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup FileExistsError
   FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError
   IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError
   NameError NotADirectoryError NotImplemented NotImplementedError OSError OverflowError PendingDeprecationWarning
   PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError
   RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError
   TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
   UserWarning ValueError Warning WindowsError ZeroDivisionError __build_class__ __debug__ __import__ __loader__ __spec__ abs
   aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits
   delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id
   input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print
   property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip
   apply basestring buffer cmp coerce execfile file intern long raw_input reduce reload unichr unicode xrange StandardError`.split(
    /\s+/,
  ),
)
