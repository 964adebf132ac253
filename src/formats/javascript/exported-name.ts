/** A name that a declaration exports: a name of the module, or something of another module. */
export type ExportedName =
  | { readonly kind: 'local'; readonly local: string }
  | { readonly kind: 'other'; readonly path: string }
