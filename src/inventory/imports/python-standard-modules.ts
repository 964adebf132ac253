/**
 * Modules that come with Python 3.8 to 3.14: `sys.stdlib_module_names` of 3.10 to 3.13, the library folders of 3.8 and 3.9, and "What's
 * New In Python 3.14". Names that begin with `_` come with the interpreter, too, and are not listed.
 */
const PYTHON_3 = `
abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb
binascii binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections
colorsys compileall compression concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes
curses dataclasses datetime dbm decimal difflib dis distutils doctest dummy_threading email encodings ensurepip
enum errno faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc genericpath
getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib
inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math
mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode
operator optparse os ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib
posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re
readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd
smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string
stringprep struct subprocess sunau symbol symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile
termios test textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty
turtle turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg
winsound wsgiref xdrlib xml xmlrpc xxlimited xxsubtype zipapp zipfile zipimport zlib zoneinfo
`

/** Modules of Python 2.7 that are gone: what a file falls back on for it. */
const PYTHON_2 = `
BaseHTTPServer Bastion CDROM CGIHTTPServer ConfigParser Cookie DLFCN DocXMLRPCServer HTMLParser IN MimeWriter
Queue SimpleHTTPServer SimpleXMLRPCServer SocketServer StringIO TYPES UserDict UserList UserString anydbm
audiodev bsddb cPickle cStringIO commands compiler cookielib copy_reg dbhash dircache dumbdbm dummy_thread
exceptions fpformat future_builtins hotshot htmlentitydefs htmllib httplib ihooks imputil linuxaudiodev macpath
macurl2path markupbase md5 mhlib mimetools mimify multifile mutex new os2emxpath popen2 posixfile repr rexec
rfc822 robotparser sets sgmllib sha sre statvfs stringold strop sunaudio thread toaiff urllib2 urlparse user
whichdb xmllib xmlrpclib
`

/** Without the project installing anything: a module of some Python's standard library, whatever the version. */
export function isStandardModule(module: string): boolean {
  const dot = module.indexOf('.')
  const top = dot < 0 ? module : module.slice(0, dot)
  return top.startsWith('_') || STANDARD.has(top)
}

const STANDARD: ReadonlySet<string> = new Set(`${PYTHON_3} ${PYTHON_2}`.trim().split(/\s+/))
