/**
 * Whose an address is: of a person as far as can be seen; of a role, a list or a machine; or of nobody, because its domain is
 * reserved for documentation or stands for any domain.
 */
export type Mailbox = 'person' | 'role' | 'nobody'

/** What an address of mail says of its owner. Both parts in lower case. */
export function mailboxOf(local: string, domain: string): Mailbox {
  if (isReserved(domain) || PLACEHOLDER_DOMAINS.has(domain) || PLACEHOLDER_LOCALS.test(local)) return 'nobody'
  const name = local.split('+', 1)[0] ?? local
  if (ROLES.has(name) || ROLE_ENDS.test(name) || SHARED_DOMAINS.test(domain) || isMachineMade(name)) return 'role'
  return 'person'
}

/** RFC 2606 and RFC 6761: names that are never given to anybody. */
function isReserved(domain: string): boolean {
  return /(?:^|\.)(?:example\.(?:com|net|org)|test|example|invalid|localhost|local|localdomain)$/.test(domain)
}

/** Domains people write for "your domain here"; some exist, but mail to them is not what is meant. */
const PLACEHOLDER_DOMAINS: ReadonlySet<string> = new Set(
  'example.co example.io example.edu example.de example.fr examples.com test.com test.org test.de foo.com foo.bar foo.org bar.com baz.com domain.com domain.tld domain.org mydomain.com yourdomain.com yourdomain.org your-domain.com somedomain.com anotherdomain.com company.com yourcompany.com mycompany.com acme.com acme.org email.com mail.com host.com hostname.com server.com site.com website.com mysite.com yoursite.com some.com xyz.com abc.com a.com b.com c.com x.com y.com z.com a.b.com'.split(
    ' ',
  ),
)
const PLACEHOLDER_LOCALS =
  /^(?:x{2,}|your?[._-]?(?:name|email|mail|user\w*)|(?:user|first|last|sur)[._-]?name|name|email|e-mail|foo|bar|baz|foobar|someone|somebody|anyone|nobody|xyz|abc|test|tests|testing|tester|test[._-]?\d*|test[._-]?user\d*|user\d*|someuser|username\d*|my[._-]?(?:name|email)|me|you|jane|john|john[._-]?doe|jane[._-]?doe|jdoe|joe|alice|bob|fake|dummy|sample|example)$/

/** RFC 2142 and what has become usual: mailboxes of a task, not of a person. */
const ROLES: ReadonlySet<string> = new Set(
  'abuse accounts admin administrator alerts all announce announcements api billing bot bugs bugreport builds careers cert ci code code-of-conduct coc community compliance conduct consulting contact contacts contact-us copyright core cs csirt customercare customerservice customersupport cve dco deploy dev devel developer developers discuss dmca dns docs dpo enquiries enquiry errors events feedback finance ftp general git github gitlab hello help helpdesk hi hostmaster hr info infra inquiries inquiry inquire it jobs legal license licenses licensing list lists listserv mail mailer-daemon mailbox maintainer maintainers majordomo marketing marketplace media members news newsletter no-reply noc noreply notification notifications npm office opensource open-source ops orders orga oss owner packages packaging partner partners patches payments pkg postmaster pr press privacy psirt pub public question questions recruiting registrar registry release releases report reports request root sales secretary security service services shop signup social software spam spammer sponsor staff stats store submit subscribe subscriptions support sysadmin system team tech techsupport trademark training translations unsubscribe usenet users uucp web webadmin webmaster welcome wiki www'.split(
    ' ',
  ),
)
const ROLE_ENDS =
  /(?:^|[._-])(?:no-?reply|do-?not-?reply|bounces?|daemon|bot|ci|support|help|info|security|users|dev|devel|announce|discuss|lists?|owner|request|maintainers?|team|admin|sales|press|legal|privacy|bugs|issues|developers|subscribe|unsubscribe|feedback|service|contact|opensource)$|^(?:no-?reply|do-?not-?reply|bounces?|mailer|support|security|info|admin|bugs?|root|listserv|buildbot|dependabot|renovate|notifications?)(?:[._+-]|$)|\[bot\]$/

/** Where lists and hidden addresses live, and hosts that nobody writes to. */
const SHARED_DOMAINS =
  /^(?:lists?|groups|googlegroups|mailman|bugs|noreply|reply|users\.noreply|listserv|lists-|mail-archive|vger)\.|(?:^|\.)(?:googlegroups\.com|noreply\.github\.com|gserviceaccount\.com|lists\.[a-z-]+\.(?:org|net|com)|calendar\.google\.com|ingest\.(?:us\.|de\.)?sentry\.io|vger\.kernel\.org|compute\.internal)$/

/** Ids of messages, users and accounts: long, and more digits or hexadecimal characters than a name has. */
function isMachineMade(name: string): boolean {
  if (name.length < 16) return false
  const digits = name.replace(/\D/g, '').length
  return digits * 2 >= name.length || /^[0-9a-f._-]+$/.test(name) || (name.length > 30 && digits >= 6)
}
