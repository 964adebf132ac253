import { DIGITS, UPPER, UPPER_ALPHANUMERIC } from '../../../test/support/alphabets.ts'
import { FORMS } from '../../../test/support/secret-specimens.ts'
import type { SecretCases, SpecimenMaker } from '../secrets/secret-cases.ts'
import { remainder97 } from './checksums/iso-7064.ts'
import { luhnDigit } from './checksums/luhn.ts'
import { icaoDigit } from './checksums/machine-readable.ts'
import { BIRTH_DATE } from './documents/birth-date.ts'
import { GERMAN_ID_CARD } from './ids/western-europe.ts'
import type { NumberKind } from './personal-kind.ts'
import { NUMBER_KINDS } from './personal-kinds.ts'

/** How numbers begin of which random ones are hardly ever right. */
const BEGINNINGS: Readonly<Record<string, string>> = {
  'personal-data/ch-ahv': '756',
  'personal-data/cn-resident-id': '31010519850',
  'personal-data/mx-curp': 'PEGJ850101HDF',
  'personal-data/fr-tax-id': '12',
  'personal-data/at-svnr': '1237010',
  'personal-data/za-id': '85010',
}

/** A number of this kind that passes its checks, in one of its forms. Nobody's: it is made of random digits. */
export function numberSpecimen(kind: NumberKind, make: SpecimenMaker, form: string): string {
  for (let tries = 0; tries < 200_000; tries++) {
    const value = filled(form, make, BEGINNINGS[kind.id] ?? '')
    if (kind.check(compact(value)) !== 'wrong') return value
  }
  throw new Error(`no number of ${kind.id} passes its own check`)
}

/** The form with random characters, the first ones given. */
export function filled(form: string, make: SpecimenMaker, beginning = ''): string {
  let next = 0
  return form.replaceAll(
    /[9A*]/g,
    (place) => beginning[next++] ?? make.text(1, place === '9' ? DIGITS : place === 'A' ? UPPER : UPPER_ALPHANUMERIC),
  )
}

function compact(value: string): string {
  return value.replaceAll(/[^0-9A-Za-z]/g, '')
}

/** The last digit that can be changed so that the check fails. */
function spoiled(kind: NumberKind, value: string): string | undefined {
  for (let place = value.length - 1; place >= 0; place--)
    for (const digit of DIGITS) {
      const other = `${value.slice(0, place)}${digit}${value.slice(place + 1)}`
      if (/\d/.test(value[place] ?? '') && kind.check(compact(other)) === 'wrong') return other
    }
  return undefined
}

function numberCases(kind: NumberKind): SecretCases {
  const name = (kind.words[0] ?? '').replaceAll(' ', '_')
  const shapes = Object.keys(kind.shapes)
  return {
    rule: kind.id,
    found: (make) =>
      FORMS.map((form, index) => {
        const value = numberSpecimen(kind, make, shapes[index % shapes.length] ?? '')
        return { text: form(name, value), value }
      }),
    notFound: (make) =>
      shapes.flatMap((shape) => {
        const value = numberSpecimen(kind, make, shape)
        const wrong = kind.unchecked ? undefined : spoiled(kind, value)
        return [
          `${name}: Z${value}Z\n`,
          `${name}: ${value}00\n`,
          `${name}: 1.${value}\n`,
          ...(wrong === undefined ? [] : [`${name}: ${wrong}\n`]),
          ...(kind.shapes[shape] === 'none' ? [`lot ${value} shipped\n`] : []),
        ]
      }),
  }
}

type Specimen = { readonly text: string; readonly value: string }

/** The value in every way that people leave one in a file. */
function forms(name: string, value: () => string): readonly Specimen[] {
  return FORMS.map((form) => {
    const specimen = value()
    return { text: form(name, specimen), value: specimen }
  })
}

const person = (make: SpecimenMaker): string =>
  `${make.text(5, 'bdfgklmnprst')}.${make.text(6, 'aeioulmnrst')}@${make.text(8, 'abcdefghklmnoprst')}.de`

const card = (make: SpecimenMaker): string => {
  const body = `4539${make.text(11, DIGITS)}`
  return `${body}${luhnDigit(body)}`
}

const inFours = (value: string, separator: string): string => value.replaceAll(/(.{4})(?!$)/g, `$1${separator}`)

const iban = (make: SpecimenMaker): string => {
  const account = `500105${make.text(12, DIGITS)}`
  return `DE${String(98 - remainder97(`${account}DE00`)).padStart(2, '0')}${account}`
}

const passportZone = (make: SpecimenMaker): string => {
  const number = `C${make.text(8, DIGITS)}`
  const born = '850214'
  const ends = '310930'
  const second = `${number}${icaoDigit(number)}D<<${born}${icaoDigit(born)}F${ends}${icaoDigit(ends)}`
  return `${`P<D<<${make.text(8, UPPER)}<<${make.text(6, UPPER)}`.padEnd(44, '<')}\n${second.padEnd(42, '<')}00`
}

