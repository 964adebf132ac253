import { type OptionSyntax, optionSyntax } from './shell-arguments.ts'

/** pip 26.3 (`pip install --help`, general options included), and what older ones had. */
export const PIP_OPTIONS: OptionSyntax = optionSyntax(
  '--requirement,-r= --constraint,-c= --build-constraint= --requirements-from-script= --editable,-e= --target,-t= --platform=',
  '--python-version= --implementation= --abi= --root= --prefix= --src,--source,--source-dir,--source-directory=',
  '--upgrade-strategy= --config-settings,--config-setting,-C= --progress-bar= --root-user-action= --report= --group=',
  '--all-releases= --only-final= --no-binary= --only-binary= --index-url,-i,--pypi-url= --extra-index-url=',
  '--refresh-package= --find-links,-f= --uploaded-prior-to= --python= --log,--log-file,--local-log= --keyring-provider=',
  '--proxy= --retries= --timeout,--default-timeout= --exists-action= --trusted-host= --cert= --client-cert= --cache-dir=',
  '--use-feature= --use-deprecated= --resume-retries= --no-deps,--no-dependencies --only-deps,--only-dependencies',
  '--dry-run --user --no-user --upgrade,-U --force-reinstall --ignore-installed,-I --ignore-requires-python',
  '--no-build-isolation --use-pep517 --no-use-pep517 --check-build-dependencies --break-system-packages --compile --no-compile',
  '--no-warn-script-location --no-warn-conflicts --require-hashes --no-require-hashes --no-clean --pre --prefer-binary',
  '--no-index --help,-h --debug --isolated --require-virtualenv,--require-venv --verbose,-v --quiet,-q --no-input',
  '--no-proxy-env --no-cache-dir --disable-pip-version-check --no-color --no-python-version-warning',
  // pip wheel, pip download
  '--wheel-dir,-w= --dest,--destination-dir,--destination-directory,-d= --no-verify',
  // gone: pip 1 to 23
  '--global-option= --install-option= --build-option= --build,--build-dir,--build-directory,-b= --download= --download-cache=',
  '--egg --process-dependency-links --allow-external= --allow-unverified= --allow-all-external --no-use-wheel --use-wheel',
  '--use-mirrors --mirrors= --always-unzip,-Z --no-install --no-download --root-user-action=',
)
