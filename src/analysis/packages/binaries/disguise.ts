/** Endings of files that are no code to whoever looks at a list of names. */
const HARMLESS =
  /\.(?:png|jpe?g|gif|ico|svg|webp|bmp|txt|md|rst|json|ya?ml|toml|ini|cfg|xml|html?|css|csv|tsv|log|pdf|docx?|xlsx?|ttf|otf|woff2?|mp[34]|wav|ogg|py|pyi|js|mjs|cjs|ts|map|sh|lock|license)$/i

/** Is a binary named like a picture, a text or a script? */
export function isDisguised(path: string): boolean {
  return HARMLESS.test(path.slice(-200))
}