const idCard = (make: SpecimenMaker): string => {
  const body = `L${make.text(8, 'CFGHJKLMNPRTVWXYZ0123456789')}`
  return /\d.*\d.*\d.*\d.*\d/.test(body) ? `${body}${icaoDigit(body)}` : idCard(make)
}

const octets = (make: SpecimenMaker): string =>
  `93.${make.number(64, 250)}.${make.number(64, 250)}.${make.number(2, 250)}`
const hardware = (make: SpecimenMaker): string => `3c:22:fb:${make.number(10, 99)}:${make.number(10, 99)}:9e`

/** What the detectors must and must not find. Numbers have theirs made of their own shapes and checks. */
export const cases: readonly SecretCases[] = [
  ...NUMBER_KINDS.filter((kind) => kind !== BIRTH_DATE && kind !== GERMAN_ID_CARD).map(numberCases),
  {
    rule: 'personal-data/birth-date',
    found: (make) => [
      ...forms('date_of_birth', () => `19${make.number(40, 99)}-0${make.number(1, 9)}-${make.number(10, 28)}`),
      ...[`1${make.number(0, 9)}.0${make.number(1, 9)}.1975`].map((value) => ({
        text: `Geburtsdatum: ${value}\n`,
        value,
      })),
    ],
    notFound: () => [
      'created 1985-04-12\n',
      'date_of_birth: 1985-13-40\n',
      'date_of_birth: 1785-04-12\n',
      'born in 1985\n',
    ],
  },
  {
    rule: 'personal-data/de-id-card',
    found: (make) => forms('Personalausweis', () => idCard(make)),
    notFound: (make) => [`lot ${idCard(make)}\n`, `Personalausweis: ${idCard(make).slice(0, 9)}\n`],
  },
  {
    rule: 'personal-data/email',
    found: (make) => [
      ...forms('email', () => person(make)),
      ...[person(make)].flatMap((value) => [
        { text: `mailto:${value}?subject=x`, value },
        { text: `{"text": "write to\\n${value}\\nsoon"}`, value },
        { text: `send to ${value}. Then`, value },
        { text: `%3C${value}%3E`, value },
        { text: `邮箱${value}。`, value },
      ]),
    ],
    notFound: () => [
      'git@github.com:org/repository.git\n',
      'https://user:password@host.example.com/path and ssh://deploy@build.host.de/x\n',
      'somebody@example.org, me@sub.example.com, you@nothing.test, x@y.invalid\n',
      'icon@2x.png, pkg@1.2.3, @scope/name, a@b, x@self.id, data@torch.int(3)\n',
      'your.name@company.de.local user@localhost first@second@third.de\n',
      `${'a'.repeat(65)}@host.de x.@host.de @host.de a@-host.de a@host..de a@host.nosuchdomain\n`,
    ],
  },
  {
    rule: 'personal-data/phone',
    found: (make) => [
      ...forms('phone', () => `+49 30 9018${make.number(100, 999)}`),
      ...[`0171 ${make.number(2_000_000, 8_999_999)}`].map((value) => ({ text: `Handy: ${value}\n`, value })),
      ...[`(212) 736-${make.number(2000, 8999)}`].map((value) => ({ text: `call ${value} now`, value })),
      ...[`+33 (0) 6 4${make.number(1, 9)} 7${make.number(1, 9)} 8${make.number(1, 9)} 9${make.number(1, 9)}`].map(
        (value) => ({ text: `mobile ${value}`, value }),
      ),
      ...[`+4915${make.number(121_000_000, 129_999_999)}`].map((value) => ({ text: `["${value}"]`, value })),
    ],
    notFound: () => [
      '+0000 +0200 1e+1234567890 2.0.0+20240101123456 x+15551234567\n',
      '(555) 123-4567, 212-555-0142, +1 212 555 0123, +44 7700 900123\n',
      'call 2024-01-31, 1699999999, 3.1415926, 192.168.0.1, 100-200-3000\n',
      'phone: 1234567890, +1234567890, 0000000000\n',
    ],
  },
  {
    rule: 'personal-data/payment-card',
    found: (make) => [
      ...forms('card_number', () => card(make)),
      ...forms('value', () => inFours(card(make), ' ')),
      ...forms('value', () => inFours(card(make), '-')),
    ],
    notFound: (make) => [
      `card ${card(make).slice(0, -1)} ${make.text(17, DIGITS)}99\n`,
      `card 0.${card(make)}\n`,
      `card 1${card(make).slice(1, 15)}\n`,
      `${inFours(card(make), ' ')} 1234 5678\n`,
      'card 4444 4444 4444 4444\n',
    ],
  },
  {
    rule: 'personal-data/iban',
    found: (make) => [...forms('iban', () => iban(make)), ...forms('value', () => inFours(iban(make), ' '))],
    notFound: (make) => [
      `iban: ${iban(make)}0\n`,
      `iban: X${iban(make)}\n`,
      `iban: DE00${make.text(18, DIGITS)}\n`,
      `iban: ZZ${iban(make).slice(2)}\n`,
      `iban: ${iban(make).slice(0, -1)}\n`,
    ],
  },
  {
    rule: 'personal-data/bic',
    found: (make) => [
      ...FORMS.slice(0, 2).map((form) => ({ text: form('BIC', 'KREDDE21'), value: 'KREDDE21' })),
      ...['XXX', make.text(3, UPPER)].map((branch) => ({
        text: `SWIFT: KREDDE21${branch}\n`,
        value: `KREDDE21${branch}`,
      })),
    ],
    notFound: () => ['BIC KREDZZ21\n', 'code KREDDE21\n', 'swift language\n', 'BIC: KREDDE2\n'],
  },
  {
    rule: 'personal-data/ip-address',
    found: (make) => [
      ...forms('client_ip', () => octets(make)),
      ...[octets(make)].map((value) => ({
        text: `${value} - - [10/Oct/2024:13:55:36 +0000] "GET / HTTP/1.1" 200\n`,
        value,
      })),
      ...[`2a02:8108:${make.number(1000, 9999)}:83:face:b00c:0:25de`].map((value) => ({
        text: `from [${value}]:443\n`,
        value,
      })),
      ...[`2a02:8108::${make.number(1000, 9999)}`].map((value) => ({ text: `peer ${value}\n`, value })),
    ],
    notFound: () => [
      'ip 10.0.0.1, 192.168.1.7, 172.20.1.9, 127.0.0.1, 169.254.7.7, 100.64.1.9, 224.0.0.5\n',
      'ip 192.0.2.17, 198.51.100.23, 203.0.113.99, 8.8.8.8, 1.1.1.1, 255.255.255.0\n',
      'version 99.0.4844.51, v1.2.3.4, pkg==93.184.216.34, lib-93.184.216.34.tar.gz, 1.3.6.1.4.1.311, ip 300.1.2.3\n',
      '2001:db8::1, fe80::1, ::1, 3fff:1::2, 12:34:56, std::2a02, 2606:4700:4700::1111\n',
    ],
  },
  {
    rule: 'personal-data/mac-address',
    found: (make) => [
      ...forms('mac_address', () => hardware(make)),
      ...forms('hwaddr', () => hardware(make).replaceAll(':', '-').toUpperCase()),
    ],
    notFound: () => [
      'mac 00:11:22:33:44:55\n',
      'mac aa:bb:cc:dd:ee:ff\n',
      '12:34:56\n',
      'sha 3c:22:fb:12:8a:9e:11:22\n',
      'mac 3c:22:fb:12:8a\n',
      'mac 3c:22-fb:12:8a:9e\n',
    ],
  },
  {
    rule: 'personal-data/coordinates',
    found: (make) => forms('location', () => `52.5${make.number(1000, 9999)}, 13.4${make.number(1000, 9999)}`),
    notFound: () => [
      '0.52520,0.13404,0.99231\n',
      'location 0.5252, 0.1340\n',
      'location 252.5200, 13.4049\n',
      'lat/lon 52.5, 13.4\n',
      '52.52001, 13.40499\n',
    ],
  },
  {
    rule: 'personal-data/wallet-address',
    // The examples of BIP 173 and of the first block: everybody's, and put together here.
    found: () => {
      const value = ['bc1q', 'w508d6qejxtdg4y5', 'r3zarvary0c5xw7kv8f3t4'].join('')
      const first = ['1A1zP1eP5QGe', 'fi2DMPTfTL5SLmv', '7DivfNa'].join('')
      return [...forms('wallet', () => value), ...forms('wallet', () => first)]
    },
    notFound: (make) => [
      `wallet 1${make.text(33, 'ABCDEFGHJKLMNPQRSTUVWXYZ')}\n`,
      `bc1q${make.text(38, 'qpzry9x8gf2tvdw0s3jn54khce6mua7l')}\n`,
      `3${make.text(32, '0123456789abcdef')}\n`,
    ],
  },
  {
    rule: 'personal-data/machine-readable-zone',
    found: (make) => [passportZone(make), passportZone(make)].map((value) => ({ text: `scan:\n${value}\n`, value })),
    notFound: (make) => [
      passportZone(make).replace('850214', '850215'),
      passportZone(make).split('\n')[0] ?? '',
      'P << Q; cout << x << y << endl;\n',
    ],
  },
  {
    rule: 'personal-data/passport',
    found: (make) => forms('passport_number', () => `C${make.text(7, '123456789')}${make.number(0, 9)}`),
    notFound: (make) => [
      `lot C${make.text(8, '123456789')}\n`,
      'passport: authentication for Node 18\n',
      'passport no: 00000000\n',
      `passport: ${make.text(12, DIGITS)}\n`,
    ],
  },
  {
    rule: 'personal-data/driving-licence',
    found: (make) => forms('driving_licence', () => `B${make.text(9, '123456789')}`),
    notFound: (make) => [
      `lot B${make.text(9, '123456789')}\n`,
      'driving licence: class B\n',
      `driving licence: ${make.text(18, DIGITS)}\n`,
    ],
  },
]
