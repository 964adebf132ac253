import type { BehaviourKind } from '../behaviour.ts'

/** What asking the loader for a function means: the kind of behaviour and a word for it. */
export interface ImportMeaning {
  readonly kind: BehaviourKind
  readonly subject: string
}

/**
 * Functions of the systems that tell what a program may do. Left out on purpose is what the run-time libraries of compilers ask for in every
 * program: getenv, open, LoadLibrary and GetProcAddress, IsDebuggerPresent, SetThreadContext (winpthreads), uname, socket without
 * connect.
 */
const MEANINGS: readonly (readonly [BehaviourKind, subject: string, names: string])[] = [
  ['network', '?', `connect getaddrinfo GetAddrInfo gethostbyname gethostbyname_r gethostbyname2 sendto accept accept4 WSAConnect
    WSAConnectByName WSASocket WSASendTo ConnectEx
    InternetOpen InternetOpenUrl InternetConnect HttpOpenRequest HttpSendRequest WinHttpConnect WinHttpOpen WinHttpSendRequest
    curl_easy_perform curl_easy_init curl_multi_perform SSL_connect BIO_new_connect libssh2_session_init_ex
    CFReadStreamCreateForHTTPRequest CFStreamCreatePairWithSocketToHost nw_connection_create OBJC_CLASS_$_NSURLSession
    OBJC_CLASS_$_NSURLConnection FtpPutFile InternetWriteFile evhttp_make_request`],
  ['download', '?', 'URLDownloadToFile URLDownloadToCacheFile'],
  ['dns', '?', 'res_query res_search res_nquery res_9_query res_9_search DnsQuery DnsQuery_ DnsQueryEx ares_query'],
  ['execute', '?', `execve execv execvp execvpe execl execlp execle fexecve execveat posix_spawn posix_spawnp system popen wordexp
    CreateProcess CreateProcessAsUser CreateProcessWithLogon CreateProcessWithToken ShellExecute ShellExecuteEx WinExec _popen _wpopen
    _wsystem _execv _execve _execvp _execl _wexecv _wexecvp _spawnv _spawnve _spawnvp _spawnl _wspawnv _wspawnve _wspawnvp
    OBJC_CLASS_$_NSTask LSOpenCFURLRef AuthorizationExecuteWithPrivileges NtCreateUserProcess`],
  ['spy', 'keyboard', `GetAsyncKeyState GetKeyboardState SetWindowsHook SetWindowsHookEx RegisterRawInputDevices CGEventTapCreate
    XQueryKeymap XGrabKeyboard XRecordEnableContext XRecordCreateContext IOHIDManagerRegisterInputValueCallback
    CGEventTapCreateForPid`],
  ['spy', 'screen', `CGWindowListCreateImage CGDisplayCreateImage CGDisplayStreamCreate XShmGetImage PrintWindow
    OBJC_CLASS_$_SCStream`],
  ['spy', 'microphone or camera', 'waveInOpen capCreateCaptureWindow OBJC_CLASS_$_AVCaptureDevice'],
  ['clipboard', 'clipboard', 'GetClipboardData SetClipboardData AddClipboardFormatListener SetClipboardViewer OBJC_CLASS_$_NSPasteboard'],
  ['hook-runtime', 'other processes', `WriteProcessMemory NtWriteVirtualMemory ZwWriteVirtualMemory CreateRemoteThread CreateRemoteThreadEx
    NtCreateThreadEx RtlCreateUserThread QueueUserAPC NtQueueApcThread VirtualAllocEx NtUnmapViewOfSection ZwUnmapViewOfSection
    Wow64SetThreadContext ptrace process_vm_writev task_for_pid mach_vm_write mach_vm_protect thread_create_running`],
  ['read-secret-file', 'saved logins', `CryptUnprotectData CredEnumerate CredRead SecKeychainFindGenericPassword
    SecKeychainFindInternetPassword SecKeychainItemCopyContent VaultEnumerateItems LsaRetrievePrivateData MiniDumpWriteDump`],
  ['host-facts', 'host', `gethostname getlogin getlogin_r getifaddrs GetComputerName GetUserName GetAdaptersInfo GetAdaptersAddresses
    GetUserNameEx NetUserEnum GetVolumeInformation`],
  ['persist', 'service', 'CreateService StartServiceCtrlDispatcher SMLoginItemSetEnabled SMJobBless'],
  ['evaluate', 'Python', `PyRun_SimpleString PyRun_SimpleStringFlags PyRun_String PyRun_StringFlags PyRun_SimpleFileExFlags
    PyRun_AnyFileExFlags PyMarshal_ReadObjectFromString PyMarshal_ReadLastObjectFromFile PyEval_EvalCode Py_CompileString
    Py_CompileStringExFlags Py_CompileStringObject Py_CompileStringFlags`],
  ['evaluate', 'JavaScript', 'napi_run_script node_api_run_script JSEvaluateScript'],
  ['dynamic-import', 'native', 'dlopen dlmopen NSAddImage NSLinkModule memfd_create fdlopen'],
  ['hide', 'asks for a debugger', 'CheckRemoteDebuggerPresent NtQueryInformationProcess NtSetInformationThread'],
  ['hide', 'changes privileges', 'AdjustTokenPrivileges'],
  ['destroy', 'the system', 'ExitWindowsEx NtRaiseHardError InitiateSystemShutdown InitiateSystemShutdownEx reboot'],
] // prettier-ignore

const BY_NAME: ReadonlyMap<string, ImportMeaning> = new Map(
  MEANINGS.flatMap(([kind, subject, names]) => names.split(/\s+/).map((name) => [name, { kind, subject }] as const)),
)

/**
 * What an imported name means; undefined for an ordinary one. Windows has most functions for both kinds of text: `ShellExecuteExW` is
 * `ShellExecuteEx`. Versions of glibc and variants for large files are the same function.
 */
export function importMeaning(name: string, format: 'elf' | 'mach-o' | 'pe'): ImportMeaning | undefined {
  const plain = name.replace(/@.*$|\$(?:UNIX2003|DARWIN_EXTSN|NOCANCEL|INODE64)$/, '')
  const exact = BY_NAME.get(plain)
  if (exact !== undefined || format !== 'pe') return exact
  return BY_NAME.get(plain.replace(/[AW]$/, ''))
}

/** Asking for the picture of the screen takes several: each of them alone is in every program with windows. */
export const SCREEN_TOGETHER: readonly string[] = ['BitBlt', 'CreateCompatibleBitmap', 'GetDesktopWindow']
