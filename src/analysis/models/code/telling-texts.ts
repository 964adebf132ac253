/** Commands that fetch and run, open a shell to somewhere, hide what they do or destroy. Texts have at most 120 characters. */
export function isHostileCommand(text: string): boolean {
  return HOSTILE_COMMAND.test(text)
}

const HOSTILE_COMMAND =
  /\b(?:curl|wget|iwr|Invoke-WebRequest)\b[^|\n]{0,110}\|\s{0,5}(?:sudo )?(?:ba|z|da|k)?sh\b|\|\s{0,5}(?:sudo )?python\d?\b|\/dev\/(?:tcp|udp)\/|\bnc(?:at)?\b[^\n]{0,60} -[a-z]{0,3}[ec]\b|\bbash -i\b|\bpowershell\b[^\n]{0,40} -(?:e|enc|encodedcommand|w|nop|c)\b|\bmkfifo\b|\bbase64 (?:-d|--decode|-D)\b|\brm -rf? [/~]|\bcrontab\b|authorized_keys|\bsocat\b|\bxmrig\b/i

/** Commands that install packages. */
export function isInstall(text: string): boolean {
  return INSTALL.test(text)
}

const INSTALL =
  /\b(?:pip[\d.]{0,4}|conda|mamba|easy_install|uv|npm|yarn|apt|apt-get|yum|dnf|brew|gem|cargo|poetry)['", ]{1,4}(?:-\S{1,20} ){0,3}(?:pip )?(?:install|add)\b/

/** Files that hold credentials or private data. */
export function isSecretPath(text: string): boolean {
  return SECRET_PATH.test(text)
}

const SECRET_PATH =
  /(?:^|[\\/~ '"])\.(?:ssh|aws|azure|gnupg|kube|netrc|git-credentials|pypirc|npmrc|bash_history|zsh_history|python_history|pgpass|dockercfg|docker[\\/]config\.json|config[\\/]gcloud|boto)(?:[\\/ '"]|$)|\bid_(?:rsa|ed25519|ecdsa|dsa)\b|\/etc\/(?:passwd|shadow|sudoers)|huggingface[\\/](?:token|stored_tokens)|\/proc\/self\/environ|Login Data\b|Cookies\b.{0,10}sqlite|wallet\.dat|\.mozilla[\\/]|169\.254\.169\.254|metadata\.google\.internal/

/** Files that are run later by somebody else. */
export function isStartupPath(text: string): boolean {
  return STARTUP_PATH.test(text)
}

const STARTUP_PATH =
  /(?:^|[\\/~ '"])\.(?:bashrc|bash_profile|bash_login|profile|zshrc|zprofile|zshenv|config[\\/]autostart)(?:[\\/ '"]|$)|\/etc\/(?:cron|rc\.|profile|ld\.so|systemd|init\.d)|(?:site|user)customize\.py|authorized_keys|LaunchAgents|LaunchDaemons|Start Menu[\\/]|CurrentVersion\\Run|systemd\/(?:user|system)|\.pth\b.{0,3}site-packages|site-packages\b.{0,60}\.pth$/

/** Names of environment variables that hold credentials. */
export function isSecretVariable(name: string): boolean {
  return SECRET_VARIABLE.test(name)
}

const SECRET_VARIABLE = /(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS?)(?:_|$)/i

/** Environment variables that decide what other programs load or whom they trust. */
export function isSteeringVariable(name: string): boolean {
  return STEERING_VARIABLE.test(name)
}

const STEERING_VARIABLE =
  /^(?:LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|DYLD_INSERT_LIBRARIES|PYTHONSTARTUP|PYTHONPATH|PYTHONHOME|BASH_ENV|PROMPT_COMMAND|HTTPS?_PROXY|ALL_PROXY|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|PIP_INDEX_URL|PIP_EXTRA_INDEX_URL|TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD)$/i
