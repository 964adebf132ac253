/**
 * Files that build tools write or fill in: they differ from their source, or have none, in every honest package. setuptools-scm, hatch-vcs and
 * versioneer write versions; protoc, SWIG and Cython write modules; `setup.cfg` and PKG-INFO are rewritten for the sdist.
 */
export function isGenerated(path: string): boolean {
  return GENERATED.test(path.length > 1_000 ? path.slice(-1_000) : path)
}

const GENERATED =
  /(?:^|\/)(?:_?_?(?:scm_)?version(?:_?info|_?scm|_?meson)?_?_?|__about__|_about|_build_?(?:info|config|meta)?|__config__|_distributor_init|package_data|VERSION)\.(?:py|pyi|[cm]?js|json|ts)$|_pb2?(?:_grpc)?\.pyi?$|(?:^|\/)(?:setup\.cfg|PKG-INFO|package\.json|package-lock\.json|npm-shrinkwrap\.json|METADATA|RECORD|WHEEL)$|\.(?:dist|egg)-info\//i

/** Folders that builds write to. */
export function isBuildFolder(path: string): boolean {
  return /(?:^|\/)(?:dist(?:-[\w-]{1,30})?|build|lib|libs|out|output|esm?|es\d{1,4}|cjs|mjs|umd|iife|bundles?|compiled|_?generated|gen|types|fesm\d{0,4}|node_modules|static|assets|nbextensions|labextensions|public|browser|min)\//i.test(
    path.slice(0, 1_000),
  )
}

/** `a/b.min.js`, a name with the digest of a bundler. */
export function isBundle(path: string): boolean {
  return /(?:[.-](?:min|bundle|umd|esm|cjs|iife|prod|production|development|browser|node|legacy|module|global))\.[cm]?js$|[.-](?=[\w-]{0,20}\d)[\w-]{8,20}\.[cm]?js$/i.test(
    path.slice(-200),
  )
}
