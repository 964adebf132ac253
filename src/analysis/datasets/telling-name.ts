/** Words in the names of columns that hold personal data or secrets; compared whole, in lower case. */
const WORDS: ReadonlySet<string> = new Set(
  `mail email emails mails phone telephone tel mobile cell fax msisdn ssn sin nino nhs passport licence license iban bic swift
  account acct card pan cc cvv cvc pin name names firstname lastname fullname surname forename username user login nickname owner
  author patient customer client employee contact person recipient sender address street addr zip zipcode postcode postal dob
  birth birthday birthdate born age gender sex race religion nationality ip ipv4 ipv6 ipaddress lat latitude lon lng longitude
  geo coordinates location tax tin vat ein nif nie dni cpf cnpj curp rfc pesel bsn cnp personnummer cpr steuer codice fiscale
  aadhaar aadhar rrn medical diagnosis mrn insurance salary income key keys apikey token tokens secret secrets password passwd
  pwd pass passphrase credential credentials auth bearer cookie session private salt signature dsn connection webhook telefon
  telefono nombre apellido apellidos nom prenom vorname nachname strasse adresse correo correio nome cognome geburtsdatum`.split(
    /\s+/,
  ),
)

/** Does the name of a column say that its values belong to people or open something? `userEmail`, `API_KEY` and `phone number` do. */
export function isTellingName(label: string): boolean {
  const words = label
    .slice(0, 200)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
  return words.some((word) => WORDS.has(word)) || WORDS.has(words.join(''))
}
